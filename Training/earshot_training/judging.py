"""What the program itself finds of a product: the figures of its card, each a small file in `results/validation`.

Networks of the cross-validation are judged as bundles by `earshot validate audio` and `earshot classify`, on folds
that they had not seen; the network that ships only hears what no network was trained on.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from . import esc10_report
from .bundle import named, read_decisions
from .clips import QUIET, SHARED_BETWEEN_FOLDS, Clip
from .fold_bundles import write_fold_bundles
from .hours import false_events
from .labelled_spans import labelled_spans
from .markdown import bounded, bounded_percent, markdown
from .plots import PLOTS, write_plots
from .products import SEEDS, Product
from .runs import Workshop
from .tasks import TASKS, Task
from .trial import TRIALS
from .unseen import unseen
from .validate_audio import by_fold

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
    if not esc10_report.is_known(results, product.alone, seeds):
        folds = [write_fold_bundles(workshop, TASKS["esc10"](audio), TRIALS[product.alone], seed) for seed in seeds]
        report = by_fold(audio / "esc10/meta.csv", folds, kept / "esc10", "--closed", "--trim")
        esc10_report.write(results, product.alone, report)

    open_folds = write_fold_bundles(workshop, task, trial, FIRST)
    everything = listing(task, kept / "open.csv", lambda clip: True)
    report = by_fold(everything, [open_folds], kept / "open")
    (folder / "1-open-set.md").write_text(in_the_open(report, pd.read_csv(kept / "open/scores.csv")))

    animals = listing(task, kept / "animals.csv", lambda clip: clip.label in task.classes)
    noise = background_folder(task, kept / "background")
    degraded = ["--robustness", "--noise", str(noise), "--precision", "int8"]
    report = by_fold(animals, [open_folds], kept / "robustness", "--closed", "--trim", *degraded)
    (folder / "2-robustness.md").write_text(under_conditions(report, kinds_of_quiet(task)))

    speech = listing(task, kept / "speech.csv", lambda clip: clip.label == "speech")
    as_shipped = write_fold_bundles(workshop, task, trial, FIRST, read_decisions(bundle, task.classes))
    report = by_fold(speech, [as_shipped], kept / "speech", "--pool", "max", *degraded)
    (folder / "3-people.md").write_text(heard_speech(report, kinds_of_quiet(task)))

    table = false_events(task, open_folds, as_shipped, bundle, workshop.work)
    table.to_csv(folder / "false-events.csv", index=False)
    (folder / "4-false-events.md").write_text(nothing_heard(table))
    (folder / "5-unseen.md").write_text(unseen(bundle, audio, kept))
    (folder / "6-labelled-spans.md").write_text(labelled_spans(bundle, audio, kept))
    write_plots(kept, bundle)


def listing(task: Task, path: Path, chosen) -> Path:
    """Some of a task's clips, in its folds and by the names that a bundle has for classes."""
    rows = [
        {"file": clip.path, "class": named(task.classes[label])[0], "fold": fold, "recording": recording(clip)}
        for clip, label, fold in zip(task.clips, task.labels, task.folds, strict=True)
        if chosen(clip) and clip.name not in SHARED_BETWEEN_FOLDS
    ]
    pd.DataFrame(rows).to_csv(path, index=False)
    return path


def recording(clip: Clip) -> str:
    """What clips are resampled by: prompts are recordings of their own, and of few voices."""
    return clip.author if clip.label == "speech" else clip.source


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


def in_the_open(report: dict, scores: pd.DataFrame) -> str:
    """All clips against each other, and whether scores are probabilities."""
    measures = {
        "accuracy": "accuracy", "macro AP": "macroAveragePrecision", "macro AUROC": "macroAreaUnderROC",
        "expected calibration error": "calibrationError", "Brier score": "brier",
    }  # fmt: skip
    formats = report["models"][0]["formats"]
    rows = []
    for name, measure in measures.items():
        figures = [formats[number][measure] for number in ("fp32", "int8")]
        rows.append([name, *map(bounded, figures)])
    rows.append(["of the highest scores", *(f"{error_of_highest(scores, number):.3f}" for number in ("fp32", "int8"))])
    table = markdown(["", "fp32", "int8"], rows)
    return (
        f"## The open set, by the program itself\n\n`earshot validate audio` on all {report['set']['clips']} clips, "
        "animals, people and background, each told by the network that had not seen its fold, with calibration and "
        "thresholds that had not either; in brackets the 95 % interval over recordings. A clip's score is the mean of "
        "its windows'. The calibration error is over all pairs of clip and class, most of which are sure; the last row "
        f"is that of each clip's highest score alone.\n\n{table}\n\n{PLOTS['precision-recall']}\n\n"
        f"{PLOTS['confusion-int8']}\n\n{PLOTS['reliability']}\n"
    )


def error_of_highest(scores: pd.DataFrame, number: str, bins: int = 15) -> float:
    """How far a clip's highest score is from the share of clips in which it is right, by bins of equal width.

    Source: C. Guo et al., *On calibration of modern neural networks*, 2017.
    """
    highest = scores.loc[scores.groupby("clip")[number].idxmax()]
    binned = highest.groupby(np.minimum((highest[number] * bins).astype(int), bins - 1))
    return float((binned.size() * (binned[number].mean() - binned["truth"].mean()).abs()).sum() / len(highest))


def under_conditions(report: dict, quiet: str) -> str:
    rows = []
    for row in report["robustness"]:
        if row.get("refusal"):
            raise ValueError(f"{row['condition']}: {row['refusal']}")
        figures = row["formats"]["int8"]
        rows.append(
            [
                row["condition"],
                bounded_percent(figures["accuracy"]),
                f"{figures['macroAveragePrecision']['value']:.3f}",
            ]
        )
    table = markdown(["condition", "accuracy", "macro AP"], rows)
    return (
        "## What noise, rooms and codecs take\n\nThe animals' clips alone, each told by the int8 network that had not "
        "seen its fold; in brackets the 95 % interval over recordings. Background is "
        f"{quiet}.\n\n"
        f"{table}\n\n{PLOTS['robustness']}\n"
    )


def heard_speech(report: dict, quiet: str) -> str:
    rows, clips = [], report["set"]["clips"]
    for row in report["robustness"]:
        if row["condition"] in SPEECH_CONDITIONS:
            (human,) = row["formats"]["int8"]["recalls"]
            recall = human["recall"]
            # Where all are heard, resampling tells nothing: C. J. Clopper and E. S. Pearson's bound, 1934.
            lower = 0.025 ** (1 / clips) if recall["value"] == 1 else recall["lower"]
            rows.append([SPEECH_CONDITIONS[row["condition"]], bounded_percent(recall | {"lower": lower})])
    table = markdown(["speech", "heard"], rows)
    return (
        f"## Human voice\n\n{clips} clips of {report['set']['recordings']} voices, each told by the network that had "
        "not learned from it, at the calibration and threshold that ship. That threshold was set by scores of these "
        'very clips, so that most of them reach it; "People", above, tells what is heard at thresholds that had seen '
        "none of them. In brackets the 95 % interval over voices; "
        f"ratios are to {quiet}, metres are in a simulated hall.\n\n{table}\n"
    )


def nothing_heard(table: pd.DataFrame) -> str:
    rows = [
        [
            row.sound, f"{row.hours:.2f}", f"{row.events:.0f}", f"{row.at_most_an_hour:.2f}",
            f"{row.events_as_shipped:.0f}",
        ]
        for row in table.itertuples()
    ]  # fmt: skip
    table = markdown(["sound", "hours", "events", "an hour at most (95 %)", "events by what ships"], rows)
    return (
        "## Where nothing is\n\nEvents of animals and people by the default rule. All generated noise, at -70 to -15 "
        "dBFS, was heard by the shipped network, and each hour once more by another one of the cross-validation: "
        "events of both count, hours once. Background clips are told each by the network that had not seen their fold, "
        "at thresholds that had not either; in the last column at those that ship, which were set above what wind, "
        "rain, engines and noise reached, so it proves nothing. Silence and noise of many colours and levels are among "
        "what it was trained on.\n\n"
        f"{table}\n"
    )
