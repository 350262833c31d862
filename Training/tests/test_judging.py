"""What a card says of the program's own reports."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from earshot_training.judging import (
    error_of_highest,
    heard_speech,
    in_the_open,
    listing,
    nothing_heard,
    under_conditions,
)


def interval(value: float) -> dict:
    return {"value": value, "lower": value - 0.1, "upper": value + 0.05}


def condition(name: str, **figures: object) -> dict:
    return {"condition": name, "formats": {"int8": figures}}


def test_a_condition_that_could_not_be_had_is_no_row_that_is_left_out():
    row = condition("gain +6 dB", accuracy=interval(0.8), macroAveragePrecision=interval(0.9))
    assert "| gain +6 dB | 80.0 % [70.0 to 85.0] | 0.900 |" in under_conditions({"robustness": [row]}, "rain")
    with pytest.raises(ValueError, match="no MP3"):
        under_conditions({"robustness": [row | {"refusal": "no MP3"}]}, "rain")


def test_the_open_set_tells_both_formats_and_the_bounds_of_each():
    measures = ("accuracy", "macroAveragePrecision", "macroAreaUnderROC", "macroF1", "calibrationError", "brier")
    formats = {"fp32": dict.fromkeys(measures, interval(0.9)), "int8": dict.fromkeys(measures, interval(0.8))}
    scores = pd.DataFrame({"clip": ["a", "a"], "truth": [1, 0], "fp32": [0.75, 0.1], "int8": [0.5, 0.1]})
    text = in_the_open({"set": {"clips": 1500}, "models": [{"formats": formats}]}, scores)
    row = "0.900 [0.800 to 0.950] | 0.800 [0.700 to 0.850] |"
    assert all(f"| {name} | {row}" in text for name in ("accuracy", "macro AP", "expected calibration error"))
    assert "all 1500 clips" in text and "| of the highest scores | 0.250 | 0.500 |" in text


def test_the_error_of_the_highest_score_counts_one_score_a_clip():
    scores = pd.DataFrame(
        {
            "clip": ["a", "a", "b", "b", "c", "c"],
            "truth": [1, 0, 0, 1, 1, 0],
            "int8": [0.82, 0.1, 0.84, 0.2, 1.0, 0.99],
        }
    )
    # Two of a bin are right in one of two, at 0.83 in the mean; the third is sure and right.
    assert error_of_highest(scores, "int8") == pytest.approx(2 * 0.33 / 3)


def test_speech_is_told_by_its_recall_under_the_conditions_asked_for():
    rows = [
        condition(name, recalls=[{"name": "Human", "recall": interval(0.9)}])
        for name in ("as recorded", "white noise, 20 dB SNR", "background, 10 dB SNR", "hall, 3 m away")
    ]
    text = heard_speech({"set": {"clips": 120, "recordings": 10}, "robustness": rows}, "rain")
    assert [line.split(" | ")[0] for line in text.splitlines() if line.startswith("| ")] == [
        "| speech", "| ---", "| as recorded", "| 10 dB SNR", "| 3 m"
    ]  # fmt: skip
    assert "| 90.0 % [80.0 to 95.0] |" in text


def test_all_heard_of_few_has_a_bound_of_its_own():
    rows = [condition("as recorded", recalls=[{"name": "Human", "recall": {"value": 1, "lower": 1, "upper": 1}}])]
    text = heard_speech({"set": {"clips": 24, "recordings": 2}, "robustness": rows}, "rain")
    assert "24 clips of 2 voices" in text and "| 100.0 % [85.8 to 100.0] |" in text


def test_a_bound_stands_beside_no_event():
    row = {"sound": "wind", "hours": 0.0236, "events": 1, "events_as_shipped": 0, "at_most_an_hour": 126.9}
    assert "| wind | 0.02 | 1 | 126.90 | 0 |" in nothing_heard(pd.DataFrame([row]))


@dataclass(frozen=True)
class Sound:
    path: Path
    label: str
    source: str
    author: str = ""

    @property
    def name(self) -> str:
        return self.path.name


@dataclass(frozen=True)
class Clips:
    clips: tuple
    classes: tuple
    labels: list
    folds: list


def test_a_listing_has_the_bundles_names_and_nothing_that_two_folds_share(tmp_path):
    clips = tuple(
        Sound(Path(f"/a/{name}"), label, "7")
        for name, label in (("1.ogg", "insects"), ("2.ogg", "rain"), ("5-256452-A-5.ogg", "cat"))
    )
    task = Clips(clips, ("insects", "cat", "background"), [0, 2, 1], [1, 2, 5])
    path = listing(task, tmp_path / "listing.csv", lambda clip: clip.label != "rain")
    assert pd.read_csv(path).to_dict("records") == [
        {"file": "/a/1.ogg", "class": "Flying insects", "fold": 1, "recording": 7}
    ]
