"""What `bundle.json` says."""

import json

import pytest

from earshot_training.bundle import NAMES, kind, manifest
from earshot_training.calibration import Calibration
from earshot_training.clips import ANIMALS


def written(threshold: float = 0.6) -> dict:
    return json.loads(manifest(["frog", "human"], [Calibration(1.5, -0.25)] * 2, [threshold, 0.4]))


def test_it_has_exactly_the_keys_that_earshot_reads():
    description = written()
    assert list(description) == [
        "formatVersion", "name", "version", "frontEnd", "stepHops", "classes", "scoreFloor", "licence", "attribution",
    ]  # fmt: skip
    assert description["classes"][0] == {
        "commonName": "Frog",
        "scientificName": None,
        "kind": "species",
        "calibration": {"scale": 1.5, "offset": -0.25},
        "threshold": 0.6,
    }
    assert description["classes"][1]["kind"] == "human"


def test_a_threshold_whose_staying_threshold_is_below_the_floor_is_refused():
    with pytest.raises(ValueError, match=r"frog: threshold 0\.06"):
        written(0.06)


def test_every_class_has_a_name_of_its_own_and_a_kind():
    assert set(NAMES) == {*ANIMALS, "human", "background"}
    assert len({common for common, _ in NAMES.values()}) == len(NAMES)
    assert {label for label in NAMES if kind(label) == "species"} == set(ANIMALS)
