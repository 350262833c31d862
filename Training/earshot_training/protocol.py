"""Who may see what: choices are made on inner splits, figures come from folds that no choice has seen.

A network that is trained without two folds is judged on both. For the fold that is reported, k, the
networks without k and another fold tell, on that other fold, which trial is best: none of them, nor the
choice, has seen k. Five networks a trial and seed serve the choices of all five folds: each fold is left out
beside the one before it and the one behind.
"""

import pandas as pd

from .ledger import Ledger

PAIRS = ((1, 2), (2, 3), (3, 4), (4, 5), (1, 5))
MEASURE = {"esc10": "accuracy_fp32", "esc10-among-others": "accuracy_fp32", "open": "ap_fp32", "free": "ap_fp32"}
"""What a task is chosen by."""


def inner(ledger: Ledger, task: str, trial: str) -> pd.DataFrame:
    """Rows of networks without two folds; `reported` is the fold that a row may serve the choice for."""
    table = ledger.read(task, trial)
    table = table[table["left_out"].str.contains("-")].copy()
    both = table["left_out"].str.split("-", expand=True).astype(int) if len(table) else pd.DataFrame({0: [], 1: []})
    table["reported"] = both[0] + both[1] - table["fold"]
    return table


def inner_figure(ledger: Ledger, task: str, trial: str, reported: int | None = None) -> float:
    """Mean over the inner splits of one reported fold, or of all."""
    table = inner(ledger, task, trial)
    if reported is not None:
        table = table[table["reported"] == reported]
    return float(table[MEASURE[task]].mean())


def choice(ledger: Ledger, task: str, trials: list[str], reported: int) -> str:
    """The trial that is best where this fold is not seen; of equals the first."""
    return max(trials, key=lambda trial: inner_figure(ledger, task, trial, reported))
