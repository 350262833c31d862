"""What the engine's figures look like, as Markdown."""

import statistics

from . import goals, runtimes
from .bursts import quartiles
from .machine import cpu_name
from .tables import milliseconds, spread, table


def best_peer(result):
    """Whose median is the lowest."""
    return min(result["peers"], key=lambda peer: result["peers"][peer]["milliseconds"])


def ours(result):
    """Name and figures of the fastest kernel set, which is the one in use."""
    return next(iter(result["kernels"].items()))


def share(figures):
    return f"{100 * figures['rate'] / figures['peak']:.0f} %" if figures["peak"] else "–"


def summary_cells(result):
    kernels, figures = ours(result)
    peer = best_peer(result)
    ratio, goal = figures["ratios"][peer], goals.engine(result["name"])
    return [
        result["name"], milliseconds(figures["milliseconds"]), f"{figures['rate']:.0f}",
        share(figures), f"{result['arenaBytes'] / 1000:.1f}", peer,
        milliseconds(result["peers"][peer]["milliseconds"]), spread(ratio),
        goals.judged(ratio[1] >= goal, goal)]


def summary_line(result):
    return "  ".join(summary_cells(result))


def summary(results):
    head = [
        "model", "ms", "GMAC/s", "of the peak", "arena kB", "best peer", "its ms", "ratio", "goal"]
    return table(head, map(summary_cells, results))


def peers(results):
    def cell(result, peer):
        if peer in result["refused"]:
            return "cannot: " + result["refused"][peer].replace("|", "/")[:80]
        ratio = ours(result)[1]["ratios"][peer]
        return f"{milliseconds(result['peers'][peer]['milliseconds'])}: {spread(ratio)}"

    return table(
        ["model", *runtimes.PEERS],
        [[r["name"], *(cell(r, peer) for peer in runtimes.PEERS)] for r in results])


def kernel_sets(results):
    def cell(result, kernels):
        figures = result["kernels"][kernels]
        ratio = figures["ratios"][best_peer(result)]
        of_peak = f", {share(figures)}" if figures["peak"] else ""
        return f"{milliseconds(figures['milliseconds'])}{of_peak}: {ratio[1]:.2f}"

    names = list(results[0]["kernels"])
    return table(
        ["model", *names], [[r["name"], *(cell(r, name) for name in names)] for r in results])


def document(results, single, threads, loads):
    name, _ = ours(results[0])
    peaks = ", ".join(
        f"{kernels} {statistics.median(r['kernels'][kernels]['peak'] for r in results):.0f}"
        for kernels, figures in results[0]["kernels"].items() if figures["peak"])
    first = quartiles([load["firstResultMilliseconds"] for load in loads])
    two = quartiles(threads["ratios"])
    load_goal, thread_goal = goals.FIRST_RESULT_MILLISECONDS, goals.TWO_AGAINST_ONE
    return f"""\
## Engine

One inference, one thread, on {cpu_name()}, kernels {name}, beside {runtimes.versions()}. All
run by turns in one process on one core, in bursts of 12 ms, their input set beforehand; a ratio is the
median of those of the rounds, and in brackets their quartiles: above 1 earshot is faster. The peak
is what this core reached in the same rounds with the kernel set's multiply-add instruction on operands
at hand ({peaks} GMAC/s).

{summary(results)}

{single}: from the file's name to a first result in {first[1]:.1f} ms \
({first[0]:.1f}–{first[2]:.1f}, processes just started; goal {goals.judged(first[1] < load_goal, load_goal)}). \
Two threads over windows of their own do {two[1]:.2f} ({two[0]:.2f}–{two[2]:.2f}) times the work of one \
(goal {goals.judged(two[1] >= thread_goal, thread_goal)}).

Every peer, milliseconds and ratio:

{peers(results)}

Every kernel set that this CPU can run: milliseconds, share of the set's own peak, ratio to the best
peer, which uses what the CPU has:

{kernel_sets(results)}
"""
