"""The engine's time for one inference beside its peers', in the same run, on one core each.

    venv/bin/python Benchmarks/engine_peer.py COMMAND RESULTS MODEL...

COMMAND is the `benchmarks` program; the table is also written to the Markdown file RESULTS. For each
model earshot and its peers run in turn: LiteRT as shipped (XNNPACK) and on its reference kernels,
whose bytes ours are, and OpenVINO, which reads the same file. Told are the medians of all rounds and
the median of the paired ratios; above 1 earshot is faster.

Requirements: ai-edge-litert==2.3.0 openvino==2026.4.1 numpy==2.4.6
"""

import json
import os
import statistics
import subprocess
import sys
import time

import numpy as np
import openvino
from ai_edge_litert.interpreter import Interpreter, OpResolverType

ROUNDS = 5
PEERS = ["LiteRT", "LiteRT reference", "OpenVINO"]


def ours(command, model):
    out = subprocess.run([command, "engine", model], check=True, capture_output=True).stdout
    return json.loads(out)[0]


def name_of(model):
    """Of a bundle's model, the bundle's."""
    name = os.path.basename(model).removesuffix(".tflite")
    return os.path.basename(os.path.dirname(model)) if name == "model" else name


def kernels(command):
    return subprocess.run([command, "kernels"], check=True, capture_output=True, text=True).stdout.strip()


def ramp(shape, dtype):
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    values = (np.arange(size) * 7 % 256).astype(np.uint8).view(dtype)
    return np.nan_to_num(values).reshape(shape)


def litert(model, resolver):
    """What runs the model once, its input set."""
    net = Interpreter(model_path=model, experimental_op_resolver_type=resolver, num_threads=1)
    net.allocate_tensors()
    for d in net.get_input_details():
        net.set_tensor(d["index"], ramp(d["shape"], d["dtype"]))
    return net.invoke


def in_openvino(model):
    core = openvino.Core()
    net = core.read_model(model)
    net.reshape({i: [1] + list(i.partial_shape)[1:] for i in net.inputs})
    compiled = core.compile_model(
        net, "CPU", {"INFERENCE_NUM_THREADS": 1, "PERFORMANCE_HINT": "LATENCY"})
    request = compiled.create_infer_request()
    for i, port in enumerate(compiled.inputs):
        request.set_input_tensor(i, openvino.Tensor(ramp(list(port.shape), port.element_type.to_dtype())))
    return request.infer


def peers(model):
    found = {
        "LiteRT": litert(model, OpResolverType.BUILTIN),
        "LiteRT reference": litert(model, OpResolverType.BUILTIN_REF),
    }
    try:
        found["OpenVINO"] = in_openvino(model)
    except Exception as error:  # a model that it does not take
        print(f"OpenVINO: {os.path.basename(model)}: {str(error).splitlines()[0]}", file=sys.stderr)
    return found


def median_milliseconds(invoke, seconds=0.5):
    """Over bursts of about 12 ms."""
    invoke()
    start = time.perf_counter()
    invoke()
    count = max(1, int(0.012 / (time.perf_counter() - start)))
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        for _ in range(count):
            invoke()
        times.append((time.perf_counter() - start) * 1000 / count)
    return statistics.median(times)


def main():
    command, path, *models = sys.argv[1:]
    cpu = next(line.split(": ")[1] for line in open("/proc/cpuinfo") if line.startswith("model name"))
    lines = [
        "# Speed of the engine",
        "",
        f"One inference, one thread, on {cpu.strip()}, kernels {kernels(command)}; milliseconds, and how",
        "many times faster earshot is, as the median of paired runs. Written by `make bench`.",
        "",
        "| model | earshot ms | GMAC/s | arena kB | " + " | ".join(f"{p} ms | ratio" for p in PEERS) + " |",
        "|---" * (4 + 2 * len(PEERS)) + "|",
    ]
    print("\n".join(lines), flush=True)
    for model in models:
        nets = peers(model)
        mine, theirs = [], {name: [] for name in nets}
        for _ in range(ROUNDS):
            result = ours(command, model)
            mine.append(result["milliseconds"])
            for name, net in nets.items():
                theirs[name].append(median_milliseconds(net))
        took = statistics.median(mine)
        cells = [
            name_of(model), f"{took:.4f}",
            f"{result['multiplyAccumulates'] / took / 1e6:.0f}", f"{result['arenaBytes'] / 1000:.1f}"]
        for peer in PEERS:
            if peer in theirs:
                cells.append(f"{statistics.median(theirs[peer]):.4f}")
                cells.append(f"{statistics.median(t / m for t, m in zip(theirs[peer], mine)):.2f}")
            else:
                cells += ["", ""]
        lines.append("| " + " | ".join(cells) + " |")
        print(lines[-1], flush=True)
    with open(path, "w") as file:
        file.write("\n".join(lines) + "\n")


main()
