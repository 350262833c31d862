"""Platt's calibration by scikit-learn, for `PlattFitTests`. Writes platt.json beside this script.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.9.1 numpy==2.4.6
    venv/bin/python Tests/Golden/platt.py
"""

import json
import pathlib

import numpy as np
from sklearn.linear_model import LogisticRegression

OUT = pathlib.Path(__file__).parent / "platt.json"


def case(random, count, gap, spread, share):
    is_it = random.random(count) < share
    is_it[:2] = [True, False]
    logits = np.round(random.normal(np.where(is_it, gap, -gap), spread), 3)
    weights = np.round(random.uniform(0.2, 1, count), 3)
    fit = LogisticRegression(C=1e3, tol=1e-10, max_iter=10_000).fit(logits[:, None], is_it, sample_weight=weights)
    return {
        "logits": logits.tolist(), "isIt": is_it.tolist(), "weights": weights.tolist(),
        "scale": float(fit.coef_[0, 0]), "offset": float(fit.intercept_[0]),
    }


def main():
    random = np.random.default_rng(3)
    cases = [case(random, 40, 1, 1, 0.5), case(random, 60, 2, 3, 0.1), case(random, 30, 5, 0.5, 0.4),
             case(random, 50, -1, 2, 0.5)]
    OUT.write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
