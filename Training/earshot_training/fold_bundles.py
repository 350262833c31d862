"""The networks of a cross-validation as bundles, for `earshot validate audio --model '…/fold-{fold}'`."""

from pathlib import Path

from .bundle import UNDECIDED, Title, write_bundle
from .folds import FOLDS
from .open_set import Decision, inner_decisions
from .runs import Workshop, save
from .tasks import Task
from .trial import Trial


def write_fold_bundles(
    workshop: Workshop, task: Task, trial: Trial, seed: int, decided: list[Decision] | None = None
) -> Path:
    """A folder `fold-K` for each fold: the network that was trained without it, with its float weights beside it.

    Where nothing is `decided`, calibration and thresholds in the open are those of the inner splits: they have not
    seen fold K either.
    """
    folder = workshop.work / "bundles" / task.name / trial.name / (f"seed-{seed}" + ("-decided" if decided else ""))
    for fold in FOLDS:
        made = decided or [UNDECIDED] * len(task.classes)
        if not decided and "background" in task.classes:
            made = inner_decisions(workshop, task, trial, seed, fold)
        title = Title(f"{task.name}-{trial.name}-without-{fold}", "0", "none", "A network of a cross-validation.")
        network = workshop.int8_file(task, trial, seed, (fold,))
        write_bundle(folder / f"fold-{fold}", network, title, trial.layout, list(task.classes), made)
        save(folder / f"fold-{fold}" / "weights.npz", **workshop.weights(task, trial, seed, (fold,)))
    return folder
