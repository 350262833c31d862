"""The front end's images: all of them are made by `earshot features`.

Training and inference cannot disagree, because there is one front end: the program's own. Training
draws its windows from strips, the same spectrogram on a finer grid of time.
"""

import json
import os
import subprocess
from pathlib import Path

import numpy as np

from .layout import COMPRESSIONS, NORMALISATIONS

# The network's input: value = SCALE * (image - ZERO_POINT). From silence, ln 1e-6, to a full-scale
# tone; every export is calibrated to exactly this, so that one set of images serves all networks.
SCALE = 0.02
ZERO_POINT = -55

FLOOR = float(np.log(COMPRESSIONS["log"]["log"]["offset"]))


def dequantize(images: np.ndarray) -> np.ndarray:
    """What the network is given, as real numbers."""
    return np.float32(SCALE) * (images.astype(np.float32) - ZERO_POINT)


def normalise(log_power, compression: str = "log"):
    """The fixed normalisation, of an array or a tensor."""
    fixed = NORMALISATIONS[compression]
    return (log_power - fixed["mean"]) / fixed["deviation"]


def log_power(values: np.ndarray) -> np.ndarray:
    """The inverse of `normalise`."""
    fixed = NORMALISATIONS["log"]
    return values * fixed["deviation"] + fixed["mean"]


def features(program: Path, recordings: list[Path], settings: dict, step_hops: int, folder: Path) -> None:
    """Writes `folder/NAME.npy` for each recording that has none yet."""
    folder.mkdir(parents=True, exist_ok=True)
    description = json.dumps([settings, step_hops], indent=2)
    kept = folder / "made-by.txt"
    if not kept.exists() or kept.read_text() != description:
        for old in folder.glob("*.npy"):
            old.unlink()
        kept.write_text(description)
    (folder / "front-end.json").write_text(json.dumps(settings, indent=2))
    missing = [str(path) for path in recordings if not (folder / f"{path.stem}.npy").exists()]
    for start in range(0, len(missing), 500):
        command = [str(program), "features", *missing[start : start + 500], "--front-end", f"{folder}/front-end.json"]
        command += ["--scale", str(SCALE), f"--zero-point={ZERO_POINT}"]
        command += ["--step-hops", str(step_hops), "-o", str(folder)]
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
            raise RuntimeError(f"{program} features failed; what it says of it stands above")


def find_program() -> Path:
    """`EARSHOT`, or the release build of this checkout."""
    program = Path(os.environ.get("EARSHOT", Path(__file__).parents[2] / ".build/release/earshot"))
    if not program.is_file():
        raise FileNotFoundError(f"{program}: not built. Run `make build`, or set EARSHOT to the program.")
    return program
