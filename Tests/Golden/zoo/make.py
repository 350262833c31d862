"""Makes the golden file of the networks that earshot builds with random weights: asks LiteRT's reference
kernels for their tensors.

    python3 -m venv .venv-golden && .venv-golden/bin/pip install -r Tests/Golden/engine/requirements.txt
    earshot models zoo --write networks
    .venv-golden/bin/python Tests/Golden/zoo/make.py networks

writes, always the same bytes,

    networks.json    of the four networks whose file is not at hand: the SHA-256 of the file, and for each
                     operator one SHA-256 over its output in all runs, one after the other

The runs are those of ../engine/patterns.py. `RandomNetworkParityTests` reads the file.
"""
import hashlib
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'engine'))

import patterns
from runtimes import LITERT, LiteRT

SEED, RANDOM_PAIRS = 1, 1
NETWORKS = ['mbv2-w0.35', 'proxyless-w0.3', 'mcunet-in0', 'mcunet-in1']


def network(name, folder):
    with open(os.path.join(folder, name + '-random.tflite'), 'rb') as file:
        model = file.read()
    runtime = LiteRT(model)
    hashes = [hashlib.sha256() for _ in runtime.operators]
    for _, arrays in patterns.runs(runtime.inputs, SEED, RANDOM_PAIRS):
        outputs = runtime.run(arrays)
        for seen, output in zip(hashes, outputs):
            seen.update(output.tobytes())
    print(name, len(model), 'bytes,', len(hashes), 'operators, last outputs', outputs[-1].ravel()[:8])
    return dict(
        name=name, sha256=hashlib.sha256(model).hexdigest(),
        operators=[dict(op=op, litert=seen.hexdigest()) for (_, op, _), seen in zip(runtime.operators, hashes)])


def main():
    document = dict(
        litert=LITERT, kernels='BUILTIN_REF', seed=SEED,
        networks=[network(name, sys.argv[1]) for name in NETWORKS])
    with open(os.path.join(HERE, 'networks.json'), 'w') as file:
        json.dump(document, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    main()
