"""The machine that is measured on, and what its results are named after."""

import json
import os
import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
WORK = REPOSITORY / "Benchmarks/work"


def cpu_name():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(": ", 1)[1].strip()
    return os.uname().machine


def pin(core):
    """This process, all its threads and all its children run on one core."""
    os.sched_setaffinity(0, {core})


def quiet_core():
    """The last of the cores: interrupts and other programs tend to take the first."""
    return max(os.sched_getaffinity(0))


def model_name(path):
    """Of a bundle's model, the bundle's."""
    path = Path(path)
    return path.parent.name if path.name == "model.tflite" else path.stem


def measured(*command):
    """What the `benchmarks` program measured."""
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def seconds(default):
    """For each figure; BENCH_SECONDS=1 is enough to see whether all works."""
    return float(os.environ.get("BENCH_SECONDS", default))
