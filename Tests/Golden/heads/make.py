"""Asks LiteRT's reference kernels for the outputs of a network that was given another head.

    python3 -m venv .venv-golden && .venv-golden/bin/pip install ai-edge-litert==2.3.0 numpy==2.4.6
    HEADS=Tests/Golden/heads make test TESTS=HeadGoldenTests   # writes tiny-mcunet-head.tflite anew
    .venv-golden/bin/python Tests/Golden/heads/make.py

reads tiny-mcunet-head.tflite, which `HeadGoldenTests` writes where HEADS names a folder: the backbone of
../engine/tiny-mcunet.tflite with a drawn head of two layers. Writes tiny-mcunet-head.json beside it.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "engine"))
import patterns

SEED, RANDOM_PAIRS = 3, 20


def main():
    model = (HERE / "tiny-mcunet-head.tflite").read_bytes()
    net = Interpreter(
        model_content=model, num_threads=1,
        experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
    net.allocate_tensors()
    runs = []
    for _, arrays in patterns.runs(net.get_input_details(), SEED, RANDOM_PAIRS):
        for details, array in zip(net.get_input_details(), arrays):
            net.set_tensor(details["index"], array)
        net.invoke()
        runs.append(np.array(net.get_tensor(net.get_output_details()[0]["index"])).ravel().tolist())
    document = {
        "model_sha256": hashlib.sha256(model).hexdigest(), "litert": "ai-edge-litert 2.3.0 BUILTIN_REF",
        "seed": SEED, "randomPairs": RANDOM_PAIRS, "outputs": runs,
    }
    (HERE / "tiny-mcunet-head.json").write_text(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
