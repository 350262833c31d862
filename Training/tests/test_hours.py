"""Noise of a known kind, and what a count of events says of their rate."""

from itertools import pairwise

import numpy as np
import pytest

from earshot_training.hours import RATE, minute, rate_bound


def slope(sound: np.ndarray) -> float:
    """Decibels an octave, from 500 Hz to 8 kHz."""
    power = np.abs(np.fft.rfft(sound)) ** 2
    at = np.fft.rfftfreq(len(sound), 1 / RATE)
    edges = 500 * 2 ** np.arange(5)
    levels = [10 * np.log10(power[(at >= low) & (at < high)].mean()) for low, high in pairwise(edges)]
    return float(np.polyfit(range(4), levels, 1)[0])


def test_pink_noise_falls_by_three_decibels_an_octave_and_white_noise_does_not():
    assert slope(minute("white noise", np.random.default_rng(1))) == pytest.approx(0, abs=0.2)
    assert slope(minute("pink noise", np.random.default_rng(1))) == pytest.approx(-3, abs=0.2)
    assert not minute("silence", np.random.default_rng(1)).any()


def test_the_bound_of_nothing_in_three_hours_is_about_one_an_hour():
    assert rate_bound(0, 3) == pytest.approx(-np.log(0.05) / 3)
    assert rate_bound(5, 1) == pytest.approx(10.51, abs=0.01)
