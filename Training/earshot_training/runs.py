"""Trainings, each done once: a run that has its file in the work folder is not done again."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .augment import Strips
from .corpus import Corpus
from .export import int8_tflite
from .folds import FOLDS
from .front_end import COLUMNS, FLOOR, SCALE, ZERO_POINT, dequantize
from .int8_net import Int8Net
from .tasks import Task
from .topology import Topology
from .training import Schedule, logits, train

SEED = 20_251_127
CALIBRATION_IMAGES = 300


@dataclass(frozen=True)
class Windows:
    """Logits of every window of some clips."""

    clips: np.ndarray
    """Index of each window's clip."""
    fp32: np.ndarray
    """`[windows, classes]`"""
    int8: np.ndarray
    """`[windows, classes]`, real values"""


@dataclass(frozen=True)
class Workshop:
    """Where a run finds what it needs."""

    work: Path
    topology: Topology
    backbone: dict[str, np.ndarray]
    schedule: Schedule = Schedule()  # noqa: RUF009  frozen

    @classmethod
    def of(cls, models: Path, work: Path) -> "Workshop":
        topology = Topology.read(models / "configs/mcunet-vww1.json")
        return cls(work, topology, dict(np.load(models / "fp32/mcunet-vww1.npz")))

    def fold_run(self, task: Task, corpus: Corpus, fold: int) -> Windows:
        """Trains without one fold and gives the logits of its clips."""
        held_out = np.flatnonzero(task.folds == fold)
        usable = task.learned_without(fold)
        kept = self.work / "runs" / f"{task.name}-{fold}.npz"
        if not kept.exists():
            name = f"{task.name}-{fold}"
            weights = self.weights(name, task, corpus, usable, SEED + fold)
            content = self.int8_file(name, weights, corpus, usable, SEED + fold)
            images = np.concatenate([corpus.images[clip] for clip in held_out])
            save(
                kept,
                clips=np.repeat(held_out, [len(corpus.images[clip]) for clip in held_out]),
                fp32=logits(weights, self.topology, dequantize(images)),
                int8=Int8Net(content).logits(images),
            )
        with np.load(kept) as file:
            return Windows(file["clips"], file["fp32"], file["int8"])

    def cross_validation(self, task: Task, corpus: Corpus) -> Windows:
        """Logits of every clip, each by the network that has not seen its fold."""
        runs = [self.fold_run(task, corpus, fold) for fold in FOLDS]
        return Windows(
            np.concatenate([run.clips for run in runs]),
            np.concatenate([run.fp32 for run in runs]),
            np.concatenate([run.int8 for run in runs]),
        )

    def weights(self, name: str, task: Task, corpus: Corpus, usable: np.ndarray, seed: int) -> dict[str, np.ndarray]:
        """Float weights, trained on the clips that `usable` indexes."""
        kept = self.work / "runs" / f"{name}-weights.npz"
        if not kept.exists():
            strips = Strips(corpus.strips, FLOOR, COLUMNS, seed)
            weights = train(
                task, strips, usable, self.topology, self.backbone, self.schedule, seed,
                lambda text: print(f"{name}: {text}", flush=True),
            )  # fmt: skip
            save(kept, **weights)
        with np.load(kept) as file:
            return dict(file)

    def int8_file(
        self, name: str, weights: dict[str, np.ndarray], corpus: Corpus, usable: np.ndarray, seed: int
    ) -> bytes:
        """The `.tflite` of some weights, calibrated to images of the clips they were trained on."""
        kept = self.work / "runs" / f"{name}.tflite"
        if not kept.exists():
            images = np.concatenate([corpus.images[clip] for clip in usable])
            kept.write_bytes(int8_tflite(self.topology, weights, calibration(images, seed)))
        return kept.read_bytes()


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
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, **arrays)
    part.rename(path)
