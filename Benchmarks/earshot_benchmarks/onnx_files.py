"""Models for ONNX Runtime, converted once by tf2onnx in an environment of its own.

int8 keeps the QuantizeLinear and DequantizeLinear pairs that ONNX Runtime fuses to int8 operators;
fp32 is the same network with its weights as floats.
"""

import hashlib
import subprocess

from .machine import REPOSITORY, WORK

PYTHON = [REPOSITORY / "Benchmarks/environment.sh", "convert", "python"]
OPTIONS = {"int8": [], "fp32": ["--dequantize"]}


def converted(model, kind):
    """The path of the converted model. Raises ValueError with the converter's last line."""
    with open(model, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    folder = WORK / "onnx"
    folder.mkdir(parents=True, exist_ok=True)
    path, failure = folder / f"{digest[:16]}.{kind}.onnx", folder / f"{digest[:16]}.{kind}.txt"
    if failure.exists():
        raise ValueError(failure.read_text())
    if not path.exists():
        unfinished = path.with_suffix(".unfinished")
        result = subprocess.run(
            [*PYTHON, "-m", "tf2onnx.convert", "--tflite", model, "--output", unfinished,
             "--opset", "17", *OPTIONS[kind]], capture_output=True, text=True)
        if result.returncode != 0:
            said = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
            failure.write_text(f"tf2onnx: {said}")
            raise ValueError(f"tf2onnx: {said}")
        unfinished.rename(path)
    return path
