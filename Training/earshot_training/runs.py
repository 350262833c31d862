"""Trainings, each done once: a run that has its file in the work folder is not done again."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from .augment import Strips
from .corpus import Corpus
from .export import int8_tflite
from .front_end import FLOOR, SCALE, ZERO_POINT, dequantize
from .int8_net import Int8Net
from .layout import Layout
from .noise import noise_images
from .tasks import Task
from .teacher import lessons_of
from .topology import Topology, weights_without
from .training import Lecture, Professor, logits, train
from .trial import TRIALS, Trial

SEED = 20_251_127
CALIBRATION_IMAGES = 300


@dataclass(frozen=True)
class Windows:
    """Logits of every window of some clips."""

    clips: np.ndarray
    """Index of each window's clip."""
    fp32: np.ndarray
    """`[windows, classes]`"""
    int8: np.ndarray | None
    """`[windows, classes]`, real values; where they were asked for"""

    @classmethod
    def joined(cls, parts: list["Windows"]) -> "Windows":
        int8 = None if any(part.int8 is None for part in parts) else np.concatenate([part.int8 for part in parts])
        return cls(np.concatenate([part.clips for part in parts]), np.concatenate([part.fp32 for part in parts]), int8)

    @property
    def best(self) -> np.ndarray:
        """int8 where there is int8."""
        return self.fp32 if self.int8 is None else self.int8

    def of(self, clips: np.ndarray) -> "Windows":
        kept = np.isin(self.clips, clips)
        return Windows(self.clips[kept], self.fp32[kept], None if self.int8 is None else self.int8[kept])


@dataclass(frozen=True)
class Workshop:
    """Where runs find what they need, and leave what they made."""

    models: Path
    work: Path
    teacher: Path | None = None
    """BirdNET's network, for trials that it teaches."""

    def topology(self, trial: Trial) -> Topology:
        whole = Topology.read(self.models / f"configs/{trial.topology}.json")
        return whole.without(trial.blocks_left_out)

    def corpus(self, task: Task, layout: Layout) -> Corpus:
        return corpus_once(task.name, task.clips, layout, self.work)

    def lecture(self, task: Task, trial: Trial, seed: int, left_out: tuple[int, ...]) -> Lecture:
        lessons = None
        if trial.teacher:
            lessons = lessons_of(
                task, replace(trial.layout, frames=self.frames(trial)), self.teacher, self.work
            ).without(left_out)
        return Lecture(
            task=task,
            usable=task.learned_without(*left_out),
            recipe=trial.recipe_for(task.recipe),
            windows=round(task.windows * trial.length),
            layout=trial.layout,
            topology=self.topology(trial),
            backbone=self.start(trial),
            schedule=trial.schedule,
            seed=SEED + 1000 * seed + sum(10**place * fold for place, fold in enumerate(left_out)),
            lessons=lessons,
            professors=tuple(
                Professor(self.topology(one), self.weights(task, one, number, left_out), one.layout.frames)
                for one in (TRIALS[name] for name in trial.professors)
                for number in trial.professor_seeds
            ),
            frames=self.frames(trial),
        )

    def start(self, trial: Trial) -> dict[str, np.ndarray]:
        """The checkpoint that training starts from; nothing for random weights."""
        if not trial.start:
            return {}
        with np.load(self.models / f"fp32/{trial.start}.npz") as file:
            return weights_without(dict(file), trial.blocks_left_out)

    def frames(self, trial: Trial) -> tuple[int, ...]:
        """All that a trial's network and its professors see."""
        layouts = [trial.layout, *(TRIALS[name].layout for name in trial.professors)]
        if any(replace(one, frames=trial.layout.frames) != trial.layout for one in layouts):
            raise ValueError(f"{trial.name}: its professors have another layout, not only other frames")
        return tuple(sorted({frame for one in layouts for frame in one.frames}))

    def folder(self, task: Task, trial: Trial, seed: int, left_out: tuple[int, ...]) -> Path:
        """Of one run. Without `left_out` it is the network that ships."""
        without = "-".join(map(str, left_out)) or "nothing"
        return self.work / "runs" / task.name / trial.name / f"seed-{seed}" / f"without-{without}"

    def weights(self, task: Task, trial: Trial, seed: int, left_out: tuple[int, ...]) -> dict[str, np.ndarray]:
        """Float weights, trained on what may be learned from in the other folds."""
        folder = self.folder(task, trial, seed, left_out)
        kept = folder / "weights.npz"
        if not kept.exists():
            folder.mkdir(parents=True, exist_ok=True)
            lecture = self.lecture(task, trial, seed, left_out)
            drawn = replace(trial.layout, frames=lecture.frames)
            of = Strips(self.corpus(task, drawn).strips, FLOOR, drawn.columns, drawn.stride, lecture.seed)
            name = "/".join(folder.parts[-4:])
            found = train(lecture, of, lambda text: print(f"{name}: {text}", flush=True), folder / "mark.pt")
            save(kept, **found)
        with np.load(kept) as file:
            return dict(file)

    def int8_file(self, task: Task, trial: Trial, seed: int, left_out: tuple[int, ...]) -> bytes:
        """The `.tflite` of those weights, calibrated to images of the clips they were trained on."""
        kept = self.folder(task, trial, seed, left_out) / "model.tflite"
        if not kept.exists():
            corpus = self.corpus(task, trial.layout)
            weights = self.weights(task, trial, seed, left_out)
            images = np.concatenate([corpus.images[clip] for clip in task.learned_without(*left_out)])
            kept.write_bytes(int8_tflite(self.topology(trial), weights, calibration(images, SEED + seed)))
        return kept.read_bytes()

    def judged(self, task: Task, trial: Trial, seed: int, left_out: tuple[int, ...], int8: bool = True) -> Windows:
        """Trains without some folds and gives the logits of their clips, in windows half a window apart.

        They are those that the program looks at, but for a clip's last, which may lie elsewhere.
        """
        folder = self.folder(task, trial, seed, left_out)
        corpus = self.corpus(task, trial.layout)
        held_out = np.flatnonzero(np.isin(task.folds, left_out))
        images = [corpus.images[clip] for clip in held_out]
        clips = np.repeat(held_out, [len(some) for some in images])
        images = np.concatenate(images)
        kept = folder / "fp32.npy"
        if not kept.exists():
            weights = self.weights(task, trial, seed, left_out)
            save_array(kept, logits(weights, self.topology(trial), dequantize(images)))
        found = None
        if int8:
            kept_int8 = folder / "int8.npy"
            if not kept_int8.exists():
                save_array(kept_int8, Int8Net(self.int8_file(task, trial, seed, left_out)).logits(images))
            found = np.load(kept_int8)
        counts = np.bincount(clips)[held_out]
        looked_at = np.concatenate([np.arange(count) % trial.layout.judged_every == 0 for count in counts])
        return Windows(clips[looked_at], np.load(kept)[looked_at], None if found is None else found[looked_at])

    def of_noise(self, task: Task, trial: Trial, seed: int, left_out: tuple[int, ...]) -> np.ndarray:
        """The float network's logits of hours of generated silence and noise, `[windows, classes]`."""
        kept = self.folder(task, trial, seed, left_out) / "noise-fp32.npy"
        if not kept.exists():
            images = noise_images_once(trial.layout, self.work)
            weights = self.weights(task, trial, seed, left_out)
            save_array(kept, logits(weights, self.topology(trial), dequantize(images)))
        return np.load(kept)


@cache
def noise_images_once(layout: Layout, work: Path) -> np.ndarray:
    return noise_images(layout, work)


@cache
def corpus_once(_: str, clips: tuple, layout: Layout, work: Path) -> Corpus:
    return Corpus.of(clips, layout, work)


def calibration(images: np.ndarray, seed: int) -> np.ndarray:
    """Images drawn from those trained on, and the two ends of the input's range.

    The ends make the converter choose exactly `SCALE` and `ZERO_POINT`.
    """
    random = np.random.default_rng(seed)
    drawn = dequantize(images[random.choice(len(images), CALIBRATION_IMAGES, replace=False)])
    drawn[0, 0, 0, 0] = SCALE * (-128 - ZERO_POINT)
    drawn[0, 0, 1, 0] = SCALE * (127 - ZERO_POINT)
    return drawn


def save(path: Path, **arrays: np.ndarray) -> None:
    """Whole or not at all: a run that is stopped leaves no half file."""
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **arrays)
    part.rename(path)


def save_array(path: Path, array: np.ndarray) -> None:
    part = path.with_suffix(".part.npy")
    np.save(part, array)
    part.rename(path)
