"""What is written in C for training on CPUs, built for this machine where there is a compiler."""

import ctypes
import subprocess
import tempfile
from functools import cache
from pathlib import Path


@cache
def library(source: Path) -> ctypes.CDLL | None:
    """Built once a process; `None` where that cannot be."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / source.with_suffix(".so").name
        command = ["cc", "-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", str(source), "-o", str(built)]
        try:
            subprocess.run([*command, "-lm"], check=True, capture_output=True)
            return ctypes.CDLL(str(built))
        except (OSError, subprocess.CalledProcessError):
            return None
