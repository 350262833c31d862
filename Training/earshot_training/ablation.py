"""What each idea brought: one table a task, made from the ledger."""

from pathlib import Path

import pandas as pd

from .ledger import Ledger
from .markdown import markdown, percent
from .protocol import MEASURE, inner
from .trial import TRIALS

BESIDE = {"esc10-among-others": "esc10"}
"""Tasks whose trials are told beside those of the same name of another task."""


def ablation(ledger: Ledger, task: str) -> pd.DataFrame:
    """Inner figures of every trial; the difference to another over the splits and seeds that both have."""
    rows = []
    for trial, described in TRIALS.items():
        table = inner(ledger, task, trial)
        base = inner(ledger, BESIDE[task], trial) if task in BESIDE else inner(ledger, task, described.beside)
        if not len(table):
            continue
        shared = table.merge(base, on=["seed", "left_out", "fold"], suffixes=("", "_base"))
        row = {
            "trial": trial,
            "beside": f"{trial} of {BESIDE[task]}" if task in BESIDE else described.beside,
            "seeds": table["seed"].nunique(),
            "networks": len(table) // 2,
        }
        for measure in ("accuracy_fp32", "ap_fp32"):
            apart = shared[measure] - shared[measure + "_base"]
            by_network = apart.groupby([shared["seed"], shared["left_out"]]).mean()
            row |= {
                measure: table[measure].mean(),
                f"{measure}_change": by_network.mean(),
                f"{measure}_error": by_network.std() / max(len(by_network), 1) ** 0.5,
            }
        lost = (
            (table["accuracy_int8"] - table["accuracy_fp32"])
            .groupby([table["seed"], table["left_out"]])
            .mean()
            .dropna()
        )
        row["accuracy_int8"] = table["accuracy_int8"].mean()
        row |= {"int8_change": lost.mean(), "int8_error": lost.std() / max(len(lost), 1) ** 0.5}
        row["minutes"] = table.groupby(["seed", "left_out"])["seconds"].first().mean() / 60
        rows.append(row)
    return pd.DataFrame(rows).sort_values(MEASURE[task], ascending=False) if rows else pd.DataFrame()


def write_ablation(ledger: Ledger, task: str, results: Path) -> pd.DataFrame:
    table = ablation(ledger, task)
    if len(table):
        table.round(4).to_csv(results / f"ablation-{task}.csv", index=False)
        (results / f"ablation-{task}.md").write_text(page(table, task))
    return table


def page(table: pd.DataFrame, task: str) -> str:
    """The table to be read: each trial, and in points what it brought beside the other, with its standard error."""
    rows = []
    for row in table.itertuples():
        changes = [
            (row.accuracy_fp32_change, row.accuracy_fp32_error), (row.ap_fp32_change, row.ap_fp32_error),
            (row.int8_change, row.int8_error),
        ]  # fmt: skip
        brought = [f"{100 * change:+.1f} ± {100 * error:.1f}" if pd.notna(error) else "" for change, error in changes]
        int8 = f"{percent(row.accuracy_int8)} ({brought[2]})" if brought[2] else ""
        figures = [percent(row.accuracy_fp32), brought[0], f"{row.ap_fp32:.3f}", brought[1], int8]
        rows.append([row.trial, row.beside, f"{row.seeds}", f"{row.networks}", *figures, f"{row.minutes:.1f}"])
    header = ["trial", "beside", "seeds", "networks", "accuracy", "points", "macro AP", "points", "int8", "minutes"]
    return (
        f"# What each idea brought: {task}\n\n"
        "Inner splits: networks that were trained without two folds, on both of them, in float32. Points are the mean "
        "difference to the trial beside, over the networks that both have, and its standard error; *int8* is the "
        "accuracy of those that were judged in int8 too, and in brackets what rounding did to it; minutes are of "
        "training, a network, on one core of whatever machine it was. `base` and `deep` are other networks: what "
        "weights for pictures bring is told by the trials `from-scratch` beside them. What the trials are: "
        "`earshot_training/trial.py`.\n\n"
        f"{markdown(header, rows)}\n"
    )
