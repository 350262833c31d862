"""Golden samples of the resampler, from soxr's Python binding.

    pip install soxr==1.1.0 numpy==2.4.6
    python Tests/Golden/resampler.py        # writes Tests/Golden/resampler/cases.json
"""

import json
import pathlib

import numpy
import soxr

FOLDER = pathlib.Path(__file__).parent / "resampler"
RATES = [(48_000, 16_000), (16_000, 24_000), (44_100, 48_000), (312_500, 48_000)]
SAMPLES = 600


def case(source, target, random):
    signal = random.uniform(-0.5, 0.5, SAMPLES).astype(numpy.float32)
    return {
        "from": source,
        "to": target,
        "input": [float(value) for value in signal],
        "output": [float(v) for v in soxr.resample(signal, source, target, quality="HQ")],
    }


def main():
    random = numpy.random.default_rng(20260101)
    cases = [case(source, target, random) for source, target in RATES]
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "cases.json").write_text(
        json.dumps(round_trip(cases), separators=(",", ":")) + "\n"
    )


def round_trip(value):
    """Shortest decimals that are still the same float32."""
    if isinstance(value, float):
        return float(numpy.format_float_positional(numpy.float32(value), unique=True))
    if isinstance(value, list):
        return [round_trip(element) for element in value]
    if isinstance(value, dict):
        return {key: round_trip(element) for key, element in value.items()}
    return value


if __name__ == "__main__":
    main()
