"""Cross-validated logits become tables: `results/*.csv`, which the card is written from."""

from pathlib import Path

import numpy as np
import pandas as pd

from .calibration import Calibration, platt, threshold_for_precision, threshold_for_recall
from .clips import ANIMALS, SHARED_BETWEEN_FOLDS
from .folds import FOLDS
from .front_end import SCALE, SETTINGS
from .runs import Windows
from .scores import Quality, clip_means, clip_peaks, sigmoid
from .tasks import Task


def quality_rows(task: Task, windows: Windows, clips: np.ndarray, classes: list[int]) -> dict[str, Quality]:
    """fp32 and int8, of some clips, told apart by some of the classes."""
    labels = np.array([classes.index(label) for label in task.labels[clips]])
    return {
        kind: Quality.of(clip_means(windows.clips, sigmoid(values), clips)[:, classes], labels)
        for kind, values in (("fp32", windows.fp32), ("int8", windows.int8))
    }


def class_table(names: list[str], quality: dict[str, Quality]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "class": names,
            "ap_fp32": quality["fp32"].average_precision,
            "ap_int8": quality["int8"].average_precision,
            "auroc_fp32": quality["fp32"].auroc,
            "auroc_int8": quality["int8"].auroc,
        }
    )


def fold_table(task: Task, windows: Windows, clips: np.ndarray, classes: list[int]) -> pd.DataFrame:
    rows = []
    for fold in FOLDS:
        of_fold = clips[task.folds[clips] == fold]
        quality = quality_rows(task, windows, of_fold, classes)
        rows.append(
            {
                "fold": fold,
                "clips": len(of_fold),
                "accuracy_fp32": quality["fp32"].accuracy,
                "accuracy_int8": quality["int8"].accuracy,
            }
        )
    return pd.DataFrame(rows)


def judge_closed(name: str, task: Task, windows: Windows, classes: list[int], results: Path) -> None:
    """The published protocol: only clips of these classes, told apart from one another."""
    clips = np.flatnonzero(np.isin(task.labels, classes))
    class_table([task.classes[i] for i in classes], quality_rows(task, windows, clips, classes)).round(4).to_csv(
        results / f"{name}.csv", index=False
    )
    fold_table(task, windows, clips, classes).round(4).to_csv(results / f"{name}-folds.csv", index=False)


def loud_windows(images: list[np.ndarray], windows: Windows) -> np.ndarray:
    """Whether a window holds sound within 20 dB of its clip's loudest: a call may be elsewhere in a clip."""
    step_in_decibel = SCALE * SETTINGS["normalisation"]["fixed"]["deviation"] * 10 / np.log(10)
    loud = []
    for clip in pd.unique(windows.clips):
        peaks = images[clip].reshape(len(images[clip]), -1).max(axis=1).astype(int)
        loud.append(peaks >= peaks.max() - 20 / step_in_decibel)
    return np.concatenate(loud)


def judge_open(task: Task, windows: Windows, images: list[np.ndarray], results: Path) -> None:
    """Every class against all other clips, background and people among them; calibration, thresholds."""
    kept = np.array([clip.name not in SHARED_BETWEEN_FOLDS for clip in task.clips])
    clips = np.flatnonzero(kept)
    every = list(range(len(task.classes)))
    table = class_table(list(task.classes), quality_rows(task, windows, clips, every))
    table.insert(1, "clips", [int((task.labels[clips] == i).sum()) for i in every])

    used = kept[windows.clips]
    of_window, logits = windows.clips[used], windows.int8[used]
    labels = task.labels[of_window]
    counts = np.bincount(of_window, minlength=len(task.clips))
    loud = loud_windows(images, windows)[used]
    speech = np.array([task.clips[clip].label == "speech" for clip in clips])
    for index, name in enumerate(task.classes):
        is_it = labels == index
        fair = loud | ~is_it
        calibration = platt(logits[fair, index], is_it[fair], 1 / counts[of_window][fair])
        peaks = clip_peaks(of_window, calibration.scores(logits[:, index]), clips)
        right = task.labels[clips] == index
        threshold = threshold_for_precision(peaks, right)
        if name == "human":
            threshold = min(threshold, threshold_for_recall(peaks[speech]))
        heard = peaks >= threshold
        table.loc[index, ["scale", "offset", "threshold"]] = calibration.scale, calibration.offset, threshold
        table.loc[index, "precision"] = right[heard].mean() if heard.any() else np.nan
        table.loc[index, "recall"] = heard[right].mean()
        if name == "human":
            table.loc[index, "speech_recall"] = heard[speech].mean()
    table.round({name: 4 for name in table.columns if name not in ("scale", "offset")}).to_csv(
        results / "open.csv", index=False
    )


def read_calibration(row: pd.Series) -> Calibration:
    return Calibration(float(row["scale"]), float(row["offset"]))


def animal_classes(task: Task) -> list[int]:
    return [task.classes.index(name) for name in ANIMALS]
