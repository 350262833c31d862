"""The clips' images and strips, made once by `earshot features` and kept in a work folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .alone import alone
from .clips import Clip, write_sound_parts
from .front_end import dequantize, features, find_program, log_power
from .layout import Layout


@dataclass(frozen=True)
class Corpus:
    """Arrays in the order of the clips."""

    layout: Layout
    images: list[np.ndarray]
    """What the network is shown when it is judged: int8 `[windows, height, width, channels]`."""
    strips: list[np.ndarray]
    """What training windows are cut from: log power, `[channels, bands, columns]`."""

    @classmethod
    def of(cls, clips: tuple[Clip, ...], layout: Layout, work: Path) -> "Corpus":
        work /= f"{layout.window_seconds:.2f}s"
        with alone(work):
            return cls.made(write_sound_parts(list(clips), work / "sounds", layout.window_seconds), layout, work)

    @classmethod
    def made(cls, sounds: list[Path], layout: Layout, work: Path) -> "Corpus":
        program = find_program()
        images, strips = [], []
        for frame in layout.frames:
            of_images = work / f"images-{layout.name}-every-{layout.step_hops}" / str(frame)
            of_strips = work / f"strips-{layout.bands_name}" / str(frame)
            features(program, sounds, layout.settings_of(frame), layout.step_hops, of_images)
            features(program, sounds, layout.strip_settings(frame), 1, of_strips)
            images.append([np.load(of_images / f"{sound.stem}.npy") for sound in sounds])
            strips.append([read_strip(of_strips / f"{sound.stem}.npy") for sound in sounds])
        return cls(
            layout,
            [np.concatenate(parts, axis=-1) for parts in of_one_length(images)],
            [np.ascontiguousarray(np.stack(parts).transpose(0, 2, 1)) for parts in of_one_length(strips)],
        )


def of_one_length(channels: list[list[np.ndarray]]) -> Iterator[list[np.ndarray]]:
    """Each clip's arrays of all channels: those of longer frames end earlier."""
    for parts in zip(*channels, strict=True):
        least = min(len(part) for part in parts)
        yield [part[:least] for part in parts]


def read_strip(path: Path) -> np.ndarray:
    """`[columns, bands, 1, 1]`, quantized, becomes log power `[columns, bands]`."""
    return log_power(dequantize(np.load(path)[:, :, 0, 0]))
