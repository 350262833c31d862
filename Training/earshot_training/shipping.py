"""The bundle: the final network without the classes that are not good enough, its description and card."""

from pathlib import Path

import numpy as np
import pandas as pd

from .bundle import manifest
from .calibration import Calibration
from .card import write_card
from .corpus import Corpus
from .export import int8_tflite
from .front_end import SCALE, ZERO_POINT
from .int8_net import Int8Net
from .judge import read_calibration
from .recordings import judge_recordings
from .runs import SEED, Workshop, calibration
from .tasks import Task

LEAST_AVERAGE_PRECISION = 0.7
"""Below it a class does not ship; people and background always do."""


def good_enough(table: pd.DataFrame) -> pd.DataFrame:
    """The rows of `open.csv` that ship; their index is the network's output."""
    return table[(table["ap_int8"] >= LEAST_AVERAGE_PRECISION) | table["class"].isin(["human", "background"])]


def keep_outputs(weights: dict[str, np.ndarray], outputs: np.ndarray) -> dict[str, np.ndarray]:
    """The same network with some outputs only."""
    head = {f"classifier.linear.{part}": weights[f"classifier.linear.{part}"][outputs] for part in ("weight", "bias")}
    return weights | head


def ship(task: Task, corpus: Corpus, workshop: Workshop, results: Path, recordings: Path, bundle: Path) -> None:
    """Writes `bundle`, and what it finds in `recordings` to the results."""
    table = good_enough(pd.read_csv(results / "open.csv"))
    learned = np.flatnonzero(task.learned)
    weights = keep_outputs(workshop.weights("final", task, corpus, learned, SEED), table.index.to_numpy())
    images = np.concatenate([corpus.images[clip] for clip in learned])
    content = int8_tflite(workshop.topology, weights, calibration(images, SEED))
    calibrations = [read_calibration(row) for _, row in table.iterrows()]
    net = Int8Net(content)
    check_input(*net.input_quantization)
    check_reach(net.highest_logit, calibrations, list(table["threshold"]))

    bundle.mkdir(parents=True, exist_ok=True)
    (bundle / "model.tflite").write_bytes(content)
    (bundle / "bundle.json").write_text(manifest(list(table["class"]), calibrations, list(table["threshold"])))
    scenes = judge_recordings(recordings, bundle, table, workshop.work)
    scenes.to_csv(results / "recordings.csv", index=False)
    if all((results / f"{name}.csv").exists() for name in ("esc10", "animals", "noise")):
        write_card(bundle, results, task)


def check_input(scale: float, zero_point: int) -> None:
    """The images that were judged are those that the shipped network is given."""
    if abs(scale - SCALE) > 1e-6 * SCALE or zero_point != ZERO_POINT:
        raise ValueError(f"the converter chose scale {scale} and zero point {zero_point}, not {SCALE}, {ZERO_POINT}")


def check_reach(highest_logit: float, calibrations: list[Calibration], thresholds: list[float]) -> None:
    """No threshold lies above what an int8 output can say."""
    for index, (one, threshold) in enumerate(zip(calibrations, thresholds, strict=True)):
        highest = one.scores(np.array(highest_logit))
        if highest < threshold:
            raise ValueError(f"output {index}: its highest score {highest:.3f} is below its threshold {threshold}")
