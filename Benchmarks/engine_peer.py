"""The engine's time for one inference beside LiteRT's, in the same run, on one core each.

    venv/bin/python Benchmarks/engine_peer.py COMMAND MODEL...

COMMAND is the `benchmarks` program. For each model it and LiteRT run in turn, in each of LiteRT's
settings: as shipped (XNNPACK), without delegate, and on the reference kernels, whose bytes ours
are. Told are the medians of all rounds and the median of the paired ratios; above 1 ours is faster.

Requirements: ai-edge-litert==2.3.0 numpy==2.4.6
"""

import json
import os
import statistics
import subprocess
import sys
import time

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

ROUNDS = 5
SETTINGS = {
    "as shipped": OpResolverType.BUILTIN,
    "no delegate": OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    "reference": OpResolverType.BUILTIN_REF,
}


def ours(command, model):
    out = subprocess.run([command, "engine", model], check=True, capture_output=True).stdout
    return json.loads(out)[0]


def ready(model, resolver):
    net = Interpreter(model_path=model, experimental_op_resolver_type=resolver, num_threads=1)
    net.allocate_tensors()
    for d in net.get_input_details():
        size = int(np.prod(d["shape"])) * np.dtype(d["dtype"]).itemsize
        ramp = (np.arange(size) * 7 % 256).astype(np.uint8).view(d["dtype"])
        net.set_tensor(d["index"], np.nan_to_num(ramp).reshape(d["shape"]))
    return net


def median_milliseconds(net, seconds=0.5):
    """Over bursts of about 12 ms."""
    net.invoke()
    start = time.perf_counter()
    net.invoke()
    count = max(1, int(0.012 / (time.perf_counter() - start)))
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(count):
            net.invoke()
        times.append((time.perf_counter() - start) * 1000 / count)
    return statistics.median(times)


def main():
    command, *models = sys.argv[1:]
    heads = "".join(f"{name + ' ms':>16}{'ratio':>7}" for name in SETTINGS)
    print(f"{'one inference, one core':26}{'ms':>9}{'GMAC/s':>8}{'arena kB':>10}{heads}")
    for model in models:
        nets = {name: ready(model, resolver) for name, resolver in SETTINGS.items()}
        mine, theirs = [], {name: [] for name in SETTINGS}
        for _ in range(ROUNDS):
            result = ours(command, model)
            mine.append(result["milliseconds"])
            for name, net in nets.items():
                theirs[name].append(median_milliseconds(net))
        cells = "".join(
            f"{statistics.median(times):16.3f}"
            f"{statistics.median(t / m for t, m in zip(times, mine)):7.2f}"
            for times in theirs.values())
        took = statistics.median(mine)
        print(
            f"{os.path.basename(model):26}{took:9.3f}"
            f"{result['multiplyAccumulates'] / took / 1e6:8.1f}{result['arenaBytes'] / 1000:10.1f}{cells}",
            flush=True)


main()
