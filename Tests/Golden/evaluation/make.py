"""What scikit-learn says of seeded scores: the values that room Evaluation is held against.

Writes Tests/Golden/evaluation/cases.json.

    python3 -m venv venv
    venv/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    venv/bin/python Tests/Golden/evaluation/make.py
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

OUT = pathlib.Path(__file__).parent / "cases.json"
BINS = 15


def binary(name, scores, truth, weights, threshold):
    scores, truth, weights = (np.asarray(values, float) for values in (scores, truth, weights))
    truth = truth.astype(int)
    predicted = (scores >= threshold).astype(int)
    both = 0 < truth.sum() < len(truth)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        truth, predicted, average="binary", zero_division=np.nan
    )
    weighted = metrics.precision_recall_fscore_support(
        truth, predicted, average="binary", sample_weight=weights, zero_division=np.nan
    )
    shares, means = calibration_curve(truth, scores, n_bins=BINS) if both else ([], [])
    case = {
        "name": name,
        "scores": scores.tolist(),
        "truth": truth.tolist(),
        "weights": weights.tolist(),
        "threshold": threshold,
        "averagePrecision": metrics.average_precision_score(truth, scores) if truth.any() else None,
        "areaUnderROC": metrics.roc_auc_score(truth, scores) if both else None,
        "precision": precision,
        "recall": recall,
        "f1": f1,
        "brier": metrics.brier_score_loss(truth, scores, pos_label=1),
        "shares": list(shares),
        "means": list(means),
        "weighted": {
            "averagePrecision": metrics.average_precision_score(
                truth, scores, sample_weight=weights
            ) if (truth * weights).any() else None,
            "areaUnderROC": metrics.roc_auc_score(truth, scores, sample_weight=weights)
            if (truth * weights).any() and ((1 - truth) * weights).any() else None,
            "precision": weighted[0],
            "recall": weighted[1],
            "f1": weighted[2],
            "brier": metrics.brier_score_loss(truth, scores, sample_weight=weights, pos_label=1),
        },
    }
    if both:
        precisions, recalls, _ = metrics.precision_recall_curve(truth, scores)
        case["curve"] = {"precision": precisions.tolist(), "recall": recalls.tolist()}
        false, true, _ = metrics.roc_curve(truth, scores, drop_intermediate=False)
        case["roc"] = {"false": false.tolist(), "true": true.tolist()}
        usable = precisions + recalls > 0
        case["bestF1"] = float(
            np.max(2 * precisions[usable] * recalls[usable] / (precisions[usable] + recalls[usable]))
        )
    return case


def drawn(random, count, share, places):
    truth = random.random(count) < share
    scores = np.clip(random.normal(0.35 + 0.3 * truth, 0.2), 0, 1)
    return np.round(scores, places), truth, random.integers(0, 4, count)


def confusion(random, count, classes):
    truth = random.integers(0, classes, count)
    scores = np.round(np.clip(random.random((count, classes)) + 0.4 * np.eye(classes)[truth], 0, 1), 2)
    predicted = scores.argmax(1)
    return {
        "classes": classes,
        "scores": scores.ravel().tolist(),
        "truth": truth.tolist(),
        "confusion": metrics.confusion_matrix(truth, predicted, labels=range(classes)).ravel().tolist(),
        "accuracy": metrics.accuracy_score(truth, predicted),
        "macroAveragePrecision": metrics.average_precision_score(np.eye(classes)[truth], scores, average="macro"),
        "macroAreaUnderROC": metrics.roc_auc_score(np.eye(classes)[truth], scores, average="macro"),
    }


def without_nan(value):
    if isinstance(value, dict):
        return {key: without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(item) for item in value]
    if isinstance(value, float) and np.isnan(value):
        return None
    return value.item() if isinstance(value, np.generic) else value


def main():
    warnings.simplefilter("error")
    random = np.random.default_rng(20261128)
    cases = [
        binary("no ties", *drawn(random, 40, 0.3, 9), 0.5),
        binary("many ties", *drawn(random, 60, 0.3, 1), 0.4),
        binary("few positives", *drawn(random, 50, 0.06, 2), 0.6),
        binary("mostly positives", *drawn(random, 50, 0.9, 2), 0.7),
        binary("all scores equal", [0.5] * 8, [1, 0, 0, 1, 0, 0, 0, 1], [1, 2, 0, 1, 3, 1, 1, 2], 0.5),
        binary("perfect", [0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0], [1, 1, 1, 1], 0.5),
        binary("all wrong", [0.1, 0.2, 0.8, 0.9], [1, 1, 0, 0], [2, 1, 1, 3], 0.5),
        binary("edges of bins", np.round(np.arange(31) / 30, 17), np.arange(31) % 3 == 0, np.ones(31), 0.5),
        binary("nothing taken", [0.1, 0.2, 0.3], [1, 0, 1], [1, 1, 1], 0.9),
        binary("no positives", [0.1, 0.7, 0.3], [0, 0, 0], [1, 1, 1], 0.5),
        binary("no negatives", [0.1, 0.7, 0.3], [1, 1, 1], [1, 0, 1], 0.5),
    ]
    golden = {
        "scikitLearn": sklearn.__version__,
        "bins": BINS,
        "binary": cases,
        "multiclass": [confusion(random, 60, 3), confusion(random, 80, 5)],
        "percentiles": {
            "values": (values := np.round(random.normal(size=37), 6)).tolist(),
            "lower": np.percentile(values, 2.5),
            "upper": np.percentile(values, 97.5),
        },
    }
    text = json.dumps(without_nan(golden), indent=None, separators=(",", ":"))
    OUT.write_text(text.replace('{"name"', '\n{"name"').replace('"multiclass"', '\n"multiclass"') + "\n")


if __name__ == "__main__":
    main()
