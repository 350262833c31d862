"""Writes `card.md` and the attribution list of a bundle, every figure from `results/`."""

import json
from pathlib import Path

import pandas as pd

from .bundle import NAMES, kind
from .calibration import HUMAN_PRECISION, HUMAN_RECALL, PRECISION
from .folds import FOLDS
from .judging import esc10_by_fold, kinds_of_quiet
from .ledger import Ledger
from .markdown import markdown, percent
from .products import Product
from .tasks import Task
from .topology import Topology
from .trial import TRIALS, Trial

FLOOR = ["logistic regression on mean and spread of log-mel bands and MFCC", "82.8 %", "0.873", "77.9 %", "0.816"]
OTHERS = [
    ["BirdNET v2.4 embeddings with a linear head (404M multiply-adds)", "94.0 %", "0.982", "94.6 %", "0.985"],
    ["published: Piczak's CNN (2015)", "about 80 %", "", "", ""],
    ["published: people", "95.7 %", "", "", ""],
    ["published: Micro-ACDNet (2021)", "96.25 %", "", "", ""],
    ["published: ACDNet (2021)", "96.65 %", "", "", ""],
]


def write_card(bundle: Path, product: Product, topology: Topology, task: Task, results: Path) -> None:
    """All figures are those of `results`; thresholds those of the bundle."""
    trial, ledger = TRIALS[product.trial], Ledger(results / "runs")
    table = pd.read_csv(results / f"{product.title.name}.csv")
    described = json.loads((bundle / "bundle.json").read_text())
    thresholds = {entry["commonName"]: entry["threshold"] for entry in described["classes"]}
    text = (Path(__file__).parent / "card.template.md").read_text()
    parts = {
        "name": product.title.name,
        "version": product.title.version,
        "what": product.what,
        "topology": network(trial, topology),
        "front_end": front_end(trial),
        "trial": trial.name,
        "alone": product.alone,
        "voices": product.voices,
        "quiet": kinds_of_quiet(task, "or"),
        "cost": cost(ledger, product),
        "seeds": seeds(ledger, product),
        "closed": closed(ledger, product),
        "folds": folds(ledger, product),
        "classes": classes(table, thresholds),
        "precision": f"{PRECISION:.0%}",
        "human_precision": f"{HUMAN_PRECISION:.0%}",
        "human_recall": f"{HUMAN_RECALL:.0%}",
        "left_out": left_out(table, set(thresholds)),
        "human": human(table, thresholds["Human"]),
        "validation": validation(results, product),
        "licence": product.title.licence,
        "terms": product.terms,
        "attribution": product.title.attribution,
    }
    for key, part in parts.items():
        text = text.replace("{{" + key + "}}", part)
    (bundle / "card.md").write_text(text)
    attribution(task).to_csv(bundle / "card-attribution.csv", index=False)


def network(trial: Trial, topology: Topology) -> str:
    rows, columns = trial.layout.bands, trial.layout.columns
    millions = topology.multiplications(rows, columns, trial.layout.channels) / 1e6
    start = f"initialised with the weights of `{trial.start}` for pictures" if trial.start else "initialised at random"
    without = f" without its blocks {', '.join(map(str, trial.blocks_left_out))}" if trial.blocks_left_out else ""
    size = f"one input channel, {millions:.1f}M multiply-adds"
    return f"MCUNet `{trial.topology}`{without} ({size}), {start}, int8 throughout"


def front_end(trial: Trial) -> str:
    layout = trial.layout
    milliseconds = 1000 * layout.hop / layout.sample_rate
    return (
        f"{layout.sample_rate // 1000} kHz, {layout.bands} mel bands from {layout.lowest} Hz to "
        f"{layout.highest / 1000:g} kHz, {layout.compression}, {layout.columns} columns of {milliseconds:g} ms"
    )


def cost(ledger: Ledger, product: Product) -> str:
    """Of all networks of the product's trial that the ledger knows."""
    runs = ledger.read(product.task, product.trial).drop_duplicates(["seed", "left_out"])
    return f"{len(runs)} networks in {runs['seconds'].sum() / 3600:.1f} hours of one core"


def outer(ledger: Ledger, task: str, trial: str) -> pd.DataFrame:
    """The networks that were trained without one fold, of seeds that have them all."""
    table = ledger.read(task, trial)
    table = table[~table["left_out"].str.contains("-")]
    return table[table.groupby("seed")["fold"].transform("nunique") == len(FOLDS)]


def by_seed(ledger: Ledger, task: str, trial: str, measure: str) -> pd.Series:
    """A figure of all folds for each seed."""
    table = outer(ledger, task, trial)
    weighted = table[measure] * table["clips"]
    return weighted.groupby(table["seed"]).sum() / table["clips"].groupby(table["seed"]).sum()


def seeds(ledger: Ledger, product: Product) -> str:
    counts = [len(by_seed(ledger, task, trial, "accuracy_int8")) for task, trial in product.judged]
    names = [f"{count} seed{'s' if count > 1 else ''}" for count in counts]
    return f"{names[0]} of ESC-10 and {names[1]} of the animals"


def closed(ledger: Ledger, product: Product) -> str:
    rows = [FLOOR]
    for number in ("fp32", "int8"):
        line = [f"**this network, {number}**"]
        for task, trial in product.judged:
            accuracy = by_seed(ledger, task, trial, f"accuracy_{number}")
            precision = by_seed(ledger, task, trial, f"ap_{number}")
            spread = (f" ± {100 * accuracy.std():.1f}", f" ± {precision.std():.3f}") if len(accuracy) > 1 else ("", "")
            line += [percent(accuracy.mean()) + spread[0], f"{precision.mean():.3f}" + spread[1]]
        rows.append(line)
    header = ["", "ESC-10 accuracy", "ESC-10 macro AP", "animals accuracy", "animals macro AP"]
    return markdown(header, rows + OTHERS)


def folds(ledger: Ledger, product: Product) -> str:
    rows = []
    for name, (task, trial) in zip(("ESC-10", "animals"), product.judged, strict=True):
        means = outer(ledger, task, trial).groupby("fold")["accuracy_int8"].mean()
        rows.append([f"{name}, int8", *(percent(means[fold]) for fold in FOLDS)])
    return markdown(["accuracy", *(f"fold {fold}" for fold in FOLDS)], rows)


def classes(table: pd.DataFrame, thresholds: dict[str, float]) -> str:
    rows = []
    for row in table.itertuples():
        name, scientific = NAMES[row[1]]
        if name not in thresholds:
            continue
        rows.append(
            [
                name, f"*{scientific}*" if scientific else "", kind(row[1]), f"{row.clips:.0f}",
                f"{row.ap_fp32:.3f}", f"{row.ap_int8:.3f}", f"{row.auroc_int8:.3f}",
                f"{thresholds[name]:.2f}", f"{row.precision:.2f}", f"{row.recall:.2f}",
            ]
        )  # fmt: skip
    header = ["class", "species", "kind", "clips", "AP fp32", "AP int8", "AUROC int8"]
    return markdown([*header, "threshold", "precision", "recall"], rows)


def human(table: pd.DataFrame, threshold: float) -> str:
    row = table[table["class"] == "human"].iloc[0]
    return (
        f"At its threshold, {threshold:.2f}, it hears {percent(row.speech_recall)} of the speech clips of speakers it "
        f"was not trained on, {percent(row.recall)} of all clips of people (coughs, sneezes and breath among them), "
        f"and {percent(row.precision)} of the clips it hears are of people."
    )


def left_out(table: pd.DataFrame, names: set[str]) -> str:
    gone = [f"{NAMES[row[1]][0]} ({row.ap_int8:.3f})" for row in table.itertuples() if NAMES[row[1]][0] not in names]
    return f"Left out, with average precision below 0.7: {', '.join(gone)}." if gone else "No class fell below 0.7."


def validation(results: Path, product: Product) -> str:
    """What `earshot validate audio` and others found, each part a file beside the card's figures."""
    own = sorted((results / "validation" / product.title.name).glob("*.md"))
    parts = [esc10_by_fold(results, product.alone), *own]
    return "\n\n".join(part.read_text().strip() for part in parts)


def attribution(task: Task) -> pd.DataFrame:
    """One row a clip that the network was trained on."""
    rows = [
        {"clip": clip.name, "author": clip.author, "title": clip.title, "licence": clip.licence}
        for clip, learned in zip(task.clips, task.learned, strict=True)
        if learned
    ]
    return pd.DataFrame(rows)
