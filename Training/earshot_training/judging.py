"""What the program itself finds of a product: the figures of its card, each a small file in `results/validation`.

Networks of the cross-validation are judged as bundles by `earshot validate audio` and `earshot classify`, on folds
that they had not seen; the network that ships only hears what no network was trained on.
"""

import json
import subprocess
from pathlib import Path

import pandas as pd

from .bundle import NAMES
from .clips import QUIET, SHARED_BETWEEN_FOLDS
from .fold_bundles import write_fold_bundles
from .front_end import find_program
from .hours import events, false_events
from .markdown import markdown, percent
from .products import SEEDS, Product
from .runs import Workshop
from .tasks import TASKS, Task
from .trial import TRIALS

FIRST = SEEDS[0]
SPEECH_CONDITIONS = {
    "as recorded": "as recorded",
    **{f"background, {ratio} dB SNR": f"{ratio} dB SNR" for ratio in (20, 10, 0)},
    **{f"hall, {metres} m away": f"{metres} m" for metres in (1, 3, 10)},
}
"""What the program calls a condition, and the card."""


def judge(
    product: Product, workshop: Workshop, audio: Path, bundle: Path, results: Path, seeds: tuple[int, ...] = SEEDS
) -> None:
    """Writes the parts of a product's card, and the reports that they come from into the work folder."""
    folder = results / "validation" / product.title.name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*"):
        old.unlink()
    trial, task = TRIALS[product.trial], TASKS[product.task](audio)
    kept = workshop.work / "validation" / product.title.name
    kept.mkdir(parents=True, exist_ok=True)
    if not esc10_by_fold(results, product.alone).exists():
        folds = [write_fold_bundles(workshop, TASKS["esc10"](audio), TRIALS[product.alone], seed) for seed in seeds]
        report = validated(audio / "esc10/meta.csv", folds, kept / "esc10", "--closed", "--trim")
        esc10_by_fold(results, product.alone).write_text(by_fold(report))

    open_folds = write_fold_bundles(workshop, task, trial, FIRST)
    everything = listing(task, kept / "open.csv", lambda clip: True)
    report = validated(everything, [open_folds], kept / "open")
    (folder / "1-open-set.md").write_text(in_the_open(report))

    animals = listing(task, kept / "animals.csv", lambda clip: clip.label in task.classes)
    noise = background_folder(task, kept / "background")
    degraded = ["--robustness", "--noise", str(noise), "--precision", "int8"]
    report = validated(animals, [open_folds], kept / "robustness", "--closed", "--trim", *degraded)
    (folder / "2-robustness.md").write_text(under_conditions(report, kinds_of_quiet(task)))

    speech = listing(task, kept / "speech.csv", lambda clip: clip.label == "speech")
    report = validated(speech, [open_folds], kept / "speech", "--pool", "max", *degraded)
    (folder / "3-people.md").write_text(heard_speech(report, kinds_of_quiet(task)))

    table = false_events(task, open_folds, bundle, workshop.work)
    table.to_csv(folder / "false-events.csv", index=False)
    (folder / "4-false-events.md").write_text(nothing_heard(table))
    (folder / "5-unseen.md").write_text(unseen(bundle, audio, kept))


def esc10_by_fold(results: Path, trial: str) -> Path:
    """The table that a trial's networks for ESC-10 alone come to; not made again where it is there."""
    return results / f"validation/esc10-{trial}.md"


def validated(listed: Path, folders: list[Path], output: Path, *options: str) -> dict:
    """The report of `earshot validate audio`: each clip by the network without its fold, one folder a seed."""
    models = [part for folder in folders for part in ("--model", f"{folder}/fold-{{fold}}")]
    if "--precision" not in options:
        models += [part for folder in folders for part in ("--weights", f"{folder}/fold-{{fold}}/weights.npz")]
    command = [str(find_program()), "validate", "audio", str(listed), *models, *options, "--output", str(output)]
    with (output.parent / f"{output.name}.txt").open("w") as printed:
        subprocess.run(command, stdout=printed, check=True)
    return json.loads((output / "report.json").read_text())


def listing(task: Task, path: Path, chosen) -> Path:
    """Some of a task's clips, in its folds and by the names that a bundle has for classes."""
    rows = [
        {"file": clip.path, "class": NAMES[task.classes[label]][0], "fold": fold, "recording": clip.source}
        for clip, label, fold in zip(task.clips, task.labels, task.folds, strict=True)
        if chosen(clip) and clip.name not in SHARED_BETWEEN_FOLDS
    ]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def background_folder(task: Task, folder: Path) -> Path:
    """Wind, rain and engines: what a voice in the field is mixed with."""
    folder.mkdir(parents=True, exist_ok=True)
    for clip in task.clips:
        link = folder / clip.name
        if clip.label in QUIET and not link.exists():
            link.symlink_to(clip.path)
    return folder


def kinds_of_quiet(task: Task, word: str = "and") -> str:
    """`wind, rain and engine`: of what a recorder hears most of the time, what a task has clips of."""
    *kinds, last = [label for label in QUIET if any(clip.label == label for clip in task.clips)]
    return f"{', '.join(kinds)} {word} {last}" if kinds else last


def by_fold(report: dict) -> str:
    rows = []
    folds = [fold["fold"] for fold in report["models"][0]["folds"]]
    for index, fold in enumerate(folds):
        row = [fold]
        for number in ("fp32", "int8"):
            figures = [model["folds"][index]["formats"][number] for model in report["models"]]
            row.append(percent(sum(one["accuracy"] for one in figures) / len(figures)))
            row.append(f"{sum(one['macroAveragePrecision'] for one in figures) / len(figures):.3f}")
        rows.append(row)
    last = ["all"]
    for number in ("fp32", "int8"):
        if len(report["models"]) > 1:
            accuracy, precision = (report["spread"][number][name] for name in ("accuracy", "macroAveragePrecision"))
            last.append(f"{percent(accuracy['mean'])} ± {100 * accuracy['deviation']:.1f}")
            last.append(f"{precision['mean']:.3f} ± {precision['deviation']:.3f}")
        else:
            figures = report["models"][0]["formats"][number]
            last += [percent(figures["accuracy"]["value"]), f"{figures['macroAveragePrecision']['value']:.3f}"]
    seeds = len(report["models"])
    over = f"means over {seeds} seeds; *all* with the standard deviation of seeds" if seeds > 1 else "of one seed"
    table = markdown(["fold", "accuracy fp32", "macro AP fp32", "accuracy int8", "macro AP int8"], [*rows, last])
    return f"## ESC-10 by fold\n\nBy `earshot validate audio esc10/meta.csv --closed --trim`, {over}.\n\n{table}\n"


def in_the_open(report: dict) -> str:
    """All clips against each other, and whether scores are probabilities."""
    measures = {
        "accuracy": "accuracy", "macro AP": "macroAveragePrecision", "macro AUROC": "macroAreaUnderROC",
        "expected calibration error": "calibrationError", "Brier score": "brier",
    }  # fmt: skip
    formats = report["models"][0]["formats"]
    rows = []
    for name, measure in measures.items():
        figures = [formats[number][measure] for number in ("fp32", "int8")]
        rows.append([name, *(f"{one['value']:.3f} [{one['lower']:.3f} to {one['upper']:.3f}]" for one in figures)])
    table = markdown(["", "fp32", "int8"], rows)
    return (
        f"## The open set, by the program itself\n\n`earshot validate audio` on all {report['set']['clips']} clips, "
        "animals, people and background, each told by the network that had not seen its fold, with calibration and "
        "thresholds that had not either; in brackets the 95 % interval over recordings. A clip's score is the mean of "
        "its windows'.\n\n"
        f"{table}\n"
    )


def under_conditions(report: dict, quiet: str) -> str:
    rows = []
    for row in report["robustness"]:
        if row.get("refusal"):
            raise ValueError(f"{row['condition']}: {row['refusal']}")
        figures = row["formats"]["int8"]
        accuracy = figures["accuracy"]
        rows.append(
            [
                row["condition"],
                f"{percent(accuracy['value'])} [{100 * accuracy['lower']:.1f} to {100 * accuracy['upper']:.1f}]",
                f"{figures['macroAveragePrecision']['value']:.3f}",
            ]
        )
    table = markdown(["condition", "accuracy", "macro AP"], rows)
    return (
        "## What noise, rooms and codecs take\n\nThe animals' clips alone, each told by the int8 network that had not "
        "seen its fold; in brackets the 95 % interval over recordings. Background is "
        f"{quiet}.\n\n"
        f"{table}\n"
    )


def heard_speech(report: dict, quiet: str) -> str:
    rows = []
    for row in report["robustness"]:
        if row["condition"] in SPEECH_CONDITIONS:
            (human,) = row["formats"]["int8"]["recalls"]
            recall = human["recall"]
            bounds = f"[{100 * recall['lower']:.1f} to {100 * recall['upper']:.1f}]"
            rows.append([SPEECH_CONDITIONS[row["condition"]], f"{percent(recall['value'])} {bounds}"])
    table = markdown(["speech", "heard"], rows)
    return (
        f"## Human voice\n\n{report['set']['clips']} clips of speakers that the network was not trained on, at its own "
        f"threshold; ratios are to {quiet}, metres are in a simulated hall.\n\n{table}\n"
    )


def nothing_heard(table: pd.DataFrame) -> str:
    rows = [
        [row.sound, f"{row.hours:.2f}", f"{row.events}", f"{row.at_most_an_hour:.2f}"] for row in table.itertuples()
    ]
    table = markdown(["sound", "hours", "events", "an hour at most (95 %)"], rows)
    return (
        "## Where nothing is\n\nEvents of animals and people by the default rule. Generated noise, at -70 to -15 dBFS, "
        "was heard by the shipped network, and each hour by another one of the cross-validation; background clips each "
        "by the network that had not seen their fold. Silence and noise of many colours and levels are among what it "
        f"was trained on.\n\n{table}\n"
    )


def unseen(bundle: Path, audio: Path, work: Path) -> str:
    """What is said of recordings that nothing was trained on, recording by recording."""
    rows = []
    for name, what in (("field", "description"), ("yellowstone", "species")):
        table = pd.read_csv(audio / name / "meta.csv")
        recordings = [audio / name / file for file in table["filename"]]
        found = events(recordings, bundle, work / name)
        day = table["filename"].str.startswith("day/")
        for file, described in zip(table["filename"][~day], table[what][~day], strict=True):
            rows.append([f"{name}/{file}", described, said(found[found["name"] == Path(file).name])])
        if day.any():
            names = [Path(file).name for file in table["filename"][day]]
            rows.append([f"{name}/day", f"{day.sum()} samples of 10 s", said(found[found["name"].isin(names)])])
    table = markdown(["recording", "what it holds", "what it says"], rows)
    return (
        "## Unseen ground\n\nRecordings of other recorders and places, nothing of which was trained on; events with "
        f"how many there are and the highest score.\n\n{table}\n"
    )


def said(found: pd.DataFrame) -> str:
    """`dog 2 (0.93)`: species with their events and highest score, the most heard first."""
    heard = found.groupby("common_name")["peak"].agg(["count", "max"]).sort_values("count", ascending=False)
    return ", ".join(f"{name} {row['count']:.0f} ({row['max']:.2f})" for name, row in heard.iterrows()) or "nothing"
