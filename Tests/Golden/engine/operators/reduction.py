"""MEAN and SUM over any axes."""
import numpy as np

from graph import Graph

from .draw import Case, Draw

AXES = [(1, 2), (1,), (2,), (3,), (-1,), (2, 1), (1, 2, 3), (0, 3), (0, 1, 2, 3), (-2, -3), (2, 2)]


def cases():
    for name in ('MEAN', 'SUM'):
        for axes in AXES:
            for keep in (True, False):
                for equal in (True, False):
                    label = '%s-axes%s-%s-%s' % (name.lower(), ','.join(map(str, axes)),
                                                 'keep' if keep else 'drop', 'equal' if equal else 'rescale')
                    draw = Draw(label)
                    shape = (int(draw.random.integers(1, 3)), *(int(n) for n in draw.random.integers(2, 14, 3)))
                    yield case(name, label, draw, shape, axes, keep, equal)
        for shape, axes in (((17,), (0,)), ((5, 9), (1,)), ((5, 9), (0,)), ((3, 4, 7), (1,)), ((3, 4, 7), (0, 2)),
                            ((1, 64, 64, 2), (1, 2)), ((1, 7, 7, 40), (1, 2)), ((2, 1, 1, 9), (1, 2)),
                            ((1, 6, 400, 3), (1,)), ((1, 1, 31, 2), (2,))):
            label = '%s-%s-axes%s' % (name.lower(), 'x'.join(map(str, shape)), ','.join(map(str, axes)))
            yield case(name, label, Draw(label), shape, axes, False, False)
        label = name.lower() + '-scalar-axis'
        yield case(name, label, Draw(label), (2, 5, 3), 1, False, True)
    for index in range(3):
        # counts of elements that divide the multiplier unevenly
        for count in (2, 3, 5, 7, 49, 100, 127):
            label = 'mean-of%d-%d' % (count, index)
            yield case('MEAN', label, Draw(label), (1, 256, count, 2), (2,), True, index == 0)


def case(name, label, draw, shape, axes, keep, equal):
    rank = len(shape)
    reduced = {a % rank for a in np.atleast_1d(axes)}
    count = int(np.prod([shape[a] for a in reduced]))
    out = [1 if i in reduced else d for i, d in enumerate(shape) if keep or i not in reduced]
    scale, zero = draw.scale(), draw.zero_point()
    ratio = 1 if equal else float(draw.random.uniform(0.3, 1.5)) * (1 if name == 'MEAN' else count)
    g = Graph()
    x = g.input(shape, scale=scale, zero=zero)
    a = g.integers(axes)
    y = g.output(out, scale=scale * ratio, zero=zero if equal else draw.zero_point())
    g.operator(name, [x, a], [y], 2, 'Reducer', keepDims=keep)
    return Case(label, g)
