"""Scores that mean something: Platt's calibration, and the threshold of each class.

Both are fitted to the logits that networks gave to clips of folds they had not seen.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from .scores import sigmoid

SCORE_FLOOR = 0.05
PRECISION = 0.8
LOWEST, HIGHEST = 0.3, 0.95
HUMAN_PRECISION, HUMAN_RECALL = 0.9, 0.95
"""A voice is told rarely where there is none, and where there is one nearly always."""
MARGIN = 1.0
"""In log-odds, between a threshold and what must not reach it."""


@dataclass(frozen=True)
class Calibration:
    """score = 1 / (1 + exp(-(scale * logit + offset)))."""

    scale: float
    offset: float

    def scores(self, logits: np.ndarray) -> np.ndarray:
        return sigmoid(self.scale * logits + self.offset)


def platt(logits: np.ndarray, is_it: np.ndarray, weights: np.ndarray) -> Calibration:
    """J. Platt, *Probabilistic outputs for support vector machines*, 1999, by way of scikit-learn."""
    fit = LogisticRegression(C=1e3).fit(logits[:, None], is_it, sample_weight=weights)
    scale = float(fit.coef_[0, 0])
    if scale <= 0:
        raise ValueError(f"higher logits do not mean the class: scale {scale:.3f}")
    return Calibration(round(scale, 5), round(float(fit.intercept_[0]), 5))


def threshold_for_precision(peaks: np.ndarray, is_it: np.ndarray, precision: float = PRECISION) -> float:
    """The lowest score, in hundredths, at which of the clips that reach it this share is right.

    Kept between `LOWEST` and `HIGHEST`: forty clips do not show what lies beyond.
    """
    for hundredths in range(round(100 * LOWEST), round(100 * HIGHEST)):
        heard = peaks >= hundredths / 100
        if heard.any() and is_it[heard].mean() >= precision:
            return hundredths / 100
    return HIGHEST


def threshold_above(peaks: np.ndarray) -> float:
    """The lowest threshold, in hundredths, that lies above all of these scores by `MARGIN`; at most `HIGHEST`."""
    odds = np.exp(MARGIN) * (peaks / (1 - np.minimum(peaks, 0.999999))).max(initial=0)
    highest = odds / (1 + odds)
    return min(next(hundredths / 100 for hundredths in range(102) if hundredths / 100 > highest), HIGHEST)


def threshold_for_recall(peaks: np.ndarray, recall: float = HUMAN_RECALL) -> float:
    """The highest score, in hundredths, that this share of the clips reaches."""
    needed = int(np.ceil(recall * len(peaks)))
    found = np.sort(peaks)[::-1][needed - 1]
    return float(max(np.floor(found * 100) / 100, SCORE_FLOOR / 0.75 + 0.01))
