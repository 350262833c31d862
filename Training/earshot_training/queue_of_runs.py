"""Many trainings on several cores: each process takes the next that is not done."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .ledger import Ledger
from .runs import Workshop
from .tasks import TASKS
from .trial import TRIALS


@dataclass(frozen=True)
class Run:
    """A network that is trained without some folds, and judged on them; without none, it ships."""

    task: str
    trial: str
    seed: int
    left_out: tuple[int, ...]
    int8: bool = True
    """Whether it is judged in int8, too."""
    with_network: bool = False
    """Whether the network is needed itself: it is trained where only its figures are known."""


def enter(run: Run, audio: Path, workshop: Workshop, ledger: Ledger) -> Run:
    task, trial = TASKS[run.task](audio), TRIALS[run.trial]
    if not run.left_out:
        workshop.weights(task, trial, run.seed, ())
        return run
    if run.with_network:
        workshop.judged(task, trial, run.seed, run.left_out, run.int8)
    ledger.enter(workshop, task, trial, run.seed, run.left_out, run.int8)
    return run


def enter_all(runs: list[Run], audio: Path, workshop: Workshop, ledger: Ledger, jobs: int) -> None:
    """In the order given, `jobs` at a time; the first error ends it, and what was trained stays."""
    work = partial(enter, audio=audio, workshop=workshop, ledger=ledger)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        waiting = [pool.submit(work, run) for run in runs]
        for count, done in enumerate(as_completed(waiting), 1):
            run = done.result()
            without = " and ".join(map(str, run.left_out)) or "nothing"
            print(f"{count} of {len(runs)}: {run.task} {run.trial}, seed {run.seed}, without {without}", flush=True)
