"""ESC-10 alone, fold by fold: what `earshot validate audio` finds of the networks of a trial.

`results/validation/esc10-TRIAL.csv` has the figures, the `.md` beside it the page; they are made once, so that they
last where networks do not.
"""

from pathlib import Path

import pandas as pd

from .markdown import markdown, percent

MEASURES = {"accuracy": "accuracy", "ap": "macroAveragePrecision"}
ALL = "all"
"""The name of all folds' clips together."""


def figures(report: dict) -> pd.DataFrame:
    """A row for each seed and fold, and one for all of a seed's clips."""
    rows = []
    for seed, model in enumerate(report["models"], 1):
        parts = [(part["fold"], part["formats"]) for part in model["folds"]]
        for fold, formats in [*parts, (ALL, model["formats"])]:
            row = {"seed": seed, "fold": str(fold)}
            for number in ("fp32", "int8"):
                for name, measure in MEASURES.items():
                    figure = formats[number][measure]
                    row[f"{name}_{number}"] = figure["value"] if isinstance(figure, dict) else figure
            rows.append(row)
    return pd.DataFrame(rows)


def page(table: pd.DataFrame) -> str:
    columns = ["accuracy_fp32", "ap_fp32", "accuracy_int8", "ap_int8"]
    folds, whole = table[table["fold"] != ALL], table[table["fold"] == ALL]
    rows = [
        [fold, *(cell(column, of_fold[column].mean()) for column in columns)] for fold, of_fold in folds.groupby("fold")
    ]
    rows.append([ALL, *(mean_and_spread(whole, column) for column in columns)])
    seeds = len(whole)
    over = f"means over {seeds} seeds; *all* with the standard deviation of seeds" if seeds > 1 else "of one seed"
    header = ["fold", "accuracy fp32", "macro AP fp32", "accuracy int8", "macro AP int8"]
    return (
        f"## ESC-10 by fold\n\nBy `earshot validate audio esc10/meta.csv --closed --trim`, {over}.\n\n"
        f"{markdown(header, rows)}\n"
    )


def mean_and_spread(of_seeds: pd.DataFrame, column: str) -> str:
    """`95.2 % ± 0.3`; of one seed without a spread."""
    mean, deviation = of_seeds[column].mean(), of_seeds[column].std()
    if len(of_seeds) < 2:
        return cell(column, mean)
    return f"{cell(column, mean)} ± " + (f"{100 * deviation:.1f}" if is_share(column) else f"{deviation:.3f}")


def is_share(column: str) -> bool:
    return column.startswith("accuracy")


def cell(column: str, value: float) -> str:
    return percent(value) if is_share(column) else f"{value:.3f}"


def path(results: Path, trial: str) -> Path:
    return results / f"validation/esc10-{trial}.csv"


def write(results: Path, trial: str, report: dict) -> None:
    table = figures(report)
    path(results, trial).parent.mkdir(parents=True, exist_ok=True)
    table.round(4).to_csv(path(results, trial), index=False)
    path(results, trial).with_suffix(".md").write_text(page(table))


def read(results: Path, trial: str) -> pd.DataFrame:
    return pd.read_csv(path(results, trial), dtype={"fold": str})


def is_known(results: Path, trial: str, seeds: tuple[int, ...]) -> bool:
    """Whether there are figures of as many seeds already."""
    return path(results, trial).exists() and read(results, trial)["seed"].nunique() >= len(seeds)
