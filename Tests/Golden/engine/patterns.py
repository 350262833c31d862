"""Network inputs made from integers alone: any language can make them again.

Element i (row-major position) of a pattern is a value in -128...127. int8 and int32 tensors take it
as it is, uint8 takes it + 128, float32 takes it / 128; float32 'uniform' is (top 24 bits of the word
- 2^23) / 2^23 instead. The random state of input j of run n is seed * 65536 + n * 256 + j.
"""
import numpy as np

STRUCTURED = ['zeros', 'min', 'max', 'ramp', 'ramp-down', 'checker', 'slope']


def words(state, count):
    """SplitMix64: word i is the mix of state + (i + 1) * 0x9E3779B97F4A7C15, modulo 2^64."""
    with np.errstate(over='ignore'):
        steps = np.arange(count, dtype=np.uint64) + np.uint64(1)
        z = np.uint64(state) + steps * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def bits(words_, low, count):
    return ((words_ >> np.uint64(low)) & np.uint64((1 << count) - 1)).astype(np.int64)


def pattern(kind, shape, state):
    size = int(np.prod(shape, dtype=int))
    i = np.arange(size, dtype=np.int64)
    if kind == 'zeros':
        values = 0 * i
    elif kind == 'min':
        values = 0 * i - 128
    elif kind == 'max':
        values = 0 * i + 127
    elif kind == 'ramp':
        values = i % 256 - 128
    elif kind == 'ramp-down':
        values = 127 - i % 251
    elif kind == 'checker':  # parity of the sum of the indices
        values = np.where(np.indices(shape).sum(axis=0).ravel() % 2 == 0, -128, 127)
    elif kind == 'slope':
        values = i * 256 // size - 128
    elif kind == 'uniform':
        values = bits(words(state, size), 56, 8) - 128
    elif kind == 'gauss':  # sum of the four top bytes
        w = words(state, size)
        values = (sum(bits(w, low, 8) for low in (32, 40, 48, 56)) - 510) >> 2
    else:
        raise ValueError(kind)
    return values.reshape(shape)


def runs(details, seed, random_pairs):
    """Yields (pattern name, one array for each model input)."""
    kinds = STRUCTURED + ['uniform', 'gauss'] * random_pairs
    for n, kind in enumerate(kinds):
        yield kind, [
            tensor(kind, tuple(int(v) for v in d['shape']), np.dtype(d['dtype']), seed * 65536 + n * 256 + j)
            for j, d in enumerate(details)]


def tensor(kind, shape, dtype, state):
    if dtype == np.float32 and kind == 'uniform':
        size = int(np.prod(shape, dtype=int))
        values = (bits(words(state, size), 40, 24).astype(np.float64) - 2.0**23) / 2.0**23
        return values.reshape(shape).astype(dtype)
    values = pattern(kind, shape, state)
    if dtype == np.float32:
        values = values / 128.0
    elif dtype == np.uint8:
        values = values + 128
    return np.array(values, dtype=dtype, order='C')
