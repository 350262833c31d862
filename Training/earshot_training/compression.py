"""What the front end does to mel power, done to training windows: they are mixed and changed as log power."""

import numpy as np

from .front_end import normalise
from .layout import PCEN, PEAK, Layout


def compressed(windows: np.ndarray, layout: Layout) -> np.ndarray:
    """Log power `[n, channels, bands, columns]` becomes what the network is given."""
    if layout.compression == "pcen":
        return normalise(pcen(np.exp(windows), layout.sample_rate / layout.hop), "pcen")
    if layout.normalisation == "peak":
        below = windows - windows.max(axis=(2, 3), keepdims=True)
        return np.maximum(-1, 1 + below / (PEAK["range"] / 2)).astype(np.float32)
    return normalise(windows)


def pcen(power: np.ndarray, columns_per_second: float) -> np.ndarray:
    """Per-channel energy normalisation along the last axis; `AudioFeatures` has the same, of each window."""
    lag = PCEN["timeConstant"] * columns_per_second
    smoothing = (np.sqrt(1 + 4 * lag**2) - 1) / (2 * lag**2)
    energy = (power * PCEN["inputScale"]).astype(np.float32)
    past = np.empty_like(energy)
    state = energy[..., 0]
    for column in range(energy.shape[-1]):
        state = (1 - smoothing) * state + smoothing * energy[..., column]
        past[..., column] = state
    level = energy * np.exp(-PCEN["gain"] * np.log(PCEN["eps"] + past))
    return (level + PCEN["bias"]) ** PCEN["power"] - PCEN["bias"] ** PCEN["power"]
