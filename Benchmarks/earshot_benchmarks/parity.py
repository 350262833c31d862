"""Every tensor of every operator of every model, earshot's beside LiteRT's reference kernels'.

For each input LiteRT runs with all tensors kept, and earshot, once on each kernel set of this CPU,
answers with digests of the same tensors (`benchmarks digests`). Inputs are those of
Tests/Golden/engine/patterns.py: seven structured ones, then random ones. Networks with heads that `earshot train`
has written get the images of real windows instead.
"""

import hashlib
import itertools
import json
import os
import subprocess
import sys
from collections import Counter

import numpy as np

from . import parity_tables, runtimes
from .machine import REPOSITORY, measured, model_name

sys.path.insert(0, str(REPOSITORY / "Tests/Golden/engine"))
import patterns

SEED = 7
DIGEST_BYTES = 32


class Earshot:
    """One model on one kernel set, in a process of its own."""

    def __init__(self, benchmarks, model, kernels):
        self.process = subprocess.Popen(
            [benchmarks, "digests", model, kernels], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        line = self.process.stdout.readline()
        if not line:  # why, it has written to standard error
            raise SystemExit(f"earshot does not take {model} on {kernels}")
        self.header = json.loads(line)
        self.count = len(self.header["operators"]) + 1

    def ask(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def answer(self):
        """Digests of every operator's output, and of the model's outputs unobserved."""
        data = self.process.stdout.read(DIGEST_BYTES * self.count)
        if len(data) != DIGEST_BYTES * self.count:
            raise SystemExit(f"earshot ended: {self.process.args}")
        return [data[at : at + DIGEST_BYTES] for at in range(0, len(data), DIGEST_BYTES)]

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class LiteRT:
    def __init__(self, model):
        self.net = runtimes.interpreter(model, "BUILTIN_REF", keep_tensors=True)
        self.inputs = self.net.get_input_details()
        self.outputs = [details["index"] for details in self.net.get_output_details()]
        # (name, tensor) in the order of execution
        self.operators = [
            (details["op_name"], int(tensor)) for details in self.net._get_ops_details()
            for tensor in details["outputs"]]

    def digests(self, arrays):
        for details, array in zip(self.inputs, arrays):
            self.net.set_tensor(details["index"], array)
        self.net.invoke()
        every = [self.digest([tensor]) for _, tensor in self.operators]
        return every + [self.digest(self.outputs)]

    def digest(self, tensors):
        return hashlib.sha256(b"".join(self.net.get_tensor(t).tobytes() for t in tensors)).digest()


def drawn(litert, count):
    """Kind and arrays of each input."""
    return itertools.islice(patterns.runs(litert.inputs, SEED, random_pairs=count // 2), count)


def windows(litert, images):
    """Likewise, of windows' images as `earshot features` has written them, one array a recording."""
    shape = tuple(litert.inputs[0]["shape"])
    for image in np.concatenate(images):
        yield "window", [np.ascontiguousarray(image.reshape(shape))]


def compare(benchmarks, model, kernel_sets, inputs, count):
    """All figures of one model; `differing` names what differs, by kernel set.

    inputs: given the model on LiteRT, kind and arrays of each of `count` inputs.
    """
    litert = LiteRT(model)
    engines = {kernels: Earshot(benchmarks, model, kernels) for kernels in kernel_sets}
    header = next(iter(engines.values())).header
    operators = header["operators"]
    if [(o["name"], o["tensor"]) for o in operators] != litert.operators:
        raise SystemExit(f"{model}: earshot and LiteRT list other operators")
    names = [f"{at} {o['name']}" for at, o in enumerate(operators)] + ["outputs, unobserved"]
    differing = {kernels: [] for kernels in kernel_sets}
    for number, (kind, arrays) in enumerate(inputs(litert)):
        data = b"".join(array.tobytes() for array in arrays)
        for engine in engines.values():
            engine.ask(data)
        wanted = litert.digests(arrays)
        for kernels, engine in engines.items():
            differing[kernels] += [
                f"input {number} {kind}: {name}"
                for name, a, b in zip(names, engine.answer(), wanted) if a != b]
    for engine in engines.values():
        engine.close()
    return {
        "name": model_name(model), "operators": Counter(o["name"] for o in operators),
        "treatments": Counter(o["treatment"] for o in operators), "constants": header["constants"],
        "inputs": count, "values": count * sum(o["values"] for o in operators),
        "differing": differing}


def run(benchmarks, models, heads=(), images=()):
    """Returns the tables as Markdown, and whether all is equal.

    heads: networks with written heads. images: .npy files of windows for them.
    """
    count = int(os.environ.get("PARITY_INPUTS", "200"))
    kernel_sets = measured(benchmarks, "kernels")
    results = []
    for model in models:
        results.append(
            compare(benchmarks, model, kernel_sets, lambda litert: drawn(litert, count), count))
        print(parity_tables.line(results[-1]), flush=True)
    arrays = [np.load(path) for path in images]
    for model in heads:
        kept = np.concatenate(arrays)[:count]
        results.append(
            compare(benchmarks, model, kernel_sets, lambda litert: windows(litert, [kept]), len(kept)))
        print(parity_tables.line(results[-1]), flush=True)
    return parity_tables.document(results, kernel_sets, SEED), not any(
        names for r in results for names in r["differing"].values())
