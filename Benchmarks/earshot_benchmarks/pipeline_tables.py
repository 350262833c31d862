"""What the pipeline's figures look like, as Markdown."""

from . import goals
from .machine import cpu_name
from .python_pipeline import REFERENCE, VARIANTS
from .sounds import FILES, FORMATS, SECONDS
from .tables import spread, table

SHARED = ("decode", "resample")


def floor_share(result):
    return sum(result["stages"][stage] for stage in SHARED) / result["seconds"]


def rest(result):
    """What the whole program takes beside its stages."""
    return result["seconds"] - sum(result["stages"].values())


def fastest(result):
    return min(VARIANTS, key=lambda v: result["python"][v]["ratio"][1])


def line(result):
    ratios = ", ".join(f"{v} {spread(result['python'][v]['ratio'])}" for v in VARIANTS)
    return f"{result['format']}: {result['seconds']:.2f} s, Python / earshot: {ratios}"


def stage_table(results):
    head = ["", "decode", "resample", "front end", "network", "digest", "rule, log, start", "whole"]

    def ours(r):
        s = r["stages"]
        times = [s[name] for name in ("decode", "resample", "frontEnd", "network", "digest")]
        return [f"{r['format']}, earshot", *map(seconds, times), seconds(rest(r)), seconds(r["seconds"])]

    def theirs(r, variant):
        s = r["python"][variant]["stages"]
        times = [s[name] for name in ("decode", "resample", "frontEnd", "network")]
        return [
            f"{r['format']}, Python, {variant}", *map(seconds, times), "–", seconds(s["log"]),
            seconds(sum(s.values()))]

    return table(head, [row for r in results for row in (ours(r), *(theirs(r, v) for v in VARIANTS))])


def seconds(value):
    return f"{value:.2f}"


def ratio_table(results):
    head = [
        "", *(f"against Python, {v}" for v in VARIANTS), "goal",
        *(f"as processes, {v}" for v in VARIANTS), "decoding and resampling, share", "goal",
        "two jobs against one", "goal", "MB"]

    def cells(r):
        name = r["format"]
        ratio, share, jobs = r["python"][fastest(r)]["ratio"][1], floor_share(r), r["jobs"]
        return [
            name, *(spread(r["python"][v]["ratio"]) for v in VARIANTS),
            goals.judged(ratio >= goals.PIPELINE[name], goals.PIPELINE[name]),
            *(spread(r["python"][v]["processes"]) for v in VARIANTS), f"{share:.2f}",
            goals.judged(share >= goals.FLOOR_SHARE[name], goals.FLOOR_SHARE[name]),
            spread(jobs), goals.judged(jobs[1] >= goals.TWO_AGAINST_ONE, goals.TWO_AGAINST_ONE),
            f"{r['kilobytes'] / 1000:.0f}"]

    return table(head, map(cells, results))


def agreement_table(results):
    head = [
        "", "windows", "logits equal", "at most one step apart", "most steps", "99 % of scores within",
        "all within", "events here", "the same there", "only there"]
    rows = []
    for r in results:
        for variant in (REFERENCE, *VARIANTS):
            a = r["agreement"][variant]
            rows.append([
                f"{r['format']}, {variant}", f"{r['windows']}", f"{100 * a['equal']:.2f} %",
                f"{100 * a['within_one']:.2f} %", f"{a['largest']}", f"{a['score99']:.4f}",
                f"{a['score']:.3f}", f"{a['events']}", f"{a['same_events']}", f"{a['only_theirs']}"])
    return table(head, rows)


def document(results, day):
    megabytes = day["kilobytes"] / 1000
    return f"""\
## Pipeline

Recordings to logged events, one job, on {cpu_name()}: {FILES * SECONDS // 60} minutes of 48 kHz sound
in {FILES} files, in seconds. Both cut the same windows and have the same front end, network and rule.
Python, usual, is soundfile, soxr, librosa and LiteRT; tuned is soundfile, soxr, SciPy's FFT in blocks and
OpenVINO. Loading libraries is not counted for Python; for earshot, everything is. All by turns on one
core.

{stage_table(results)}

How many times faster earshot is, as the median of paired runs with their quartiles: with Python's time as
above, for which the goals are, those of the faster Python; and with all of its process, libraries loaded
and models compiled, as it is for earshot throughout. Then the share of decoding and resampling, for which
all use libsndfile and soxr in builds of their own, in earshot's time; and for 120 minutes in
{4 * FILES} files, two jobs on two cores against one job on one:

{ratio_table(results)}

One file of {day['hours']} h takes {day['seconds']:.0f} s and {megabytes:.0f} MB \
(goal {goals.judged(megabytes < goals.DAY_MEGABYTES, goals.DAY_MEGABYTES)}).

How close the results are: with LiteRT's reference kernels, whose bytes earshot's are, what is left are
the front ends' and resamplers' last bits; the faster kernels of LiteRT and OpenVINO round otherwise.

{agreement_table(results)}
"""
