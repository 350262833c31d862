"""Thresholds of the open set: precise, low enough for speech, and above the weather."""

from pathlib import Path

import numpy as np
import pytest

from earshot_training.calibration import HIGHEST
from earshot_training.clips import Clip
from earshot_training.corpus import Corpus
from earshot_training.layout import Layout
from earshot_training.open_set import decisions
from earshot_training.runs import Windows
from earshot_training.tasks import Task

CLASSES = ("frog", "human", "background")
LABELS = ("frog", "speech", "rain", "fireworks")
EACH = 40


def clip(label: str, number: int) -> Clip:
    return Clip(Path(f"{label}-{number}.ogg"), label, 1, f"{label}-{number}", "", "", "")


def decided(rain_as_frog: float = -4.0, hiss_as_frog: float = -8.0) -> dict[str, float]:
    """Thresholds where every clip has one window, rain sounds somewhat like a frog, and one clip of it more so."""
    random = np.random.default_rng(5)
    clips = tuple(clip(label, number) for label in LABELS for number in range(EACH))
    labels = np.repeat([0, 1, 2, 2], EACH)
    logits = random.normal(-4, 1, (len(clips), 3))
    logits[np.arange(len(clips)), labels] += 8
    logits[2 * EACH, 0] = rain_as_frog
    task = Task("toy", clips, CLASSES, labels, np.ones(len(clips), int), np.full(len(clips), True), None, None, 0, ())
    images = [np.zeros((1, 4, 4, 1), np.int8) for _ in clips]
    windows = Windows(np.arange(len(clips)), logits, None)
    hiss = np.array([[hiss_as_frog, -8.0, 8.0]])
    made = decisions(task, Corpus(Layout(), images, []), windows, hiss)
    frog = made[0]
    assert frog.calibration.scores(hiss[0, 0]) < frog.threshold or frog.threshold == HIGHEST
    reached = {
        name: one.calibration.scores(logits[:, i]) for i, (name, one) in enumerate(zip(CLASSES, made, strict=True))
    }
    rain = [one.label == "rain" for one in clips]
    assert (reached["frog"][rain] < made[0].threshold).all() or made[0].threshold == HIGHEST
    assert (reached["human"][rain] < made[1].threshold).all()
    return {name: one.threshold for name, one in zip(CLASSES, made, strict=True)}


def test_the_threshold_lies_above_what_rain_reaches():
    plain, wet = decided(), decided(rain_as_frog=3.0)
    assert wet["frog"] > plain["frog"]
    assert wet["human"] == pytest.approx(plain["human"], abs=0.02)


def test_the_threshold_lies_above_what_noise_reaches():
    assert decided(hiss_as_frog=3.0)["frog"] > decided()["frog"]


def test_rain_and_noise_may_be_taken_for_background():
    assert decided()["background"] < HIGHEST
