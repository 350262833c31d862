"""What `bundle.json` says."""

import json

import pytest

from earshot_training.bundle import UNDECIDED, Title, kind, manifest, named, read_decisions
from earshot_training.calibration import Calibration
from earshot_training.clips import ANIMALS, ESC10
from earshot_training.layout import Layout
from earshot_training.open_set import Decision

TITLE = Title("toy", "1.0.0", "CC0-1.0", "Nobody's.")


def written(threshold: float = 0.6, layout: Layout = Layout()) -> dict:  # noqa: B008
    calibration = Calibration(1.5, -0.25)
    made = [Decision(calibration, threshold), Decision(calibration, 0.4)]
    return json.loads(manifest(TITLE, layout, ["frog", "human"], made))


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
    labels = {*ANIMALS, *ESC10, "human", "background", "door_wood_knock"}
    assert len({named(label)[0] for label in labels}) == len(labels)
    assert named("door_wood_knock") == ("Door wood knock", None)
    assert {label for label in labels if kind(label) != "species"} == {"human", "background"}


def test_what_a_bundle_decides_by_is_read_again_class_by_class(tmp_path):
    (tmp_path / "bundle.json").write_text(json.dumps(written()))
    human, cow, frog = read_decisions(tmp_path, ("human", "cow", "frog"))
    assert (human.threshold, frog.threshold, cow) == (0.4, 0.6, UNDECIDED)
    assert frog.calibration == Calibration(1.5, -0.25)


def test_a_front_end_of_several_frames_is_not_written():
    with pytest.raises(ValueError, match="one channel"):
        written(layout=Layout(frames=(640, 1024)))
