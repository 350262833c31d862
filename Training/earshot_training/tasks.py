"""What is learned: the clips of a task, their classes and folds."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .augment import Recipe
from .clips import ANIMALS, ESC10, HUMAN, SHARED_BETWEEN_FOLDS, Clip, all_clips, read_listing
from .folds import assign_folds


@dataclass(frozen=True)
class Task:
    """Clips that each have one class, and how windows of them are drawn and changed."""

    name: str
    clips: tuple[Clip, ...]
    classes: tuple[str, ...]
    labels: np.ndarray
    """Index of each clip's class."""
    folds: np.ndarray
    learned: np.ndarray
    """Whether a clip may be trained on."""
    shares: np.ndarray
    """How often a window shows each class."""
    recipe: Recipe
    windows: int
    """Windows that one training sees."""

    @property
    def targets(self) -> np.ndarray:
        return np.eye(len(self.classes), dtype=np.float32)[self.labels]

    def learned_without(self, fold: int) -> np.ndarray:
        """The clips that the network may learn from which is judged on a fold."""
        return np.flatnonzero((self.folds != fold) & self.learned)


def open_class(label: str) -> str:
    """The shipped network's class of a clip's label."""
    if label in ANIMALS:
        return label
    return "human" if label in HUMAN else "background"


def animals_in_the_open(audio: Path) -> Task:
    """The shipped task: twelve animal classes, human voice, and everything else as background."""
    clips = all_clips(audio)
    classes = (*ANIMALS, "human", "background")
    folds = assign_folds(clips)
    return Task(
        name="open",
        clips=tuple(clips),
        classes=classes,
        labels=np.array([classes.index(open_class(clip.label)) for clip in clips]),
        folds=np.array([folds[clip.name] for clip in clips]),
        learned=np.array([clip.name not in SHARED_BETWEEN_FOLDS for clip in clips]),
        shares=np.array([1.0] * len(ANIMALS) + [2.0, 4.0]) / (len(ANIMALS) + 6),
        recipe=Recipe(),
        windows=40_000,
    )


def esc10(audio: Path) -> Task:
    """The published comparison: ESC-10 alone, its ten classes, its five folds, every clip."""
    clips = read_listing(audio, "esc10")
    return Task(
        name="esc10",
        clips=tuple(clips),
        classes=ESC10,
        labels=np.array([ESC10.index(clip.label) for clip in clips]),
        folds=np.array([clip.fold for clip in clips]),
        learned=np.full(len(clips), True),
        shares=np.full(len(ESC10), 1 / len(ESC10)),
        recipe=Recipe(quietest_gain=-4, noise_share=0.3, low_pass_share=0.1),
        windows=24_000,
    )
