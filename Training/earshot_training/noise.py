"""How much the cross-validated figures lose in noise, at the level of a field recording."""

from pathlib import Path

import numpy as np
import pandas as pd
import soundfile

from .clips import ANIMALS
from .corpus import Corpus
from .folds import FOLDS
from .front_end import SETTINGS, STEP_HOPS, features, find_program
from .int8_net import Int8Net
from .judge import animal_classes, read_calibration
from .runs import SEED, Workshop
from .scores import Quality, clip_means, clip_peaks, sigmoid
from .tasks import Task

RATIOS = (20, 10, 0)
"""Animal to background, dB of mean power."""
LEVEL = -40
"""Of the animal, dBFS: far quieter than the clips, about -20."""


def judge_in_noise(task: Task, corpus: Corpus, workshop: Workshop, results: Path) -> None:
    """`noise.csv`: the animals' clips under background clips of their own fold, which nothing learned."""
    table = pd.read_csv(results / "open.csv").set_index("class")
    classes = animal_classes(task)
    calibrations = [read_calibration(table.loc[name]) for name in ANIMALS]
    thresholds = table.loc[list(ANIMALS), "threshold"].to_numpy()
    rows = []
    for ratio in RATIOS:
        clips, logits = [], []
        for fold in FOLDS:
            animals = np.flatnonzero((task.folds == fold) & np.isin(task.labels, classes))
            images = noisy_images(task, animals, ratio, workshop.work, fold)
            usable = task.learned_without(fold)
            name = f"{task.name}-{fold}"
            weights = workshop.weights(name, task, corpus, usable, SEED + fold)
            net = Int8Net(workshop.int8_file(name, weights, corpus, usable, SEED + fold))
            clips.append(np.repeat(animals, [len(image) for image in images]))
            logits.append(net.logits(np.concatenate(images))[:, classes])
        rows.append(
            {"ratio": ratio} | figures(task, np.concatenate(clips), np.concatenate(logits), calibrations, thresholds)
        )
        print(rows[-1], flush=True)
    pd.DataFrame(rows).round(4).to_csv(results / "noise.csv", index=False)


def figures(task: Task, clips: np.ndarray, logits: np.ndarray, calibrations: list, thresholds: np.ndarray) -> dict:
    wanted = np.unique(clips)
    labels = np.searchsorted(animal_classes(task), task.labels[wanted])
    quality = Quality.of(clip_means(clips, sigmoid(logits), wanted), labels)
    scores = np.stack([one.scores(logits[:, i]) for i, one in enumerate(calibrations)], axis=1)
    heard = clip_peaks(clips, scores, wanted) >= thresholds
    right = heard[np.arange(len(labels)), labels]
    return {
        "ap_int8": quality.average_precision.mean(),
        "accuracy_int8": quality.accuracy,
        "recall": right.mean(),
        "precision": right.sum() / heard.sum(),
    }


def noisy_images(task: Task, animals: np.ndarray, ratio: int, work: Path, fold: int) -> list[np.ndarray]:
    """Images of clips of one fold, each mixed with a background clip of it."""
    random = np.random.default_rng(SEED + fold)
    background = np.flatnonzero((task.folds == fold) & (task.labels == task.classes.index("background")))
    folder = work / f"noisy-{ratio}"
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for animal, other in zip(animals, random.choice(background, len(animals)), strict=True):
        sound, rate = soundfile.read(work / "sounds" / f"{task.clips[animal].path.stem}.wav", dtype="float32")
        noise, noise_rate = soundfile.read(work / "sounds" / f"{task.clips[other].path.stem}.wav", dtype="float32")
        if rate != noise_rate:
            raise ValueError(f"{task.clips[animal].name} has {rate} Hz, {task.clips[other].name} {noise_rate} Hz")
        paths.append(folder / f"{task.clips[animal].path.stem}.wav")
        soundfile.write(paths[-1], mixture(sound, noise, ratio), rate, subtype="FLOAT")
    features(find_program(), paths, SETTINGS, STEP_HOPS, work / f"noisy-{ratio}-images")
    return [np.load(work / f"noisy-{ratio}-images" / f"{path.stem}.npy") for path in paths]


def mixture(sound: np.ndarray, noise: np.ndarray, ratio: float) -> np.ndarray:
    """The sound at `LEVEL`, and the noise, repeated as needed, `ratio` decibels below it."""
    under = np.resize(noise, len(sound))
    return level(sound, LEVEL) + level(under, LEVEL - ratio)


def level(sound: np.ndarray, decibel: float) -> np.ndarray:
    """Scaled to a mean power, of what is not digital silence."""
    power = np.mean(sound[sound != 0] ** 2) if sound.any() else 1.0
    return sound * np.float32(np.sqrt(10 ** (decibel / 10) / power))
