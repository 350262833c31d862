"""What scikit-learn makes of the scores that `earshot validate audio` writes.

`ValidateAudioTests` runs the program on synthetic clips and holds its scores.csv against the one in
Tests/Golden/evaluation/audio/, and its report.json against figures.json beside it, which this script
computes from that scores.csv. After a change of the clips, or of the tiny bundle, copy the new scores.csv
there (the test prints where it lies) and run

    python3 -m venv venv
    venv/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    venv/bin/python Tests/Golden/evaluation/audio.py
"""

import csv
import json
import pathlib

import numpy as np
from sklearn import metrics

FOLDER = pathlib.Path(__file__).parent / "audio"
BINS = 15


def calibration_error(truth, scores):
    """Equal bins whose upper edges belong to them."""
    inner = np.linspace(0, 1, BINS + 1)[1:-1]
    bins = np.searchsorted(inner, scores)
    distances = [
        abs(scores[bins == index].mean() - truth[bins == index].mean()) * (bins == index).mean()
        for index in range(BINS)
        if (bins == index).any()
    ]
    return float(np.sum(distances))


def figures(rows, names, column):
    clips = list(dict.fromkeys(row["clip"] for row in rows))
    scores = np.zeros((len(clips), len(names)))
    truth = np.zeros_like(scores, dtype=int)
    taken = np.zeros_like(truth)
    for row in rows:
        place = clips.index(row["clip"]), names.index(row["class"])
        scores[place] = float(row[column])
        truth[place] = int(row["truth"])
        taken[place] = scores[place] >= float(row["threshold"])
    classes = {}
    for index, name in enumerate(names):
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            truth[:, index], taken[:, index], average="binary", zero_division=np.nan
        )
        classes[name] = {
            "averagePrecision": metrics.average_precision_score(truth[:, index], scores[:, index]),
            "areaUnderROC": metrics.roc_auc_score(truth[:, index], scores[:, index]),
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "calibrationError": calibration_error(truth[:, index], scores[:, index]),
            "brier": metrics.brier_score_loss(truth[:, index], scores[:, index]),
        }
    alone = truth.sum(1) == 1
    own, named = truth[alone].argmax(1), scores[alone].argmax(1)
    return {
        "accuracy": metrics.accuracy_score(own, named),
        "confusion": metrics.confusion_matrix(own, named, labels=range(len(names))).tolist(),
        "macroAveragePrecision": metrics.average_precision_score(truth, scores, average="macro"),
        "macroAreaUnderROC": metrics.roc_auc_score(truth, scores, average="macro"),
        "macroF1": metrics.f1_score(truth, taken, average="macro", zero_division=0),
        "calibrationError": calibration_error(truth.ravel(), scores.ravel()),
        "brier": float(np.mean((truth - scores) ** 2)),
        "classes": classes,
    }


def main():
    with open(FOLDER / "scores.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    names = list(dict.fromkeys(row["class"] for row in rows))
    golden = {column: figures(rows, names, column) for column in ("int8", "fp32")}
    text = json.dumps(golden, indent=1, default=float)
    (FOLDER / "figures.json").write_text(text.replace("NaN", "null") + "\n")


if __name__ == "__main__":
    main()
