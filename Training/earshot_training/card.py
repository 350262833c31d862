"""Writes `card.md` and the attribution list of a bundle, every figure from `results/*.csv`."""

import json
from pathlib import Path

import pandas as pd

from .bundle import ATTRIBUTION, LICENCE, NAME, NAMES, VERSION, kind
from .tasks import Task

FLOOR = "logistic regression on mean and spread of log-mel bands and MFCC"
CEILING = "BirdNET v2.4 embeddings with a linear head (404M multiply-adds)"


def write_card(bundle: Path, results: Path, task: Task) -> None:
    table = pd.read_csv(results / "open.csv")
    text = (Path(__file__).parent / "card.template.md").read_text()
    parts = {
        "name": NAME,
        "version": VERSION,
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
        "classes": classes(table, shipped(bundle)),
        "targets": targets(table, results),
        "closed": closed(results),
        "folds": folds(results),
        "scenes": scenes(results),
        "noise": noise(results),
        "human": human(table),
        "left_out": left_out(table, shipped(bundle)),
    }
    for key, part in parts.items():
        text = text.replace("{{" + key + "}}", part)
    (bundle / "card.md").write_text(text)
    attribution(task).to_csv(bundle / "card-attribution.csv", index=False)


def shipped(bundle: Path) -> set[str]:
    """Common names of the bundle's classes."""
    return {entry["commonName"] for entry in json.loads((bundle / "bundle.json").read_text())["classes"]}


def markdown(header: list[str], rows: list[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def classes(table: pd.DataFrame, names: set[str]) -> str:
    rows = []
    for row in table.itertuples():
        name, scientific = NAMES[row[1]]
        if name not in names:
            continue
        rows.append(
            [
                name, f"*{scientific}*" if scientific else "", kind(row[1]), str(row.clips),
                f"{row.ap_fp32:.3f}", f"{row.ap_int8:.3f}", f"{row.auroc_fp32:.3f}", f"{row.auroc_int8:.3f}",
                f"{row.threshold:.2f}", f"{row.precision:.2f}", f"{row.recall:.2f}",
            ]
        )  # fmt: skip
    header = ["class", "species", "kind", "clips", "AP fp32", "AP int8", "AUROC fp32", "AUROC int8"]
    return markdown([*header, "threshold", "precision", "recall"], rows)


def figures(results: Path) -> dict[str, float]:
    """The closed sets' accuracy and macro average precision, fp32 and int8."""
    found = {}
    for name in ("animals", "esc10"):
        quality, fold = pd.read_csv(results / f"{name}.csv"), pd.read_csv(results / f"{name}-folds.csv")
        for kind_ in ("fp32", "int8"):
            found[f"{name} accuracy {kind_}"] = (fold[f"accuracy_{kind_}"] * fold["clips"]).sum() / fold["clips"].sum()
            found[f"{name} ap {kind_}"] = quality[f"ap_{kind_}"].mean()
    return found


def closed(results: Path) -> str:
    f = figures(results)
    rows = [
        [FLOOR, "82.8 %", "0.873", "77.9 %", "0.816"],
        ["**this network, fp32**", percent(f["esc10 accuracy fp32"]), f"{f['esc10 ap fp32']:.3f}",
         percent(f["animals accuracy fp32"]), f"{f['animals ap fp32']:.3f}"],
        ["**this network, int8**", percent(f["esc10 accuracy int8"]), f"{f['esc10 ap int8']:.3f}",
         percent(f["animals accuracy int8"]), f"{f['animals ap int8']:.3f}"],
        [CEILING, "94.0 %", "0.982", "94.6 %", "0.985"],
        ["published: Piczak's CNN (2015)", "about 80 %", "", "", ""],
        ["published: people", "95.7 %", "", "", ""],
        ["published: ACDNet (2021)", "96.65 %", "", "", ""],
    ]  # fmt: skip
    header = ["", "ESC-10 accuracy", "ESC-10 macro AP", "animals accuracy", "animals macro AP"]
    return markdown(header, rows)


def folds(results: Path) -> str:
    esc10, animals = (pd.read_csv(results / f"{name}-folds.csv") for name in ("esc10", "animals"))
    rows = [["ESC-10, int8", *map(percent, esc10["accuracy_int8"])]]
    rows.append(["animals, int8", *map(percent, animals["accuracy_int8"])])
    return markdown(["accuracy", *(f"fold {fold}" for fold in esc10["fold"])], rows)


def targets(table: pd.DataFrame, results: Path) -> str:
    f = figures(results)
    lost = max(
        f["esc10 accuracy fp32"] - f["esc10 accuracy int8"],
        f["animals ap fp32"] - f["animals ap int8"],
    )
    esc10, animals = f["esc10 accuracy int8"], f["animals ap int8"]
    speech = table["speech_recall"].dropna().iloc[0]

    def row(what: str, wanted: str, got: str, reached: bool) -> list[str]:
        return [what, wanted, got, "reached" if reached else "**not reached**"]

    rows = [
        row("ESC-10 accuracy, int8", "at least 88 %", percent(esc10), esc10 >= 0.88),
        row("animals, macro AP, int8", "at least 0.90", f"{animals:.3f}", animals >= 0.9),
        row("int8 below fp32, the larger of both", "at most 1 point", f"{100 * lost:+.1f} points", lost <= 0.01),
        row("recall of held-out speakers", "at least 0.90", f"{speech:.2f}", speech >= 0.9),
    ]  # fmt: skip
    return markdown(["target", "wanted", "got", ""], rows)


def human(table: pd.DataFrame) -> str:
    row = table[table["class"] == "human"].iloc[0]
    return (
        f"At its threshold of {row.threshold:.2f} it hears {percent(row.speech_recall)} of the speech clips of "
        f"speakers it was not trained on, {percent(row.recall)} of all clips of people (coughs, sneezes and "
        f"breath among them), and {percent(row.precision)} of the clips it hears are of people."
    )


def left_out(table: pd.DataFrame, names: set[str]) -> str:
    gone = [f"{NAMES[row[1]][0]} ({row.ap_int8:.3f})" for row in table.itertuples() if NAMES[row[1]][0] not in names]
    return f"Left out, with average precision below 0.7: {', '.join(gone)}." if gone else "No class fell below 0.7."


def noise(results: Path) -> str:
    rows = [
        [
            f"{row.ratio:.0f} dB", percent(row.accuracy_int8), f"{row.ap_int8:.3f}",
            f"{row.recall:.2f}", f"{row.precision:.2f}",
        ]
        for row in pd.read_csv(results / "noise.csv").itertuples()
    ]  # fmt: skip
    return markdown(["animal above background", "accuracy", "macro AP", "recall", "precision"], rows)


def scenes(results: Path) -> str:
    table = pd.read_csv(results / "recordings.csv")
    rows = [
        [row.scene, row[2], f"{row.heard} of {row.events}" if row.events else "none there", str(row.false_windows)]
        for row in table.itertuples()
    ]
    total = f"{table['heard'].sum()} of {table['events'].sum()}"
    rows.append(["**all**", "", total, str(table["false_windows"].sum())])
    return markdown(["scene", "class", "events heard", "windows elsewhere"], rows)


def attribution(task: Task) -> pd.DataFrame:
    """One row a clip that the network was trained on."""
    rows = [
        {"clip": clip.name, "author": clip.author, "title": clip.title, "licence": clip.licence}
        for clip, learned in zip(task.clips, task.learned, strict=True)
        if learned
    ]
    return pd.DataFrame(rows)
