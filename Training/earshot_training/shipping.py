"""What ships: the network that learned from every clip, decided by the scores of those that had not seen them."""

from pathlib import Path

import numpy as np

from .bundle import Title, write_bundle
from .export import int8_tflite
from .folds import FOLDS
from .front_end import SCALE, ZERO_POINT
from .int8_net import Int8Net
from .open_set import Decision, decisions
from .runs import SEED, Windows, Workshop, calibration
from .tasks import Task
from .trial import Trial

LEAST_AVERAGE_PRECISION = 0.7
"""Below it a class does not ship; people and background always do."""


def good_enough(classes: tuple[str, ...], average_precision: list[float]) -> list[int]:
    """Outputs that ship."""
    return [
        index
        for index, (name, found) in enumerate(zip(classes, average_precision, strict=True))
        if found >= LEAST_AVERAGE_PRECISION or name in ("human", "background")
    ]


def keep_outputs(weights: dict[str, np.ndarray], outputs: list[int]) -> dict[str, np.ndarray]:
    """The same network with some outputs only."""
    head = {f"classifier.linear.{part}": weights[f"classifier.linear.{part}"][outputs] for part in ("weight", "bias")}
    return weights | head


def ship(
    workshop: Workshop, task: Task, trial: Trial, seed: int, outputs: list[int], title: Title, bundle: Path
) -> None:
    """Writes `model.tflite` and `bundle.json`.

    Calibration and thresholds are fitted to the scores of all networks of the cross-validation of `seed`, each of
    clips that it had not seen.
    """
    corpus = workshop.corpus(task, trial.layout)
    seen_by_none = [workshop.judged(task, trial, seed, (fold,)) for fold in FOLDS]
    noise = np.concatenate([workshop.of_noise(task, trial, seed, (fold,)) for fold in FOLDS])
    made = decisions(task, corpus, Windows.joined(seen_by_none), noise)
    weights = keep_outputs(workshop.weights(task, trial, seed, ()), outputs)
    images = np.concatenate([corpus.images[clip] for clip in task.learned_without()])
    network = int8_tflite(workshop.topology(trial), weights, calibration(images, SEED))
    kept = [made[index] for index in outputs]
    net = Int8Net(network)
    check_input(*net.input_quantization)
    check_reach(net.highest_logit, kept)
    write_bundle(bundle, network, title, trial.layout, [task.classes[index] for index in outputs], kept)


def check_input(scale: float, zero_point: int) -> None:
    """The images that were judged are those that the shipped network is given."""
    if abs(scale - SCALE) > 1e-6 * SCALE or zero_point != ZERO_POINT:
        raise ValueError(f"the converter chose scale {scale} and zero point {zero_point}, not {SCALE}, {ZERO_POINT}")


def check_reach(highest_logit: float, made: list[Decision]) -> None:
    """No threshold lies above what an int8 output can say."""
    for index, one in enumerate(made):
        highest = one.calibration.scores(np.array(highest_logit))
        if highest < one.threshold:
            raise ValueError(f"output {index}: its highest score {highest:.3f} is below its threshold {one.threshold}")
