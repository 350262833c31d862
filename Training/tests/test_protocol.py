"""No choice has seen the fold that it is reported on."""

import pandas as pd
import pytest

from earshot_training.ablation import ablation, page
from earshot_training.folds import FOLDS
from earshot_training.ledger import COLUMNS, Ledger
from earshot_training.protocol import PAIRS, choice, inner


@pytest.fixture
def ledger(tmp_path):
    """`base` is better wherever fold 1 is reported, `imagenet` elsewhere."""
    made = Ledger(tmp_path)
    for trial in ("base", "imagenet"):
        rows = []
        for pair in PAIRS:
            for fold in pair:
                (reported,) = set(pair) - {fold}
                good = (trial == "base") == (reported == 1)
                rows.append(
                    {
                        "seed": 1, "left_out": f"{pair[0]}-{pair[1]}", "fold": fold, "clips": 80,
                        "accuracy_fp32": 0.9 if good else 0.8, "ap_fp32": 0.95, "seconds": 60,
                    }
                )  # fmt: skip
        # What is reported must not be looked at: here it is as tempting as can be.
        rows += [
            {"seed": 1, "left_out": str(fold), "fold": fold, "accuracy_fp32": float(trial == "imagenet")}
            for fold in FOLDS
        ]
        made.add("esc10", trial, pd.DataFrame(rows, columns=COLUMNS))
    return made


def test_every_fold_is_judged_by_networks_without_it_and_another():
    for fold in FOLDS:
        assert sum(fold in pair for pair in PAIRS) == 2
    assert all(len(set(pair)) == 2 for pair in PAIRS)


def test_a_choice_rests_on_networks_and_clips_that_have_nothing_of_the_reported_fold(ledger):
    table = inner(ledger, "esc10", "base")
    assert len(table) == 2 * len(PAIRS)
    for row in table.itertuples():
        assert str(row.reported) in row.left_out.split("-")
        assert row.reported != row.fold


def test_each_fold_gets_the_trial_that_is_best_without_it(ledger):
    trials = ["base", "imagenet"]
    assert [choice(ledger, "esc10", trials, fold) for fold in FOLDS] == ["base"] + ["imagenet"] * 4


def test_an_ablation_compares_the_same_splits(ledger):
    table = ablation(ledger, "esc10").set_index("trial")
    assert table.loc["imagenet", "accuracy_fp32"] == pytest.approx(0.88)
    assert table.loc["imagenet", "accuracy_fp32_change"] == pytest.approx(0.06)
    assert table.loc["imagenet", "networks"] == 5


def test_what_is_learned_among_others_is_told_beside_the_same_trial_alone(ledger):
    rows = [{"seed": 1, "left_out": "1-2", "fold": fold, "accuracy_fp32": 0.95, "ap_fp32": 0.95} for fold in (1, 2)]
    ledger.add("esc10-among-others", "base", pd.DataFrame(rows, columns=COLUMNS))
    (row,) = ablation(ledger, "esc10-among-others").to_dict("records")
    assert row["beside"] == "base of esc10"
    # Of the two folds alone, one is 0.9 and the other, which serves the choice for fold 1, 0.8.
    assert row["accuracy_fp32_change"] == pytest.approx(0.1)


def test_the_page_of_an_ablation_tells_what_was_brought_and_its_error(ledger):
    lines = page(ablation(ledger, "esc10"), "esc10").splitlines()
    (row,) = (line for line in lines if line.startswith("| imagenet | base |"))
    assert " +6.0 ± 2.4 " in row and " +0.0 ± 0.0 " in row


def test_rows_of_several_processes_all_stay(ledger):
    row = {"seed": 2, "left_out": "1-2", "fold": 1, "clips": 80, "accuracy_fp32": 0.5}
    ledger.add("esc10", "base", pd.DataFrame([row], columns=COLUMNS))
    table = ledger.read("esc10", "base")
    assert len(table) == 2 * len(PAIRS) + len(FOLDS) + 1
    assert (table["left_out"] == "1-2").sum() == 3


def test_rows_of_a_network_that_is_judged_anew_take_the_place_of_the_old(ledger):
    row = {"seed": 1, "left_out": "1-2", "fold": 1, "clips": 80, "accuracy_fp32": 0.75, "accuracy_int8": 0.7}
    ledger.add("esc10", "base", pd.DataFrame([row], columns=COLUMNS))
    table = ledger.read("esc10", "base")
    (found,) = table[(table["left_out"] == "1-2") & (table["fold"] == 1)].to_dict("records")
    assert (found["accuracy_fp32"], found["accuracy_int8"]) == (0.75, 0.7)
    assert len(table) == 2 * len(PAIRS) + len(FOLDS)
