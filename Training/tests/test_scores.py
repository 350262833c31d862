"""Figures of clips, from scores of windows."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from earshot_training.scores import Quality, clip_means, clip_peaks, sigmoid

CLIPS = np.array([7, 7, 3, 3, 3])
SCORES = np.array([[0.2], [0.6], [0.1], [0.9], [0.2]])


def test_a_clip_is_scored_by_the_mean_or_the_best_of_its_windows_in_the_order_asked_for():
    wanted = np.array([3, 7])
    np.testing.assert_allclose(clip_means(CLIPS, SCORES, wanted), [[0.4], [0.4]])
    np.testing.assert_allclose(clip_peaks(CLIPS, SCORES, wanted), [[0.9], [0.6]])


def test_average_precision_of_a_ranking_worked_out_by_hand():
    # Right answers at ranks 1 and 3: (1/1 + 2/3) / 2.
    scores = np.array([[0.9, 0.1], [0.8, 0.7], [0.7, 0.2], [0.1, 0.3]])
    labels = np.array([0, 1, 0, 1])
    quality = Quality.of(scores, labels)
    assert quality.average_precision[0] == pytest.approx((1 + 2 / 3) / 2)
    assert quality.auroc[0] == roc_auc_score(labels == 0, scores[:, 0]) == pytest.approx(3 / 4)
    assert quality.accuracy == 0.75


def test_the_sigmoid_is_symmetric_and_stays_finite():
    np.testing.assert_allclose(sigmoid(np.array([-3.0, 0.0, 3.0])).sum(), 1.5)
    assert np.isfinite(sigmoid(np.array([-80.0, 80.0], np.float32))).all()
