"""The whole pipeline, recordings to logged events, beside what is written in Python.

By turns, each in a process of its own on one core: `earshot classify --jobs 1` as a whole, what its
stages take (`benchmarks pipeline`), and the variants of `python_pipeline.py`. Earshot's time is that of
its process from start to end; Python's begins when its libraries and models are loaded.
"""

import csv
import io
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor

from . import pipeline_tables
from .agreement import compared
from .bursts import quartiles
from .machine import REPOSITORY, quiet_core, seconds
from .python_pipeline import REFERENCE, VARIANTS
from .sounds import FORMATS, half_hour, hours, two_hours

BUNDLE = REPOSITORY / "Models/earshot-animals"


def timed(command, core=None):
    """Runs a command: seconds from start to end, kilobytes at most, what it printed."""
    pinned = None if core is None else lambda: os.sched_setaffinity(0, {core})
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=errors, preexec_fn=pinned)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            sys.exit(f"{command[0]} failed: {errors.read()[-2000:]}")
        output.seek(0)
        return took, usage.ru_maxrss, output.read()


class Programs:
    def __init__(self, earshot, benchmarks):
        self.earshot, self.benchmarks = earshot, benchmarks
        self.core = quiet_core()

    def classify(self, paths, jobs, folder, pinned=True):
        """Seconds, kilobytes and the log's path."""
        log = os.path.join(folder, f"{time.monotonic_ns()}.sqlite")
        took, memory, _ = timed(
            [self.earshot, "classify", "--jobs", jobs, "--log", log, "--model", BUNDLE, *paths],
            self.core if pinned else None)
        return took, memory, log

    def stages(self, paths):
        return json.loads(timed([self.benchmarks, "pipeline", BUNDLE, *paths], self.core)[2])

    def python(self, variant, paths, folder):
        log = os.path.join(folder, f"{time.monotonic_ns()}.sqlite")
        took, _, out = timed(
            [sys.executable, "-m", "earshot_benchmarks", "python-pipeline", variant, BUNDLE, log,
             *paths], self.core)
        return {"process": took, **json.loads(out.splitlines()[-1])}

    def events(self, log):
        """(file, species, start, end, peak) of an earshot log."""
        text = timed([self.earshot, "events", "--log", log, "--format", "csv"])[2]
        return [
            (os.path.basename(e["path"]), e["common_name"], float(e["start_seconds"]),
             float(e["end_seconds"]), float(e["peak"])) for e in csv.DictReader(io.StringIO(text))]


def measure(programs, extension, rounds):
    """All figures of one format."""
    paths, many = made(half_hour, extension), made(two_hours, extension)
    whole, stages, jobs = [], [], []
    pythons = {variant: [] for variant in VARIANTS}
    with tempfile.TemporaryDirectory() as folder:
        programs.classify(paths, 1, folder)  # brings the recordings into memory
        for _ in range(rounds):
            took, memory, log = programs.classify(paths, 1, folder)
            whole.append(took)
            stages.append(programs.stages(paths))
            for variant in VARIANTS:
                pythons[variant].append(programs.python(variant, paths, folder))
        for _ in range(rounds):
            one = programs.classify(many, 1, folder)[0]
            jobs.append(one / programs.classify(many, 2, folder, pinned=False)[0])
        ours = programs.events(log)
        runs = {v: pythons[v][0] for v in VARIANTS}
        runs[REFERENCE] = programs.python(REFERENCE, paths, folder)
    manifest = json.loads((BUNDLE / "bundle.json").read_text())
    return {
        "format": extension, "windows": stages[0]["windows"], "seconds": statistics.median(whole),
        "kilobytes": memory, "jobs": quartiles(jobs),
        "stages": medians(stages),
        "python": {
            variant: {
                "stages": medians(each),
                "ratio": quartiles(
                    [sum(p["stages"].values()) / w for p, w in zip(each, whole)]),
                "processes": quartiles([p["process"] / w for p, w in zip(each, whole)])}
            for variant, each in pythons.items()},
        "agreement": {v: compared(stages[0], ours, run, manifest) for v, run in runs.items()}}


def made(sounds, kind):
    """Has recordings made by a process of its own: what a child of this one is said to have taken at most
    includes what this one ever took."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as maker:
        return maker.submit(sounds, kind).result()


def medians(runs):
    return {name: statistics.median(r["stages"][name] for r in runs) for name in runs[0]["stages"]}


def day(programs, count):
    """Seconds and kilobytes for one file of so many hours."""
    path = made(hours, count)
    with tempfile.TemporaryDirectory() as folder:
        took, memory, _ = programs.classify([path], 1, folder)
    return {"hours": count, "seconds": took, "kilobytes": memory}


def run(earshot, benchmarks):
    """Returns the tables as Markdown."""
    programs = Programs(earshot, benchmarks)
    rounds = max(2, int(seconds(8)))
    results = []
    for extension in FORMATS:
        results.append(measure(programs, extension, rounds))
        print(pipeline_tables.line(results[-1]), flush=True)
    # A quick run shows with an hour that it works.
    memory = day(programs, 24 if "BENCH_SECONDS" not in os.environ else 1)
    return pipeline_tables.document(results, memory)
