"""How often a model hears something where nothing is: hours of generated noise, and clips of background.

Each network of the cross-validation hears the background clips of the fold that it had not seen, and the program itself
decides, by its default rule and the bundle's thresholds.
"""

import subprocess
from pathlib import Path

import pandas as pd
import soundfile
from scipy.stats import chi2

from .clips import QUIET
from .folds import FOLDS
from .front_end import find_program
from .noise import KINDS, noise_file
from .tasks import Task

HOURS = len(FOLDS)
"""Of each generated noise: all for the network that ships, and each once more for one of the cross-validation."""


def events(files: list[Path], bundle: Path, folder: Path) -> pd.DataFrame:
    """What `earshot classify` logs of some recordings, by its default rule; `name` is the recording's file."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log.sqlite"
    for old in folder.glob("log.sqlite*"):
        old.unlink()
    quiet = {"stdout": subprocess.DEVNULL, "check": True}
    for start in range(0, len(files), 500):
        some = [str(path) for path in files[start : start + 500]]
        subprocess.run([str(find_program()), "classify", *some, "--model", str(bundle), "--log", str(log)], **quiet)
    table = folder / "events.csv"
    command = [str(find_program()), "events", "--log", str(log), "--format", "csv", "-o", str(table)]
    subprocess.run(command, **quiet)
    return with_names(pd.read_csv(table))


def with_names(found: pd.DataFrame) -> pd.DataFrame:
    """Events as `earshot events --format csv` writes them, and the name of each one's file."""
    return found.assign(name=[Path(path).name for path in found["path"]])


def rate_bound(count: int, hours: float) -> float:
    """Events an hour, at most, with a confidence of 95 %: F. Garwood's bound of a Poisson rate, 1936."""
    return float(chi2.ppf(0.95, 2 * (count + 1)) / 2 / hours)


def false_events(task: Task, fold_bundles: Path, as_shipped: Path, shipped: Path, work: Path) -> pd.DataFrame:
    """A row for each kind of noise and each kind of background, out of fold where clips were learned from.

    `fold_bundles` decide by thresholds that have not seen their fold, `as_shipped` are the same networks with those of
    the bundle `shipped`, which were set above what was heard here.
    """
    rows = []
    for kind in KINDS:
        files = [noise_file(kind, number, work / "noise") for number in range(HOURS)]
        by_what_ships = len(events(files, shipped, work / "hours"))
        counts = []
        for bundles in (fold_bundles, as_shipped):
            each = zip(folds_of(bundles), files, strict=True)
            counts.append(by_what_ships + sum(len(events([file], bundle, work / "hours")) for bundle, file in each))
        rows.append({"sound": kind, "hours": float(HOURS), "events": counts[0], "events_as_shipped": counts[1]})
    rows += of_background(task, fold_bundles, as_shipped, work)
    for row in rows:
        row["at_most_an_hour"] = rate_bound(row["events"], row["hours"])
    return pd.DataFrame(rows)


def of_background(task: Task, fold_bundles: Path, as_shipped: Path, work: Path) -> list[dict]:
    """A row for each kind of clip that is quiet, and one for all clips of background."""
    parts = []
    for fold in FOLDS:
        clips = [
            clip
            for clip, of, label in zip(task.clips, task.folds, task.labels, strict=True)
            if of == fold and task.classes[label] == "background"
        ]
        part = {"label": [clip.label for clip in clips]}
        part["hours"] = [soundfile.info(clip.path).duration / 3600 for clip in clips]
        for name, bundles in (("events", fold_bundles), ("events_as_shipped", as_shipped)):
            heard = events([clip.path for clip in clips], folds_of(bundles)[FOLDS.index(fold)], work / "hours")["name"]
            part[name] = [int((heard == clip.name).sum()) for clip in clips]
        parts.append(pd.DataFrame(part))
    table = pd.concat(parts)
    kinds = [(label, table[table["label"] == label]) for label in QUIET]
    kinds = [(label, some) for label, some in kinds if len(some)] + [("all background clips", table)]
    return [{"sound": label} | some[["hours", "events", "events_as_shipped"]].sum().to_dict() for label, some in kinds]


def folds_of(bundles: Path) -> list[Path]:
    return [bundles / f"fold-{fold}" for fold in FOLDS]
