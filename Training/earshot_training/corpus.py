"""The clips' images and strips, made once by `earshot features` and kept in a work folder."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .clips import Clip, write_sound_parts
from .front_end import (
    SETTINGS,
    STEP_HOPS,
    WINDOW_SECONDS,
    dequantize,
    features,
    find_program,
    log_power,
    strip_settings,
)


@dataclass(frozen=True)
class Corpus:
    """Arrays in the order of the clips."""

    images: list[np.ndarray]
    """What the network is shown when it is judged: int8 `[windows, height, width, 1]`."""
    strips: list[np.ndarray]
    """What training windows are cut from: log power, `[bands, columns]`."""

    @classmethod
    def of(cls, clips: tuple[Clip, ...], work: Path) -> "Corpus":
        program = find_program()
        sounds = write_sound_parts(list(clips), work / "sounds", WINDOW_SECONDS)
        features(program, sounds, SETTINGS, STEP_HOPS, work / "images")
        features(program, sounds, strip_settings(), 1, work / "strips")
        return cls(
            [np.load(work / "images" / f"{sound.stem}.npy") for sound in sounds],
            [read_strip(work / "strips" / f"{sound.stem}.npy") for sound in sounds],
        )


def read_strip(path: Path) -> np.ndarray:
    """`[columns, bands, 1, 1]`, quantized, becomes log power `[bands, columns]`."""
    return np.ascontiguousarray(log_power(dequantize(np.load(path)[:, :, 0, 0])).T)
