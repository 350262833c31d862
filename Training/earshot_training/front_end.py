"""The front end, and its images: all of them are made by `earshot features`.

Training and inference cannot disagree, because there is one front end: the program's own. Training
draws its windows from strips, the same spectrogram on a finer grid of time.
"""

import copy
import json
import os
import subprocess
from pathlib import Path

import numpy as np

from .augment import GRID

SETTINGS = {
    "sampleRate": 24_000,
    "frameLength": 1024,
    "fftLength": 1024,
    "hop": 600,
    "window": "hann",
    "mel": {"bands": 80, "lowest": 60, "highest": 11_000, "scale": "slaney", "norm": "slaney"},
    "compression": {"log": {"offset": 1e-6}},
    "normalisation": {"fixed": {"mean": -8, "deviation": 4}},
    "image": {"columns": 80, "height": 80, "width": 80, "channels": 1, "fit": "crop", "lowestBand": "last"},
}
# About half a window.
STEP_HOPS = 40

# The network's input: value = SCALE * (image - ZERO_POINT). From silence, ln 1e-6, to a full-scale
# tone; every export is calibrated to exactly this, so that one set of images serves all networks.
SCALE = 0.02
ZERO_POINT = -55

FLOOR = float(np.log(SETTINGS["compression"]["log"]["offset"]))
COLUMNS = SETTINGS["image"]["columns"]
WINDOW_SECONDS = ((COLUMNS - 1) * SETTINGS["hop"] + SETTINGS["frameLength"]) / SETTINGS["sampleRate"]


def strip_settings() -> dict:
    """One column an image, `GRID` times as many of them."""
    settings = copy.deepcopy(SETTINGS)
    settings["hop"] //= GRID
    settings["image"] |= {"columns": 1, "width": 1}
    return settings


def dequantize(images: np.ndarray) -> np.ndarray:
    """What the network is given, as real numbers."""
    return np.float32(SCALE) * (images.astype(np.float32) - ZERO_POINT)


def normalise(log_power):
    """The fixed normalisation, of an array or a tensor."""
    fixed = SETTINGS["normalisation"]["fixed"]
    return (log_power - fixed["mean"]) / fixed["deviation"]


def log_power(values: np.ndarray) -> np.ndarray:
    """The inverse of `normalise`."""
    fixed = SETTINGS["normalisation"]["fixed"]
    return values * fixed["deviation"] + fixed["mean"]


def features(program: Path, recordings: list[Path], settings: dict, step_hops: int, folder: Path) -> None:
    """Writes `folder/NAME.npy` for each recording that has none yet."""
    folder.mkdir(parents=True, exist_ok=True)
    description = json.dumps(settings, indent=2)
    kept = folder / "front-end.json"
    if not kept.exists() or kept.read_text() != description:
        for old in folder.glob("*.npy"):
            old.unlink()
        kept.write_text(description)
    missing = [str(path) for path in recordings if not (folder / f"{path.stem}.npy").exists()]
    for start in range(0, len(missing), 500):
        command = [str(program), "features", *missing[start : start + 500], "--front-end", str(kept)]
        command += ["--scale", str(SCALE), f"--zero-point={ZERO_POINT}"]
        subprocess.run([*command, "--step-hops", str(step_hops), "-o", str(folder)], check=True)


def find_program() -> Path:
    """`EARSHOT`, or the release build of this checkout."""
    program = Path(os.environ.get("EARSHOT", Path(__file__).parents[2] / ".build/release/earshot"))
    if not program.is_file():
        raise FileNotFoundError(f"{program}: not built. Run `make build`, or set EARSHOT to the program.")
    return program
