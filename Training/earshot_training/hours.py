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
"""Of each generated noise: all for the network that ships, and one for each of the cross-validation."""


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


def false_events(task: Task, fold_bundles: Path, shipped: Path, work: Path) -> pd.DataFrame:
    """A row for each kind of noise and each kind of background, out of fold where clips were learned from."""
    rows = []
    for kind in KINDS:
        files = [noise_file(kind, number, work / "noise") for number in range(HOURS)]
        heard_by = [
            (shipped, files),
            *((bundle, [file]) for bundle, file in zip(folds_of(fold_bundles), files, strict=True)),
        ]
        count = sum(len(events(some, bundle, work / "hours")) for bundle, some in heard_by)
        rows.append({"sound": kind, "hours": sum(len(some) for _, some in heard_by), "events": count})
    heard = {}
    for fold, bundle in zip(FOLDS, folds_of(fold_bundles), strict=True):
        clips = [
            clip
            for clip, of, label in zip(task.clips, task.folds, task.labels, strict=True)
            if of == fold and task.classes[label] == "background"
        ]
        table = events([clip.path for clip in clips], bundle, work / "hours")
        for clip in clips:
            entry = heard.setdefault(clip.label, [0.0, 0])
            entry[0] += soundfile.info(clip.path).duration / 3600
            entry[1] += int((table["name"] == clip.name).sum())
    for label in (label for label in QUIET if label in heard):
        rows.append({"sound": label, "hours": heard[label][0], "events": heard[label][1]})
    rows.append(
        {
            "sound": "all background clips",
            "hours": sum(hours for hours, _ in heard.values()),
            "events": sum(count for _, count in heard.values()),
        }
    )
    for row in rows:
        row["at_most_an_hour"] = rate_bound(row["events"], row["hours"])
    return pd.DataFrame(rows)


def folds_of(bundles: Path) -> list[Path]:
    return [bundles / f"fold-{fold}" for fold in FOLDS]
