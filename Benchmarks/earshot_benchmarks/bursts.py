"""Paired timing of several ways to do the same, in one process.

A round gives each of them a burst of some milliseconds, and the order turns from round to round, so
that whatever else the machine does falls on all of them alike. What is compared are times of the same
round.
"""

import statistics
import time

BURST_SECONDS = 0.012
LEAST_ROUNDS = 5
# What takes longer than this takes part in every eighth round only, once it has taken part in some.
SLOW_SECONDS = 0.03


def milliseconds(run, count):
    """The median of `count` runs, after one that fetches code and weights into the caches."""
    run()
    times = []
    for _ in range(count):
        start = time.perf_counter_ns()
        run()
        times.append(time.perf_counter_ns() - start)
    return statistics.median(times) * 1e-6


def paired(runs, seconds):
    """For each name in `runs` a dictionary from round to milliseconds."""
    once = {name: min(milliseconds(run, 1) for _ in range(3)) * 1e-3 for name, run in runs.items()}
    counts = {name: max(1, min(500, int(BURST_SECONDS / t))) for name, t in once.items()}
    names, rounds = list(runs), {name: {} for name in runs}
    end, turn = time.perf_counter() + seconds, 0
    while turn < LEAST_ROUNDS or time.perf_counter() < end:
        for position in range(len(names)):
            name = names[(position + turn) % len(names)]
            if turn >= LEAST_ROUNDS and once[name] > SLOW_SECONDS and turn % 8:
                continue
            rounds[name][turn] = milliseconds(runs[name], counts[name])
        turn += 1
    return rounds


def quartiles(values):
    """First quartile, median, third quartile."""
    return statistics.quantiles(values, n=4, method="inclusive")


def ratios(theirs, ours):
    """Quartiles of theirs / ours over the rounds in which both took part."""
    return quartiles([theirs[turn] / ours[turn] for turn in theirs if turn in ours])
