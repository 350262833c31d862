"""One input channel or three? ESC-10's first two folds with three copies of each image.

    python -m earshot_training.channels

The accuracies of one channel are those of the cross-validation.
"""

import csv
from pathlib import Path

import numpy as np

from .augment import Strips
from .corpus import Corpus
from .front_end import COLUMNS, FLOOR, dequantize
from .runs import SEED, Workshop
from .scores import Quality, clip_means, sigmoid
from .tasks import esc10
from .training import logits, train

TRAINING = Path(__file__).parents[1]
SHARED = TRAINING.parents[1] / "shared"


def accuracy_of_three(fold: int) -> float:
    workshop = Workshop.of(SHARED / "models", TRAINING / "work")
    task = esc10(SHARED / "audio")
    corpus = Corpus.of(task.clips, TRAINING / "work")
    seed = SEED + fold
    weights = train(
        task, Strips(corpus.strips, FLOOR, COLUMNS, seed), task.learned_without(fold), workshop.topology,
        workshop.backbone, workshop.schedule, seed, lambda text: print(f"fold {fold}: {text}", flush=True), channels=3,
    )  # fmt: skip
    held_out = np.flatnonzero(task.folds == fold)
    images = np.concatenate([corpus.images[clip] for clip in held_out])
    clips = np.repeat(held_out, [len(corpus.images[clip]) for clip in held_out])
    scores = sigmoid(logits(weights, workshop.topology, dequantize(images)))
    return Quality.of(clip_means(clips, scores, held_out), task.labels[held_out]).accuracy


def main() -> None:
    with (TRAINING / "results/esc10-folds.csv").open() as file:
        one = {int(row["fold"]): row["accuracy_fp32"] for row in csv.DictReader(file)}
    with (TRAINING / "results/channels.csv").open("w") as file:
        file.write("fold,accuracy_fp32_one_channel,accuracy_fp32_three_channels\n")
        for fold in (1, 2):
            file.write(f"{fold},{one[fold]},{accuracy_of_three(fold):.4f}\n")


if __name__ == "__main__":
    main()
