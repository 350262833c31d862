"""Every class against all other clips: calibration, thresholds, and what they come to on folds that they never saw.

For each fold that is reported, calibration and thresholds are fitted to the networks that were trained without it and
another fold, on that other fold; then they are applied to the network that was trained without the
reported fold alone. What ships is fitted to the scores of all five of those networks.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score, roc_auc_score

from .calibration import (
    HUMAN_PRECISION,
    PRECISION,
    Calibration,
    platt,
    threshold_above,
    threshold_for_precision,
    threshold_for_recall,
)
from .clips import QUIET, SHARED_BETWEEN_FOLDS
from .corpus import Corpus
from .folds import FOLDS
from .front_end import SCALE
from .layout import NORMALISATIONS
from .protocol import PAIRS
from .runs import Windows, Workshop
from .scores import clip_means, clip_peaks, sigmoid
from .tasks import Task
from .trial import Trial


@dataclass(frozen=True)
class Decision:
    """What turns a class's logits into a yes or no."""

    calibration: Calibration
    threshold: float


def decisions(task: Task, corpus: Corpus, windows: Windows, noise: np.ndarray) -> list[Decision]:
    """One a class, fitted to the logits of clips that their networks had not seen.

    `noise` are the same networks' logits of generated silence and noise, `[windows, classes]`.
    """
    kept = np.array([clip.name not in SHARED_BETWEEN_FOLDS for clip in task.clips])
    used = kept[windows.clips]
    of_window, values = windows.clips[used], windows.best[used]
    loud = loud_windows(task, corpus, windows)[used]
    clips = np.unique(of_window)
    counts = np.bincount(of_window, minlength=len(task.clips))
    speech, quiet = (np.array([task.clips[clip].label in of for clip in clips]) for of in (("speech",), QUIET))
    found = []
    for index, name in enumerate(task.classes):
        is_it = task.labels[of_window] == index
        # A call may be elsewhere in its clip.
        fair = loud | ~is_it
        calibration = platt(values[fair, index], is_it[fair], 1 / counts[of_window][fair])
        peaks = clip_peaks(of_window, calibration.scores(values[:, index]), clips)
        threshold = threshold_for_precision(
            peaks, task.labels[clips] == index, HUMAN_PRECISION if name == "human" else PRECISION
        )
        if name == "human" and speech.any():
            threshold = min(threshold, threshold_for_recall(peaks[speech]))
        if name != "background":
            threshold = max(
                threshold, threshold_above(peaks[quiet]), threshold_above(calibration.scores(noise[:, index]))
            )
        found.append(Decision(calibration, threshold))
    return found


def loud_windows(task: Task, corpus: Corpus, windows: Windows) -> np.ndarray:
    """Whether a window holds sound within 20 dB of its clip's loudest."""
    nepers_a_step = SCALE * NORMALISATIONS[corpus.layout.compression]["deviation"]
    loud = []
    for clip in pd.unique(windows.clips):
        images = corpus.images[clip][:: corpus.layout.judged_every]
        peaks = images.reshape(len(images), -1).max(axis=1).astype(int)
        loud.append(peaks >= peaks.max() - 20 / (10 / np.log(10) * nepers_a_step))
    return np.concatenate(loud)


def inner_decisions(workshop: Workshop, task: Task, trial: Trial, seed: int, reported: int) -> list[Decision]:
    """Of the networks that lack the reported fold and another."""
    pairs = [pair for pair in PAIRS if reported in pair]
    noise = np.concatenate([workshop.of_noise(task, trial, seed, pair) for pair in pairs])
    windows = inner_windows(workshop, task, trial, seed, reported)
    return decisions(task, workshop.corpus(task, trial.layout), windows, noise)


def inner_windows(workshop: Workshop, task: Task, trial: Trial, seed: int, reported: int) -> Windows:
    """Clips of the folds beside the reported one, each judged by a network without both."""
    parts = []
    for pair in PAIRS:
        if reported in pair:
            (other,) = set(pair) - {reported}
            parts.append(workshop.judged(task, trial, seed, pair, int8=False).of(np.flatnonzero(task.folds == other)))
    return Windows.joined(parts)


def open_table(workshop: Workshop, task: Task, trial: Trial, seed: int) -> pd.DataFrame:
    """A row a class: ranking over all clips, and precision and recall at thresholds that never saw them."""
    kept = np.array([clip.name not in SHARED_BETWEEN_FOLDS for clip in task.clips])
    peaks, means, clips, thresholds = [], [], [], []
    for fold in FOLDS:
        made = inner_decisions(workshop, task, trial, seed, fold)
        windows = workshop.judged(task, trial, seed, (fold,))
        of_fold = np.flatnonzero((task.folds == fold) & kept)
        scores = np.stack([one.calibration.scores(windows.int8[:, i]) for i, one in enumerate(made)], axis=1)
        reached = clip_peaks(windows.clips, scores, of_fold) >= np.array([one.threshold for one in made])
        peaks.append(reached)
        means.append([clip_means(windows.clips, sigmoid(logits), of_fold) for logits in (windows.fp32, windows.int8)])
        clips.append(of_fold)
        thresholds.append([one.threshold for one in made])
    clips, heard = np.concatenate(clips), np.concatenate(peaks)
    fp32, int8 = (np.concatenate([fold[kind] for fold in means]) for kind in (0, 1))
    speech = np.array([task.clips[clip].label == "speech" for clip in clips])
    rows = []
    for index, name in enumerate(task.classes):
        is_it = task.labels[clips] == index
        rows.append(
            {
                "class": name,
                "clips": int(is_it.sum()),
                "ap_fp32": average_precision_score(is_it, fp32[:, index]),
                "ap_int8": average_precision_score(is_it, int8[:, index]),
                "auroc_int8": roc_auc_score(is_it, int8[:, index]),
                "lowest_threshold": min(of_fold[index] for of_fold in thresholds),
                "highest_threshold": max(of_fold[index] for of_fold in thresholds),
                "precision": is_it[heard[:, index]].mean() if heard[:, index].any() else float("nan"),
                "recall": heard[is_it, index].mean(),
                "speech_recall": heard[speech, index].mean() if name == "human" else float("nan"),
            }
        )
    return pd.DataFrame(rows)
