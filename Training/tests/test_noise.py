"""Mixtures of a known ratio."""

import numpy as np
import pytest

from earshot_training.noise import LEVEL, level, mixture


def decibel(sound: np.ndarray) -> float:
    return 10 * np.log10(np.mean(sound**2))


@pytest.mark.parametrize("ratio", [20, 10, 0])
def test_the_background_lies_as_far_below_the_animal_as_asked(ratio):
    random = np.random.default_rng(ratio)
    sound, noise = (random.normal(0, 0.1, n).astype(np.float32) for n in (5000, 2100))
    mixed = mixture(sound, noise, ratio)
    assert len(mixed) == 5000
    assert decibel(mixed - level(sound, LEVEL)) == pytest.approx(LEVEL - ratio, abs=0.1)


def test_padding_does_not_count_towards_the_level():
    sound = np.concatenate([np.full(100, 0.5, np.float32), np.zeros(900, np.float32)])
    assert decibel(level(sound, -40)[:100]) == pytest.approx(-40, abs=0.01)
    assert not level(np.zeros(10, np.float32), -40).any()
