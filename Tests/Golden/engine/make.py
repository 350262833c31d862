"""Makes the engine's golden files: asks LiteRT's reference kernels, and TFLite Micro, for digests.

    python3 -m venv .venv-golden && .venv-golden/bin/pip install -r Tests/Golden/engine/requirements.txt
    .venv-golden/bin/python Tests/Golden/engine/make.py

writes beside this script, always the same bytes:

    operators.golden     one-operator models and the digests of their outputs (container.py)
    tiny-mcunet.tflite   a small net of random weights (tiny_mcunet.py)
    tiny-mcunet.json     the digest of every operator's output in it

`OperatorParityTests` and `TinyModelParityTests` read them. When one reports a mismatch,

    .venv-golden/bin/python Tests/Golden/engine/make.py --case conv-ties-0 --folder /tmp/case

writes that case's model, and for each run its inputs and LiteRT's output as .npy files.
"""
import argparse
import collections
import hashlib
import json
import os

import numpy as np

import tiny_mcunet
from container import Container
from operators.all_cases import cases
from runtimes import LITERT, MICRO, digest, litert_tensors, micro_outputs

SEED, RANDOM_PAIRS = 1, 1
DEFINED_TWICE = {'FULLY_CONNECTED', 'LOGISTIC', 'SUM'}  # all others are the same in TFLite Micro
HERE = os.path.dirname(os.path.abspath(__file__))


def write_operators(path):
    container = Container(litert=LITERT, kernels='BUILTIN_REF', micro=MICRO, seed=SEED, randomPairs=RANDOM_PAIRS)
    counts = collections.Counter()
    for case in cases():
        operators, runs = litert_tensors(case.model, SEED, RANDOM_PAIRS)
        (_, operator, _), = operators
        micro = [digest(y) for y in micro_outputs(case.model, runs)] if operator in DEFINED_TWICE else None
        container.add(case.name, operator, case.model, [digest(outputs[0]) for _, _, outputs in runs], micro)
        counts[operator] += 1
    container.write(path)
    print(len(container.cases), 'cases of', len(counts), 'operators,', os.path.getsize(path), 'bytes')
    for operator, count in sorted(counts.items()):
        print('  %-26s %d' % (operator, count))


def write_tiny_model(path, digests_path):
    model = tiny_mcunet.model()
    with open(path, 'wb') as file:
        file.write(model)
    operators, runs = litert_tensors(model, SEED, RANDOM_PAIRS)
    document = dict(
        model=os.path.basename(path), model_sha256=hashlib.sha256(model).hexdigest(), litert=LITERT,
        kernels='BUILTIN_REF', seed=SEED,
        operators=[dict(position=k, op=name, tensor=t) for k, name, t in operators],
        runs=[dict(input='%02d-%s' % (n, kind), input_sha256=[digest(x).hex() for x in arrays],
                   tensors=[digest(y).hex() for y in outputs], outputs=[outputs[-1].ravel()[:16].tolist()])
              for n, (kind, arrays, outputs) in enumerate(runs)])
    with open(digests_path, 'w') as file:
        json.dump(document, file, separators=(',', ':'))
        file.write('\n')
    print('%s: %d bytes, %d operators' % (path, len(model), len(operators)))


def write_case(name, folder):
    case = next(c for c in cases() if c.name == name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name + '.tflite'), 'wb') as file:
        file.write(case.model)
    _, runs = litert_tensors(case.model, SEED, RANDOM_PAIRS)
    for n, (kind, arrays, outputs) in enumerate(runs):
        for j, array in enumerate(arrays):
            np.save(os.path.join(folder, '%02d-%s-input%d.npy' % (n, kind, j)), array)
        np.save(os.path.join(folder, '%02d-%s-output.npy' % (n, kind)), outputs[0])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--case', help='write this case alone, with its tensors')
    parser.add_argument('--folder', default='.')
    arguments = parser.parse_args()
    if arguments.case:
        write_case(arguments.case, arguments.folder)
        return
    write_operators(os.path.join(HERE, 'operators.golden'))
    write_tiny_model(os.path.join(HERE, 'tiny-mcunet.tflite'), os.path.join(HERE, 'tiny-mcunet.json'))


if __name__ == '__main__':
    main()
