"""Trains, judges and writes the shipped model. What was trained is not trained again.

Training/environment.sh python -m earshot_training all
"""

import argparse
from pathlib import Path

import numpy as np

from .corpus import Corpus
from .judge import animal_classes, judge_closed, judge_open
from .noise import judge_in_noise
from .runs import SEED, Workshop
from .shipping import ship
from .tasks import animals_in_the_open, esc10

HERE = Path(__file__).parents[1]
REPOSITORY = HERE.parent
STEPS = ("esc10", "open", "noise", "final", "bundle")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m earshot_training", description=__doc__)
    parser.add_argument("steps", nargs="+", choices=["all", *STEPS])
    parser.add_argument("--audio", type=Path, default=REPOSITORY.parent / "shared/audio")
    parser.add_argument("--models", type=Path, default=REPOSITORY.parent / "shared/models")
    parser.add_argument("--work", type=Path, default=HERE / "work")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--bundle", type=Path, default=REPOSITORY / "Models/earshot-animals")
    options = parser.parse_args()
    steps = STEPS if "all" in options.steps else options.steps
    work, results = options.work, options.results
    results.mkdir(exist_ok=True)
    workshop = Workshop.of(options.models, work)

    if "esc10" in steps:
        task = esc10(options.audio)
        windows = workshop.cross_validation(task, Corpus.of(task.clips, work))
        judge_closed("esc10", task, windows, list(range(len(task.classes))), results)

    task = animals_in_the_open(options.audio)
    corpus = Corpus.of(task.clips, work)
    if "open" in steps:
        windows = workshop.cross_validation(task, corpus)
        judge_closed("animals", task, windows, animal_classes(task), results)
        judge_open(task, windows, corpus.images, results)
    if "noise" in steps:
        judge_in_noise(task, corpus, workshop, results)
    if "final" in steps:
        workshop.weights("final", task, corpus, np.flatnonzero(task.learned), SEED)
    if "bundle" in steps:
        ship(task, corpus, workshop, results, REPOSITORY / "Recordings", options.bundle)


if __name__ == "__main__":
    main()
