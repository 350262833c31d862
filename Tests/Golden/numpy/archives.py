"""Writes archives as numpy does, for `NumpyArchiveTests` and `CheckpointTests`; always the same bytes.

    python3 -m venv .venv-golden && .venv-golden/bin/pip install numpy==2.4.6
    .venv-golden/bin/python Tests/Golden/numpy/archives.py

    stored.npz       numpy.savez: a few types and shapes
    compressed.npz   numpy.savez_compressed of the same
    checkpoint.npz   a state dictionary: two convolutions with batch normalisation and a classifier
    checkpoint.json  what is left of it once batch normalisation is folded in, in double precision
"""
import json
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
EPSILON = 1e-5


def path(name):
    return os.path.join(HERE, name)


def write_archives():
    arrays = {
        'bytes': np.arange(-128, 128, dtype=np.int8).reshape(16, 16),
        'a folder/floats': np.linspace(-1, 1, 300, dtype=np.float32).reshape(3, 100),
        'one': np.array(7, dtype=np.int64),
        'none': np.zeros((0, 4), dtype=np.float32),
    }
    np.savez(path('stored.npz'), **arrays)
    np.savez_compressed(path('compressed.npz'), **arrays)


def convolution(random, name, shape, arrays, layers):
    count = shape[0]
    weights = random.normal(size=shape).astype(np.float32)
    gamma, beta, mean = (random.normal(size=count).astype(np.float32) for _ in range(3))
    variance = random.uniform(0.1, 2, count).astype(np.float32)
    arrays.update({name + '.conv.weight': weights, name + '.bn.weight': gamma, name + '.bn.bias': beta,
                   name + '.bn.running_mean': mean, name + '.bn.running_var': variance})
    factor = gamma.astype(float) / np.sqrt(variance.astype(float) + EPSILON)
    folded = weights.astype(float) * factor.reshape(-1, 1, 1, 1)
    layers.append(dict(name=name + '.conv', shape=shape, weights=folded.ravel().tolist(),
                       biases=(beta - mean.astype(float) * factor).tolist()))


def write_checkpoint():
    random, arrays, layers = np.random.default_rng(5), {}, []
    convolution(random, 'first', [4, 3, 3, 3], arrays, layers)
    convolution(random, 'blocks.0.depth', [4, 1, 3, 3], arrays, layers)
    arrays['blocks.0.depth.bn.num_batches_tracked'] = np.array(12, dtype=np.int64)
    weights, biases = random.normal(size=(2, 4)).astype(np.float32), random.normal(size=2).astype(np.float32)
    arrays.update({'classifier.linear.weight': weights, 'classifier.linear.bias': biases})
    layers.append(dict(name='classifier.linear', shape=[2, 4], weights=weights.ravel().tolist(),
                       biases=biases.tolist()))
    np.savez_compressed(path('checkpoint.npz'), **arrays)
    with open(path('checkpoint.json'), 'w') as file:
        json.dump(layers, file, separators=(',', ':'))
        file.write('\n')


if __name__ == '__main__':
    write_archives()
    write_checkpoint()
