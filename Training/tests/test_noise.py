"""Noise of a known kind and level."""

from itertools import pairwise

import numpy as np
import pytest

from earshot_training.noise import RATE, hour


def slope(sound: np.ndarray) -> float:
    """Decibels an octave, from 500 Hz to 8 kHz."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    at = np.fft.rfftfreq(len(sound), 1 / RATE)
    edges = 500 * 2 ** np.arange(5)
    levels = [10 * np.log10(power[(at >= low) & (at < high)].mean()) for low, high in pairwise(edges)]
    return float(np.polyfit(range(4), levels, 1)[0])


def test_pink_noise_falls_by_three_decibels_an_octave_and_white_noise_does_not():
    assert slope(hour("white noise", np.random.default_rng(1), minutes=1)) == pytest.approx(0, abs=0.2)
    assert slope(hour("pink noise", np.random.default_rng(1), minutes=1)) == pytest.approx(-3, abs=0.2)
    assert not hour("silence", np.random.default_rng(1), minutes=1).any()


@pytest.mark.parametrize("kind", ["white noise", "pink noise"])
def test_its_level_wanders_without_steps(kind):
    sound = hour(kind, np.random.default_rng(3), minutes=3)
    seconds = sound.reshape(-1, RATE)
    levels = 20 * np.log10(np.sqrt((seconds**2).mean(axis=1)))
    assert len(levels) == 180
    assert levels.min() > -71 and levels.max() < -14
    assert levels.max() - levels.min() > 10
    assert np.abs(np.diff(levels)).max() < 2.5, "55 dB a minute at most, and the noise's own spread"
