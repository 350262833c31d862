"""The engine's speed beside its peers', model by model.

Every model gets a process of its own, pinned to one core, in which earshot on each of its kernel sets,
the peers and the core's peak are timed by turns on the same input. Earshot's outputs must be those of
LiteRT's reference kernels.
"""

import json
import subprocess
import sys

from . import engine_tables, runtimes
from .bursts import milliseconds, paired, quartiles, ratios
from .earshot_engine import Engine
from .machine import measured, model_name, pin, quiet_core, seconds
from .onnx_files import converted

PEAK = "peak of "
PEAK_SECONDS = 0.002


def measure_model(library, model):
    """All figures of one model, in this process."""
    inputs = runtimes.drawn_inputs(model)
    engine = Engine(library)
    wanted = runtimes.litert_reference_bytes(model, inputs)
    runners = {}
    for kernels in engine.kernels():
        runners[kernels] = runner = engine.open(model, kernels, inputs)
        runner.run()
        if runner.output() != wanted:
            sys.exit(f"{model}: on {kernels} earshot's output is not LiteRT's")
    runs = {kernels: runner.run for kernels, runner in runners.items()}
    refused = {}
    for peer, make in runtimes.makers(model, inputs, lambda kind: converted(model, kind)).items():
        try:
            run = make()
            milliseconds(run, 1)
            runs[peer] = run
        except Exception as error:  # a model that this peer does not take, in its own words
            refused[peer] = (str(error).strip().splitlines() or [repr(error)])[0]
    rounds, peaks = with_peaks(engine, runs, list(runners))
    return figures(model_name(model), runners, rounds, peaks, refused)


def with_peaks(engine, runs, kernel_sets):
    """Rounds of all runs, and in each of them, right before a set, the core's peak."""
    peaks = {kernels: [] for kernels in kernel_sets}

    def probe(kernels):
        def run():
            peaks[kernels].append(engine.peak(kernels, PEAK_SECONDS))
        return run

    probes = {PEAK + kernels: probe(kernels) for kernels in kernel_sets}
    rounds = paired({**probes, **runs}, seconds(8))
    return rounds, peaks


def figures(name, runners, rounds, peaks, refused):
    first = next(iter(runners))
    peers = [name for name in rounds if name in runtimes.PEERS]
    result = {
        "name": name, "arenaBytes": runners[first].arena_bytes, "refused": refused,
        "kernels": {}, "peers": {}, "rounds": len(rounds[first])}
    for peer in peers:
        result["peers"][peer] = {"milliseconds": quartiles(rounds[peer].values())[1]}
    for kernels, runner in runners.items():
        took = quartiles(rounds[kernels].values())
        rate = runner.multiply_accumulates / took[1] * 1e-6
        peak = quartiles(peaks[kernels])[1]
        result["kernels"][kernels] = {
            "milliseconds": took[1], "rate": rate, "peak": peak,
            "ratios": {peer: ratios(rounds[peer], rounds[kernels]) for peer in peers}}
    return result


def run(benchmarks, library, models):
    """Prints the tables and returns them as Markdown."""
    results = []
    for model in models:
        out = subprocess.run(
            [sys.executable, "-m", "earshot_benchmarks", "engine-model", library, model],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if out.returncode != 0:
            sys.exit(f"{model}: not measured:\n{out.stderr[-2000:]}")
        results.append(json.loads(out.stdout.splitlines()[-1]))
        print(engine_tables.summary_line(results[-1]), flush=True)
    single = next((m for m in models if model_name(m) == "mcunet-vww1"), models[0])
    threads = measured(benchmarks, "threads", single, str(seconds(8)))
    loads = [measured(benchmarks, "load", single) for _ in range(15)]
    return engine_tables.document(results, model_name(single), threads, loads)


def child(library, model):
    pin(quiet_core())
    print("\n" + json.dumps(measure_model(library, model)))
