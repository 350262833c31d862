"""What a teacher says of sounds: mixtures of clips with the teacher's embeddings of them.

Both clips of a mixture are of one fold, so that whoever is judged on a fold is taught without it.
"""

from dataclasses import dataclass

import numpy as np

from .augment import Recipe, Strips, changed
from .front_end import dequantize, log_power


@dataclass(frozen=True)
class Lessons:
    """Mixtures in no order."""

    strips: list[np.ndarray]
    """Log power as int8, `[channels, bands, columns]`."""
    targets: np.ndarray
    """Which classes are in each, as `mix` has it."""
    embeddings: np.ndarray
    """The teacher's, whitened: `[mixtures, values]`, each value of mean 0 and variance 1."""
    folds: np.ndarray

    def without(self, folds: tuple[int, ...], values: int = 64) -> "Lessons":
        """Those of other folds, their embeddings whitened over themselves alone."""
        kept = np.flatnonzero(~np.isin(self.folds, folds))
        return Lessons(
            [self.strips[i] for i in kept], self.targets[kept], whitened(self.embeddings[kept], values),
            self.folds[kept],
        )  # fmt: skip

    def draw(self, strips: Strips, count: int, recipe: Recipe) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Windows `[count, channels, bands, columns]`, their targets and embeddings."""
        chosen = strips.random.integers(0, len(self.strips), count)
        windows = np.stack([strips.cut(log_power(dequantize(self.strips[i])), recipe) for i in chosen])
        return changed(windows, strips.floor, recipe, strips.random), self.targets[chosen], self.embeddings[chosen]


def whitened(values: np.ndarray, kept: int) -> np.ndarray:
    """Principal components of variance 1, the strongest first."""
    centred = values - values.mean(axis=0)
    _, strengths, axes = np.linalg.svd(centred, full_matrices=False)
    kept = min(kept, int((strengths > 1e-6 * strengths[0]).sum()))
    spread = strengths[:kept] / np.sqrt(len(values))
    return (centred @ axes[:kept].T / spread).astype(np.float32)
