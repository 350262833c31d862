"""What each idea brought: one table a task, made from the ledger."""

from pathlib import Path

import pandas as pd

from .ledger import Ledger
from .protocol import MEASURE, inner
from .trial import TRIALS


def ablation(ledger: Ledger, task: str) -> pd.DataFrame:
    """Inner figures of every trial; the difference to another over the splits and seeds that both have."""
    rows = []
    for trial, described in TRIALS.items():
        table, base = inner(ledger, task, trial), inner(ledger, task, described.beside)
        if not len(table):
            continue
        shared = table.merge(base, on=["seed", "left_out", "fold"], suffixes=("", "_base"))
        row = {
            "trial": trial,
            "beside": described.beside,
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
        row["accuracy_int8"] = table["accuracy_int8"].mean()
        row["minutes"] = table.groupby(["seed", "left_out"])["seconds"].first().mean() / 60
        rows.append(row)
    return pd.DataFrame(rows).sort_values(MEASURE[task], ascending=False) if rows else pd.DataFrame()


def write_ablation(ledger: Ledger, task: str, results: Path) -> pd.DataFrame:
    table = ablation(ledger, task)
    if len(table):
        table.round(4).to_csv(results / f"ablation-{task}.csv", index=False)
    return table
