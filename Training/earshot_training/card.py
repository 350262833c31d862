"""Writes `card.md` and the attribution list of a bundle: figures of `results/`, and those of others as published."""

import json
from pathlib import Path

import pandas as pd

from . import esc10_report
from .bundle import kind, named
from .calibration import HUMAN_PRECISION, HUMAN_RECALL, PRECISION
from .described import front_end, network, recipe
from .folds import FOLDS
from .judging import kinds_of_quiet
from .ledger import Ledger
from .markdown import markdown, percent
from .products import Product
from .tasks import Task
from .topology import Topology
from .trial import TRIALS

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
    trial, ledger, alone = TRIALS[product.trial], Ledger(results / "runs"), esc10_report.read(results, product.alone)
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
        "recipe": recipe(trial, task),
        "alone": product.alone,
        "voices": product.voices,
        "quiet": kinds_of_quiet(task, "or"),
        "cost": cost(ledger, product),
        "seeds": seeds(ledger, product, alone),
        "closed": closed(ledger, product, alone),
        "folds": folds(ledger, product, alone),
        "classes": classes(table, thresholds),
        "precision": f"{PRECISION:.0%}",
        "human_precision": f"{HUMAN_PRECISION:.0%}",
        "human_recall": f"{HUMAN_RECALL:.0%}",
        "left_out": left_out(table, set(thresholds)),
        "human": human(table),
        "validation": validation(results, product),
        "licence": product.title.licence,
        "terms": product.terms,
        "attribution": product.title.attribution,
    }
    for key, part in parts.items():
        text = text.replace("{{" + key + "}}", part)
    (bundle / "card.md").write_text(text)
    attribution(task).to_csv(bundle / "card-attribution.csv", index=False)


def cost(ledger: Ledger, product: Product) -> str:
    """Of the networks of the product's trial that were judged, and of all that were compared."""
    own, tried = spent([ledger.read(product.task, product.trial)]), spent(ledger.all())
    return (
        f"{own} to choose and judge by, and one more that ships. All of `Training/results/runs`, for all models: "
        f"{tried}. Cores are of a shared server (AMD EPYC, x86-64); no GPU was used"
    )


def spent(tables: list[pd.DataFrame]) -> str:
    """`10 networks in 0.8 hours of one core`; a network without some folds has a row for each of them."""
    runs = pd.concat([table.drop_duplicates(["seed", "left_out"]) for table in tables])
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


def seeds(ledger: Ledger, product: Product, alone: pd.DataFrame) -> str:
    counts = [alone["seed"].nunique(), len(by_seed(ledger, product.task, product.trial, "accuracy_int8"))]
    names = [f"{count} seed{'s' if count > 1 else ''}" for count in counts]
    return f"{names[0]} of ESC-10 and {names[1]} of the animals"


def closed(ledger: Ledger, product: Product, alone: pd.DataFrame) -> str:
    """ESC-10 by the program, the animals by the ledger."""
    rows = [FLOOR]
    for number in ("fp32", "int8"):
        columns = [f"{measure}_{number}" for measure in ("accuracy", "ap")]
        animals = pd.DataFrame({column: by_seed(ledger, product.task, product.trial, column) for column in columns})
        esc10 = alone[alone["fold"] == esc10_report.ALL]
        figures = [esc10_report.mean_and_spread(of, column) for of in (esc10, animals) for column in columns]
        rows.append([f"**earshot, {number}**", *figures])
    header = ["", "ESC-10 accuracy", "ESC-10 macro AP", "animals accuracy", "animals macro AP"]
    return markdown(header, rows + OTHERS)


def folds(ledger: Ledger, product: Product, alone: pd.DataFrame) -> str:
    animals = outer(ledger, product.task, product.trial).assign(fold=lambda table: table["fold"].astype(str))
    rows = []
    for name, table in (("ESC-10", alone), ("animals", animals)):
        means = table.groupby("fold")["accuracy_int8"].mean()
        rows.append([f"{name}, int8", *(percent(means[str(fold)]) for fold in FOLDS)])
    return markdown(["accuracy", *(f"fold {fold}" for fold in FOLDS)], rows)


def classes(table: pd.DataFrame, thresholds: dict[str, float]) -> str:
    rows = []
    for row in table.itertuples():
        name, scientific = named(row[1])
        if name not in thresholds:
            continue
        rows.append(
            [
                name, f"*{scientific}*" if scientific else "", kind(row[1]), f"{row.clips:.0f}",
                f"{row.ap_fp32:.3f}", f"{row.ap_int8:.3f}", f"{row.auroc_int8:.3f}",
                f"{thresholds[name]:.2f}", f"{row.lowest_threshold:.2f} to {row.highest_threshold:.2f}",
                f"{row.precision:.2f}", f"{row.recall:.2f}",
            ]
        )  # fmt: skip
    header = ["class", "species", "kind", "clips", "AP fp32", "AP int8", "AUROC int8"]
    return markdown([*header, "threshold", "folds' thresholds", "precision", "recall"], rows)


def human(table: pd.DataFrame) -> str:
    row = table[table["class"] == "human"].iloc[0]
    return (
        f"At the folds' thresholds it hears {percent(row.speech_recall)} of the speech clips of speakers it "
        f"was not trained on, {percent(row.recall)} of all clips of people (coughs, sneezes and breath among them), "
        f"and {percent(row.precision)} of the clips it hears are of people."
    )


def left_out(table: pd.DataFrame, names: set[str]) -> str:
    gone = [f"{named(row[1])[0]} ({row.ap_int8:.3f})" for row in table.itertuples() if named(row[1])[0] not in names]
    return f"Left out, with average precision below 0.7: {', '.join(gone)}." if gone else "No class fell below 0.7."


def validation(results: Path, product: Product) -> str:
    """What `earshot validate audio` and others found, each part a file beside the card's figures."""
    own = sorted((results / "validation" / product.title.name).glob("*.md"))
    parts = [esc10_report.page(esc10_report.read(results, product.alone)), *(part.read_text() for part in own)]
    return "\n\n".join(part.strip() for part in parts)


def attribution(task: Task) -> pd.DataFrame:
    """One row a clip that the network was trained on."""
    rows = [
        {"clip": clip.name, "author": clip.author, "title": clip.title, "licence": clip.licence}
        for clip, learned in zip(task.clips, task.learned, strict=True)
        if learned
    ]
    return pd.DataFrame(rows)
