"""The card says what the tables say, also where it is not flattering."""

from pathlib import Path

import pandas as pd
import pytest

from earshot_training import esc10_report
from earshot_training.bundle import Title
from earshot_training.card import closed, cost, folds, human, left_out, seeds
from earshot_training.folds import FOLDS
from earshot_training.ledger import COLUMNS, Ledger
from earshot_training.markdown import markdown
from earshot_training.plots import PLOTS
from earshot_training.products import PRODUCTS, Product

PRODUCT = Product(Title("toy", "1", "CC0-1.0", ""), "open", "base", "alone", "", "", "")


@pytest.fixture
def ledger(tmp_path):
    """Two seeds: one hits nine of ten clips, one eight; and inner networks that no card may count."""
    made = Ledger(tmp_path)
    for task in ("esc10", "open"):
        rows = [
            {
                "seed": seed, "left_out": left_out, "fold": fold, "clips": 80, "accuracy_fp32": 0.9, "ap_fp32": 0.95,
                "accuracy_int8": 0.9 if seed == 1 else 0.8, "ap_int8": 0.95, "seconds": 360,
            }
            for seed in (1, 2)
            for fold in FOLDS
            for left_out in (str(fold), f"{fold}-9")
        ]  # fmt: skip
        for row in rows:
            if "-" in row["left_out"]:
                row |= {"accuracy_fp32": 0.1, "accuracy_int8": None, "ap_int8": None}
        # A seed without all folds is none.
        rows.append(rows[0] | {"seed": 3, "accuracy_int8": 0.0})
        made.add(task, "alone" if task == "esc10" else "base", pd.DataFrame(rows, columns=COLUMNS))
    return made


TABLE = pd.DataFrame(
    {
        "class": ["frog", "pig", "human"],
        "ap_int8": [0.9, 0.6, 0.8],
        "threshold": 0.5,
        "precision": [0.9, 0.8, 0.7],
        "recall": 0.75,
        "speech_recall": [None, None, 0.925],
    }
)


ALONE = pd.DataFrame(
    [
        {"seed": seed, "fold": fold, "accuracy_fp32": 0.95, "ap_fp32": 0.99, "accuracy_int8": int8, "ap_int8": 0.98}
        for seed, int8 in ((1, 0.96), (2, 0.94), (3, 0.95))
        for fold in (*map(str, FOLDS), esc10_report.ALL)
    ]
)


def test_figures_are_means_over_seeds_of_the_outer_folds_and_those_of_esc10_the_programs(ledger):
    lines = closed(ledger, PRODUCT, ALONE).splitlines()
    fp32, int8 = (next(line for line in lines if f"earshot, {number}" in line) for number in ("fp32", "int8"))
    assert fp32.split(" | ")[1:4] == ["95.0 % ± 0.0", "0.990 ± 0.000", "90.0 % ± 0.0"]
    assert int8.split(" | ")[1:4] == ["95.0 % ± 1.0", "0.980 ± 0.000", "85.0 % ± 7.1"]
    assert seeds(ledger, PRODUCT, ALONE) == "3 seeds of ESC-10 and 2 seeds of the animals"
    rows = [line.split(" | ") for line in folds(ledger, PRODUCT, ALONE).splitlines()[2:]]
    assert [row[1] for row in rows] == ["95.0 %", "85.0 %"]


def test_the_cost_counts_each_network_once_and_all_that_were_tried(ledger):
    text = cost(ledger, PRODUCT)
    assert text.startswith("21 networks in 2.1 hours of one core")
    assert "42 networks in 4.2 hours of one core" in text


def test_a_class_that_does_not_ship_is_named():
    assert left_out(TABLE, {"Frog", "Human"}) == "Left out, with average precision below 0.7: Pig (0.600)."
    assert left_out(TABLE, {"Frog", "Pig", "Human"}) == "No class fell below 0.7."


def test_people_are_told_of_with_speech_apart():
    assert "92.5 % of the speech clips" in human(TABLE)


def test_a_table_has_a_line_under_its_header():
    assert markdown(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"


def test_the_cards_that_ship_have_all_that_was_found_and_their_plots():
    repository = Path(__file__).parents[2]
    for product in PRODUCTS:
        bundle = repository / "Models" / product.title.name
        card = (bundle / "card.md").read_text()
        parts = sorted((repository / "Training/results/validation" / product.title.name).glob("*.md"))
        assert len(parts) > 5 and all(part.read_text().strip() in card for part in parts)
        assert all(text in card and (bundle / text.split("](")[1][:-1]).exists() for text in PLOTS.values())
