"""Trains, judges and writes the shipped model; what is done is not done again.

Training/environment.sh python -m earshot_training all
"""

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from .bundle import manifest
from .card import write_card
from .corpus import Corpus
from .export import int8_tflite
from .front_end import SCALE, ZERO_POINT
from .int8_net import Int8Net
from .judge import animal_classes, judge_closed, judge_open, read_calibration
from .recordings import judge_recordings
from .runs import SEED, Workshop, calibration
from .tasks import animals_in_the_open, esc10

HERE = Path(__file__).parents[1]
REPOSITORY = HERE.parent
LEAST_PRECISION = 0.7
"""Average precision below which a class does not ship; people always do."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m earshot_training", description=__doc__)
    parser.add_argument("steps", nargs="+", choices=["all", "final", "open", "esc10", "bundle"])
    parser.add_argument("--audio", type=Path, default=REPOSITORY.parent / "shared/audio")
    parser.add_argument("--models", type=Path, default=REPOSITORY.parent / "shared/models")
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--bundle", type=Path, default=REPOSITORY / "Models/earshot-animals")
    options = parser.parse_args()
    steps = ["open", "esc10", "final", "bundle"] if "all" in options.steps else options.steps
    options.results.mkdir(exist_ok=True)
    workshop = Workshop.of(options.models, options.work)

    if "esc10" in steps:
        task = esc10(options.audio)
        windows = workshop.cross_validation(task, Corpus.of(task.clips, options.work))
        judge_closed("esc10", task, windows, list(range(len(task.classes))), options.results)
    task = animals_in_the_open(options.audio)
    corpus = Corpus.of(task.clips, options.work)
    if "open" in steps:
        windows = workshop.cross_validation(task, corpus)
        judge_closed("animals", task, windows, animal_classes(task), options.results)
        judge_open(task, windows, corpus.images, options.results)
    learned = np.flatnonzero(task.learned)
    if "final" in steps:
        workshop.weights("final", task, corpus, learned, SEED)
    if "bundle" in steps:
        table = pd.read_csv(options.results / "open.csv")
        table = table[(table["ap_int8"] >= LEAST_PRECISION) | table["class"].isin(["human", "background"])]
        weights = workshop.weights("final", task, corpus, learned, SEED)
        for part in ("weight", "bias"):
            name = f"classifier.linear.{part}"
            weights[name] = weights[name][table.index]
        images = np.concatenate([corpus.images[clip] for clip in learned])
        content = int8_tflite(workshop.topology, weights, calibration(images, SEED))
        check_input(content)
        options.bundle.mkdir(parents=True, exist_ok=True)
        (options.bundle / "model.tflite").write_bytes(content)
        calibrations = [read_calibration(row) for _, row in table.iterrows()]
        description = manifest(list(table["class"]), calibrations, list(table["threshold"]))
        (options.bundle / "bundle.json").write_text(description)
        scenes = judge_recordings(REPOSITORY / "Recordings", options.bundle, table, options.work)
        scenes.to_csv(options.results / "recordings.csv", index=False)
        if (options.results / "esc10.csv").exists():
            write_card(options.bundle, options.results, task)


def check_input(content: bytes) -> None:
    """The images that were judged are those that the shipped network is given."""
    scale, zero_point = Int8Net(content).input_quantization
    if abs(scale - SCALE) > 1e-6 * SCALE or zero_point != ZERO_POINT:
        raise ValueError(f"the converter chose scale {scale} and zero point {zero_point}, not {SCALE}, {ZERO_POINT}")


if __name__ == "__main__":
    main()
