"""From the logits of windows to figures: average precision, AUROC, accuracy."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score


def sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits.astype(np.float64)))


def clip_means(clips: np.ndarray, scores: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Each wanted clip's mean score over its windows, `[wanted, classes]`: the published protocol."""
    return np.stack([scores[clips == clip].mean(axis=0) for clip in wanted])


def clip_peaks(clips: np.ndarray, scores: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Each wanted clip's highest score over its windows: what makes an event."""
    return np.stack([scores[clips == clip].max(axis=0) for clip in wanted])


@dataclass(frozen=True)
class Quality:
    """How well scores `[clips, classes]` tell classes apart; one label a clip."""

    average_precision: np.ndarray
    """By class."""
    auroc: np.ndarray
    """By class."""
    accuracy: float

    @classmethod
    def of(cls, scores: np.ndarray, labels: np.ndarray) -> "Quality":
        present = [labels == index for index in range(scores.shape[1])]
        return cls(
            np.array([average_precision_score(is_it, scores[:, i]) for i, is_it in enumerate(present)]),
            np.array([roc_auc_score(is_it, scores[:, i]) for i, is_it in enumerate(present)]),
            float(np.mean(scores.argmax(axis=1) == labels)),
        )
