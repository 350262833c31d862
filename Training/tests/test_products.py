"""What a product needs, and what it need not do again."""

from types import SimpleNamespace

from earshot_training.__main__ import runs_of
from earshot_training.esc10_report import path
from earshot_training.folds import FOLDS
from earshot_training.pooling import write_pooling
from earshot_training.products import PRODUCTS, SEEDS
from earshot_training.queue_of_runs import Run
from earshot_training.trial import TRIALS

ANIMALS = PRODUCTS[0]


def test_the_first_seed_is_there_itself_and_of_the_others_the_figures_are_enough(tmp_path):
    runs = runs_of(ANIMALS, tmp_path)
    own = [run for run in runs if run.task == ANIMALS.task]
    assert {run.trial for run in own} == {ANIMALS.trial}
    assert {(run.seed, run.left_out) for run in own if len(run.left_out) == 1} == {
        (seed, (fold,)) for seed in SEEDS for fold in FOLDS
    }
    assert all(run.with_network == (run.seed == SEEDS[0]) for run in own)
    assert Run(ANIMALS.task, ANIMALS.trial, SEEDS[0], (), with_network=True) in own


def test_a_table_of_esc10_that_is_there_needs_no_networks_again(tmp_path):
    def needed():
        return {run.with_network for run in runs_of(ANIMALS, tmp_path) if run.task == "esc10"}

    assert needed() == {True}
    path(tmp_path, ANIMALS.alone).parent.mkdir()
    path(tmp_path, ANIMALS.alone).write_text("seed,fold\n" + "".join(f"{seed},all\n" for seed in SEEDS))
    assert needed() == {False}


def test_every_product_is_told_by_trials_that_there_are():
    assert all(trial in TRIALS for product in PRODUCTS for trial in (product.trial, product.alone))
    assert len({product.title.name for product in PRODUCTS}) == len(PRODUCTS) == 3


def test_a_table_of_pooling_from_more_networks_stays(tmp_path, monkeypatch):
    import pandas as pd

    import earshot_training.pooling as pooling

    named = SimpleNamespace(name="esc10")
    rest = {"overlap": "none", "pooling": "mean of scores", "accuracy_fp32": 0.95, "ap_fp32": 0.98}
    for networks, written in ((4, 4), (2, 4), (5, 5)):
        made = pd.DataFrame([rest | {"networks": networks}])
        monkeypatch.setattr(pooling, "pooling_table", lambda *_, made=made: made)
        assert list(write_pooling(None, named, named, tmp_path)["networks"]) == [written]
        assert list(pd.read_csv(tmp_path / "pooling-esc10.csv")["networks"]) == [written]
        assert f"| none | mean of scores | {written} | 95.0 % | 0.980 |" in (tmp_path / "pooling-esc10.md").read_text()
