"""Trains, judges and writes the models of earshot. What was trained is not trained again.

Training/environment.sh python -m earshot_training STEP …
"""

import argparse
from pathlib import Path

from . import esc10_report
from .ablation import write_ablation
from .card import write_card
from .fold_bundles import write_fold_bundles
from .folds import FOLDS
from .judging import judge
from .ledger import Ledger
from .open_set import open_table
from .pooling import write_pooling
from .products import PRODUCTS, SEEDS, Product
from .protocol import PAIRS, choice
from .queue_of_runs import Run, enter_all
from .runs import Workshop
from .shipping import good_enough, ship
from .tasks import TASKS
from .trial import TRIALS

HERE = Path(__file__).parents[1]
REPOSITORY = HERE.parent


def main() -> None:
    options = parsed()
    options.results.mkdir(exist_ok=True)
    options.step(options, Workshop(options.models, options.work, options.teacher), Ledger(options.results / "runs"))


def parsed() -> argparse.Namespace:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--audio", type=Path, default=REPOSITORY.parent / "shared/audio")
    common.add_argument("--models", type=Path, default=REPOSITORY.parent / "shared/models")
    common.add_argument("--teacher", type=Path, help="BirdNET's network (float32 .tflite), for trials that it teaches")
    common.add_argument("--work", type=Path, default=HERE / "work")
    common.add_argument("--results", type=Path, default=HERE / "results")
    common.add_argument("--jobs", type=int, default=1, help="processes, of one thread each")
    parser = argparse.ArgumentParser(prog="python -m earshot_training", description=__doc__)
    steps = parser.add_subparsers(required=True, metavar="STEP")

    trying = steps.add_parser("try", parents=[common], help="train and judge trials; rows go to results/runs")
    trying.add_argument("--task", choices=TASKS, required=True)
    trying.add_argument("--trials", nargs="+", choices=[*TRIALS, "all"], metavar="TRIAL", default=["all"])
    trying.add_argument("--seeds", type=int, nargs="+", default=[1])
    trying.add_argument("--outer", action="store_true", help="without one fold each: to report, not to choose by")
    trying.add_argument("--int8", action="store_true", help="judges inner networks in int8, too")
    trying.set_defaults(step=try_trials)

    bundles = steps.add_parser("bundles", parents=[common], help="networks of --outer as bundles, in the work folder")
    bundles.add_argument("--task", choices=TASKS, required=True)
    bundles.add_argument("--trial", choices=TRIALS, required=True, metavar="TRIAL")
    bundles.add_argument("--seeds", type=int, nargs="+", default=[1])
    bundles.set_defaults(step=write_bundles)

    tables = steps.add_parser("tables", parents=[common], help="the ablation tables, from results/runs")
    tables.set_defaults(step=write_tables)

    shipping = steps.add_parser("ship", parents=[common], help="all that a shipped model needs, and the model")
    names = {product.title.name: product for product in PRODUCTS}
    shipping.add_argument("products", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; all")
    shipping.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="trained for the figures of its card")
    shipping.add_argument("--bundles", type=Path, default=REPOSITORY / "Models")
    shipping.set_defaults(step=ship_products)

    cards = steps.add_parser("cards", parents=[common], help="the cards anew, from what was found before")
    cards.add_argument("products", nargs="*", metavar="NAME", help=f"of {', '.join(names)}; all")
    cards.add_argument("--bundles", type=Path, default=REPOSITORY / "Models")
    cards.set_defaults(step=write_cards)
    return parser.parse_args()


def try_trials(options: argparse.Namespace, workshop: Workshop, ledger: Ledger) -> None:
    trials = list(TRIALS) if "all" in options.trials else options.trials
    splits = [(fold,) for fold in FOLDS] if options.outer else PAIRS
    runs = [
        Run(options.task, trial, seed, left_out, options.outer or options.int8)
        for trial in trials
        for seed in options.seeds
        for left_out in splits
    ]
    enter_all(runs, options.audio, workshop, ledger, options.jobs)


def write_bundles(options: argparse.Namespace, workshop: Workshop, _: Ledger) -> None:
    for seed in options.seeds:
        print(write_fold_bundles(workshop, TASKS[options.task](options.audio), TRIALS[options.trial], seed))


def write_tables(options: argparse.Namespace, workshop: Workshop, ledger: Ledger) -> None:
    for task in TASKS:
        table = write_ablation(ledger, task, options.results)
        if not len(table):
            continue
        print(table.round(3).to_string(index=False))
        if task == "esc10":
            pooled = write_pooling(workshop, TASKS[task](options.audio), TRIALS[PRODUCTS[0].alone], options.results)
            print(pooled.round(4).to_string(index=False))
        whole = list(table["trial"][table["networks"] >= len(PAIRS)])
        for fold in FOLDS if whole else ():
            print(f"{task}, for fold {fold} without having seen it: {choice(ledger, task, whole, fold)}")


def ship_products(options: argparse.Namespace, workshop: Workshop, ledger: Ledger) -> None:
    products = chosen(options.products)
    runs = [run for product in products for run in runs_of(product, options.results, options.seeds)]
    enter_all(list(dict.fromkeys(runs)), options.audio, workshop, ledger, options.jobs)
    for product in products:
        task, trial = TASKS[product.task](options.audio), TRIALS[product.trial]
        table = open_table(workshop, task, trial, SEEDS[0])
        table.round(4).to_csv(options.results / f"{product.title.name}.csv", index=False)
        outputs = good_enough(task.classes, list(table["ap_int8"]))
        bundle = options.bundles / product.title.name
        ship(workshop, task, trial, SEEDS[0], outputs, product.title, bundle)
        judge(product, workshop, options.audio, bundle, options.results, options.seeds)
        print(bundle)
    write_cards(options, workshop, ledger)


def write_cards(options: argparse.Namespace, workshop: Workshop, _: Ledger) -> None:
    for product in chosen(options.products):
        topology, task = workshop.topology(TRIALS[product.trial]), TASKS[product.task](options.audio)
        write_card(options.bundles / product.title.name, product, topology, task, options.results)


def chosen(names: list[str]) -> list[Product]:
    """The products of some names, or of none all."""
    if unknown := set(names) - {product.title.name for product in PRODUCTS}:
        raise SystemExit(f"no product is called {', '.join(sorted(unknown))}")
    return [product for product in PRODUCTS if not names or product.title.name in names]


def runs_of(product: Product, results: Path, seeds: tuple[int, ...] = SEEDS) -> list[Run]:
    """The network that ships; those of the first seed, which decide and are judged; of other seeds, their figures.

    Those of ESC-10 are judged together, once a trial.
    """
    needed = [Run(product.task, product.trial, SEEDS[0], pair, int8=False, with_network=True) for pair in PAIRS]
    needed += [Run(product.task, product.trial, SEEDS[0], (fold,), with_network=True) for fold in FOLDS]
    needed.append(Run(product.task, product.trial, SEEDS[0], (), with_network=True))
    alone = not esc10_report.is_known(results, product.alone, seeds)
    needed += [Run("esc10", product.alone, seed, (fold,), with_network=alone) for seed in seeds for fold in FOLDS]
    others = [seed for seed in seeds if seed != SEEDS[0]]
    return needed + [Run(product.task, product.trial, seed, (fold,)) for seed in others for fold in FOLDS]


if __name__ == "__main__":
    main()
