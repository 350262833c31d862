"""What is learned: the clips of a task, their classes and folds."""

from dataclasses import dataclass, replace
from functools import cache
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
    closed: tuple[str, ...]
    """The classes that are told apart where only their own clips are judged."""

    @property
    def closed_classes(self) -> np.ndarray:
        """Their indices, in the order of the classes."""
        return np.flatnonzero(np.isin(self.classes, self.closed))

    @property
    def targets(self) -> np.ndarray:
        return np.eye(len(self.classes), dtype=np.float32)[self.labels]

    @property
    def of_nothing(self) -> np.ndarray | None:
        """The target of a window in which nothing is; of a task without background there is none."""
        if "background" not in self.classes:
            return None
        return np.eye(len(self.classes), dtype=np.float32)[self.classes.index("background")]

    def learned_without(self, *folds: int) -> np.ndarray:
        """The clips that a network may learn from which is judged on some folds."""
        return np.flatnonzero(~np.isin(self.folds, folds) & self.learned)


def open_class(label: str) -> str:
    """The shipped network's class of a clip's label."""
    if label in ANIMALS:
        return label
    return "human" if label in HUMAN else "background"


def in_the_open(name: str, clips: list[Clip]) -> Task:
    """Twelve animal classes, human voice, and everything else as background."""
    classes = (*ANIMALS, "human", "background")
    folds = assign_folds(clips)
    return Task(
        name=name,
        clips=tuple(clips),
        classes=classes,
        labels=np.array([classes.index(open_class(clip.label)) for clip in clips]),
        folds=np.array([folds[clip.name] for clip in clips]),
        learned=np.array([clip.name not in SHARED_BETWEEN_FOLDS for clip in clips]),
        shares=np.array([1.0] * len(ANIMALS) + [2.0, 4.0]) / (len(ANIMALS) + 6),
        recipe=Recipe(),
        windows=40_000,
        closed=ANIMALS,
    )


@cache
def animals_in_the_open(audio: Path) -> Task:
    """The shipped task: every clip there is."""
    return in_the_open("open", all_clips(audio))


@cache
def free_animals(audio: Path) -> Task:
    """The shipped task from clips that may be used for anything, with attribution.

    They are the ESC-10 set, which is CC BY as a set; animals whose own licence is CC0 or CC BY; and speech under
    CC BY. The folds are those of the whole task, so that the two can be compared.
    """
    whole = animals_in_the_open(audio)
    set_of_ten = {clip.path for clip in read_listing(audio, "esc10")}
    kept = np.array([clip.path in set_of_ten or is_free(clip) for clip in whole.clips])
    return replace(
        whole,
        name="free",
        clips=tuple(clip for clip, stays in zip(whole.clips, kept, strict=True) if stays),
        labels=whole.labels[kept],
        folds=whole.folds[kept],
        learned=whole.learned[kept],
    )


def is_free(clip: Clip) -> bool:
    """Whether a clip's own licence, and that of the collection it comes from, ask for attribution at most."""
    if clip.label in ANIMALS:
        return clip.licence in ("CC0", "CC-BY")
    return clip.label == "speech" and clip.licence == "CC BY 3.0"


INDOORS = Recipe(quietest_gain=-4, noise_share=0.3, low_pass_share=0.1)
"""For ESC-10, which nobody recorded from afar."""


@cache
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
        recipe=INDOORS,
        windows=24_000,
        closed=ESC10,
    )


@cache
def esc10_among_others(audio: Path) -> Task:
    """ESC-10 told by networks that learn every other clip at hand as well, each by its own label.

    The other clips of the fold that is judged stay out too, and so does what shares a recording with it.
    """
    clips = all_clips(audio)
    others = sorted({clip.label for clip in clips} - set(ESC10))
    folds = assign_folds(clips)
    return Task(
        name="esc10-among-others",
        clips=tuple(clips),
        classes=(*ESC10, *others),
        labels=np.array([(*ESC10, *others).index(clip.label) for clip in clips]),
        folds=np.array([folds[clip.name] for clip in clips]),
        learned=np.array([clip.name not in SHARED_BETWEEN_FOLDS for clip in clips]),
        shares=np.array([1.0] * len(ESC10) + [10 / len(others)] * len(others)) / 20,
        recipe=INDOORS,
        windows=48_000,
        closed=ESC10,
    )


TASKS = {
    "esc10": esc10,
    "esc10-among-others": esc10_among_others,
    "open": animals_in_the_open,
    "free": free_animals,
}
