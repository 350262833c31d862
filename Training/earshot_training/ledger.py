"""What every run came to: small tables in `results/runs/`, from which all others are made."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .alone import alone
from .runs import Windows, Workshop
from .scores import Quality, clip_means, sigmoid
from .tasks import Task
from .trial import Trial


@dataclass(frozen=True)
class Ledger:
    """One file a task and trial; a row for each network and fold that it was judged on."""

    folder: Path

    def path(self, task: str, trial: str) -> Path:
        return self.folder / task / f"{trial}.csv"

    def read(self, task: str, trial: str) -> pd.DataFrame:
        path = self.path(task, trial)
        return pd.read_csv(path, dtype={"left_out": str}) if path.exists() else pd.DataFrame(columns=COLUMNS)

    def all(self) -> list[pd.DataFrame]:
        """Every table."""
        return [self.read(path.parent.name, path.stem) for path in sorted(self.folder.glob("*/*.csv"))]

    def enter(
        self, workshop: Workshop, task: Task, trial: Trial, seed: int, left_out: tuple[int, ...], int8: bool
    ) -> None:
        """Judges a network, which is trained if it is not there yet, on the folds that it was trained without."""
        name = "-".join(map(str, left_out))
        table = self.read(task.name, trial.name)
        known = table[(table["seed"] == seed) & (table["left_out"] == name)]
        if len(known) and not (int8 and known["accuracy_int8"].isna().any()):
            return
        windows = workshop.judged(task, trial, seed, left_out, int8)
        seconds_file = workshop.folder(task, trial, seed, left_out) / "seconds.txt"
        seconds = int(seconds_file.read_text()) if seconds_file.exists() else 0
        rows = [
            {"seed": seed, "left_out": name, "fold": fold, "seconds": seconds} | figures(task, windows, fold)
            for fold in left_out
        ]
        self.add(task.name, trial.name, pd.DataFrame(rows, columns=COLUMNS))

    def add(self, task: str, trial: str, rows: pd.DataFrame) -> None:
        """In place of what was known of the same networks; other processes may write the same table."""
        path = self.path(task, trial)
        with alone(path.parent):
            table = self.read(task, trial)
            table = pd.concat([table, rows]) if len(table) else rows
            table = table.drop_duplicates(["left_out", "seed", "fold"], keep="last")
            part = path.with_suffix(".part")
            table.sort_values(["left_out", "seed", "fold"]).to_csv(part, index=False)
            part.rename(path)


COLUMNS = [
    "seed", "left_out", "fold", "clips", "accuracy_fp32", "ap_fp32", "accuracy_int8", "ap_int8", "seconds",
]  # fmt: skip


def figures(task: Task, windows: Windows, fold: int) -> dict[str, float]:
    """Of one fold's clips among the closed classes of a task: one label a clip, windows averaged."""
    closed = task.closed_classes
    clips = np.flatnonzero((task.folds == fold) & np.isin(task.labels, closed))
    clips = clips[np.isin(clips, windows.clips)]
    labels = np.searchsorted(closed, task.labels[clips])
    found = {"clips": len(clips)}
    for kind, logits in (("fp32", windows.fp32), ("int8", windows.int8)):
        if logits is None:
            continue
        quality = Quality.of(clip_means(windows.clips, sigmoid(logits), clips)[:, closed], labels)
        found |= {
            f"accuracy_{kind}": round(quality.accuracy, 4),
            f"ap_{kind}": round(float(quality.average_precision.mean()), 4),
        }
    return found
