"""Scores that mean a share of right answers, and thresholds that keep a promise."""

import numpy as np
import pytest

from earshot_training.calibration import (
    HIGHEST,
    LOWEST,
    SCORE_FLOOR,
    platt,
    threshold_above,
    threshold_for_precision,
    threshold_for_recall,
)


def test_calibrated_scores_are_the_shares_of_right_answers():
    random = np.random.default_rng(3)
    logits = random.normal(0, 2, 20_000)
    is_it = random.random(20_000) < 1 / (1 + np.exp(-(0.7 * logits - 1.5)))
    found = platt(logits, is_it, np.ones(20_000))
    assert found.scale == pytest.approx(0.7, abs=0.05)
    assert found.offset == pytest.approx(-1.5, abs=0.08)
    near = np.abs(found.scores(logits) - 0.4) < 0.05
    assert is_it[near].mean() == pytest.approx(0.4, abs=0.05)


def test_logits_that_mean_the_opposite_are_refused():
    logits = np.linspace(-2, 2, 100)
    with pytest.raises(ValueError, match="higher logits"):
        platt(logits, logits < 0, np.ones(100))


@pytest.mark.parametrize("seed", range(20))
def test_what_reaches_the_threshold_is_right_as_often_as_asked(seed):
    random = np.random.default_rng(seed)
    is_it = random.random(500) < 0.2
    peaks = np.clip(random.normal(np.where(is_it, 0.75, 0.25), 0.12), 0, 1)
    threshold = threshold_for_precision(peaks, is_it, 0.9)
    assert is_it[peaks >= threshold].mean() >= 0.9
    assert LOWEST <= threshold <= HIGHEST


def test_a_class_that_is_never_precise_gets_the_highest_threshold():
    assert threshold_for_precision(np.linspace(0, 1, 50), np.arange(50) % 2 == 0, 0.9) == HIGHEST


@pytest.mark.parametrize(
    ("peaks", "threshold"), [([0.1, 0.5], 0.74), ([0.2689], 0.5), ([0.999], HIGHEST), ([1.0], HIGHEST), ([], 0.01)]
)
def test_the_threshold_lies_one_in_log_odds_above_the_weather(peaks, threshold):
    assert threshold_above(np.array(peaks)) == threshold


@pytest.mark.parametrize("count", [1, 9, 10, 37, 120])
def test_nine_of_ten_clips_reach_the_threshold_for_recall(count):
    peaks = np.random.default_rng(count).uniform(0.1, 1, count)
    threshold = threshold_for_recall(peaks, 0.9)
    assert (peaks >= threshold).mean() >= 0.9
    assert (peaks >= threshold + 0.011).mean() < 0.9 or count < 10


def test_no_threshold_lies_so_low_that_staying_falls_below_the_floor():
    assert 0.75 * threshold_for_recall(np.zeros(20)) >= SCORE_FLOOR
