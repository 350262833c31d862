"""Hours of generated silence and noise: what thresholds lie above, and what a model is judged by."""

from pathlib import Path

import numpy as np
import soundfile

from .alone import alone
from .front_end import features, find_program
from .layout import Layout

RATE = 24_000
KINDS = ("silence", "white noise", "pink noise")
CHOSEN_BY = 100
"""The hour that thresholds are chosen by; those that models are judged by have lower numbers."""


def hour(kind: str, random: np.random.Generator, minutes: int = 60) -> np.ndarray:
    """An hour at 24 kHz, whose level wanders from minute to minute between -70 and -15 dBFS."""
    samples = minutes * 60 * RATE
    if kind == "silence":
        return np.zeros(samples, np.float32)
    levels = np.interp(np.arange(samples), 60 * RATE * np.arange(minutes + 1), random.uniform(-70, -15, minutes + 1))
    parts = []
    for _ in range(minutes):
        part = random.normal(size=60 * RATE)
        if kind == "pink noise":
            spectrum = np.fft.rfft(part)
            part = np.fft.irfft(spectrum / np.sqrt(np.maximum(np.fft.rfftfreq(len(part), 1 / RATE), 20)), len(part))
        parts.append(part / np.sqrt(np.mean(part**2)))
    return np.clip(np.concatenate(parts) * 10 ** (levels / 20), -1, 1).astype(np.float32)


def noise_file(kind: str, number: int, folder: Path) -> Path:
    """A FLAC file of an hour, made once."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{kind.replace(' ', '-')}-{number}.flac"
    if not path.exists():
        part = path.with_suffix(".part")
        sound = hour(kind, np.random.default_rng([number, KINDS.index(kind)]))
        # A survey analyses the same content once, and all of silence is alike: each hour is longer by a sample.
        soundfile.write(part, np.append(sound, np.zeros(number, np.float32)), RATE, "PCM_16", format="FLAC")
        part.rename(path)
    return path


def noise_images(layout: Layout, work: Path) -> np.ndarray:
    """What a network is shown of an hour of each kind: int8 `[windows, height, width, channels]`."""
    with alone(work / "noise"):
        files = [noise_file(kind, CHOSEN_BY, work / "noise") for kind in KINDS]
        channels = []
        for frame in layout.frames:
            folder = work / f"noise/images-{layout.name}" / str(frame)
            step = layout.step_hops * layout.judged_every
            features(find_program(), files, layout.settings_of(frame), step, folder)
            silence, *noise = (np.load(folder / f"{file.stem}.npy") for file in files)
            channels.append([silence[:1], *noise])  # all of silence is alike
    least = [min(len(part) for part in parts) for parts in zip(*channels, strict=True)]
    cut = [np.concatenate([part[:count] for part, count in zip(parts, least, strict=True)]) for parts in channels]
    return np.concatenate(cut, axis=-1)
