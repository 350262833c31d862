"""Earshot beside its peers. Each part prints its Markdown and writes it to a file in Benchmarks/work.

    python -m earshot_benchmarks features BENCHMARKS
    python -m earshot_benchmarks engine BENCHMARKS LIBRARY MODEL...
    python -m earshot_benchmarks pipeline EARSHOT BENCHMARKS
    python -m earshot_benchmarks parity BENCHMARKS MODEL... [heads MODEL... images ARRAY...]
"""

import os

# Read by the libraries when they are loaded.
for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import sys

from .machine import WORK


def write(name, text):
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / f"{name}.md").write_text(text)
    print("\n" + text, flush=True)


def main():
    match sys.argv[1:]:
        case ["features", benchmarks]:
            from . import front_end
            write("features", front_end.run(benchmarks))
        case ["engine", benchmarks, library, *models] if models:
            from . import engine
            write("engine", engine.run(benchmarks, library, models))
        case ["engine-model", library, model]:
            from . import engine
            engine.child(library, model)
        case ["pipeline", earshot, benchmarks]:
            from . import pipeline
            write("pipeline", pipeline.run(earshot, benchmarks))
        case ["parity", benchmarks, *models] if models:
            from . import parity
            heads, images = [], []
            if "heads" in models:
                at, behind = models.index("heads"), models.index("images")
                models, heads, images = models[:at], models[at + 1:behind], models[behind + 1:]
            text, is_equal = parity.run(benchmarks, models, heads, images)
            write("parity", text)
            if not is_equal:
                sys.exit("The engine differs from LiteRT's reference kernels.")
        case ["python-pipeline", variant, bundle, log, *recordings]:
            from . import python_pipeline
            python_pipeline.main(variant, bundle, log, *recordings)
        case _:
            sys.exit(__doc__)


main()
