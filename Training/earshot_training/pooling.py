"""How the windows of a clip become one score: what overlap and pooling bring, over the inner networks of a trial."""

from pathlib import Path

import numpy as np
import pandas as pd

from .markdown import markdown, percent
from .protocol import PAIRS
from .runs import Workshop
from .scores import Quality, sigmoid
from .tasks import Task
from .trial import Trial

OVERLAPS = {"75 %": 1, "50 %": 2, "none": 4}
"""Every how many of the windows that a clip is judged by counts."""
POOLINGS = {
    "mean of scores": lambda logits: sigmoid(logits).mean(axis=0),
    "score of mean logit": lambda logits: sigmoid(logits.mean(axis=0)),
    "highest score": lambda logits: sigmoid(logits.max(axis=0)),
}


def pooling_table(workshop: Workshop, task: Task, trial: Trial) -> pd.DataFrame:
    """A row for each overlap and pooling, from the networks that are in the work folder."""
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    corpus = workshop.corpus(task, trial.layout)
    for folder in sorted(workshop.folder(task, trial, 1, PAIRS[0]).parents[1].glob("seed-*/without-?-?")):
        kept = folder / "fp32.npy"
        if not kept.exists():
            continue
        left_out = [int(fold) for fold in folder.name.split("-")[1:]]
        clips = np.flatnonzero(np.isin(task.folds, left_out))
        ends = np.cumsum([len(corpus.images[clip]) for clip in clips])[:-1]
        of_clips = np.split(np.load(kept), ends)
        for overlap, every in OVERLAPS.items():
            for pooling, pool in POOLINGS.items():
                scores = np.stack([pool(logits[::every]) for logits in of_clips])
                quality = Quality.of(scores, task.labels[clips])
                figures = (quality.accuracy, float(quality.average_precision.mean()))
                found.setdefault((overlap, pooling), []).append(figures)
    rows = [
        {"overlap": overlap, "pooling": pooling, "networks": len(figures)}
        | dict(zip(("accuracy_fp32", "ap_fp32"), np.mean(figures, axis=0), strict=True))
        for (overlap, pooling), figures in found.items()
    ]
    return pd.DataFrame(rows)


def write_pooling(workshop: Workshop, task: Task, trial: Trial, results: Path) -> pd.DataFrame:
    """What is written already stays where it comes from more networks."""
    path = results / f"pooling-{task.name}.csv"
    known = pd.read_csv(path) if path.exists() else pd.DataFrame({"networks": []})
    table = pooling_table(workshop, task, trial)
    if not len(table) or (len(known) and table["networks"].max() < known["networks"].max()):
        return known
    table.round(4).to_csv(path, index=False)
    path.with_suffix(".md").write_text(page(table, task, trial))
    return table


def page(table: pd.DataFrame, task: Task, trial: Trial) -> str:
    rows = [
        [row.overlap, row.pooling, f"{row.networks}", percent(row.accuracy_fp32), f"{row.ap_fp32:.3f}"]
        for row in table.itertuples()
    ]
    return (
        f"# From windows to a clip: {task.name}\n\nInner networks of trial `{trial.name}` in float32, each on the two "
        "folds that it was trained without: how far windows overlap, and how their scores become one.\n\n"
        f"{markdown(['overlap', 'pooling', 'networks', 'accuracy', 'macro AP'], rows)}\n"
    )
