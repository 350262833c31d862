"""Noise of a known kind, and what a count of events says of their rate."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from earshot_training.hours import RATE, minute, rate_bound, with_names


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


def test_events_are_told_by_the_names_of_their_files_also_where_there_are_none():
    columns = ["common_name", "peak", "path"]
    rows = [["Cow", 0.7, "/a/b/1.ogg"], ["Dog", 0.9, "/c/2.ogg"]]
    assert list(with_names(pd.DataFrame(rows, columns=columns))["name"]) == ["1.ogg", "2.ogg"]
    assert list(with_names(pd.DataFrame(columns=columns))["name"]) == []
