"""ADD and MUL: broadcasting, activations, scales of every ratio."""
import numpy as np

from graph import Graph

from .draw import Case, Draw

SHAPES = [
    ((1, 9, 11, 6), (1, 9, 11, 6)), ((1, 9, 11, 6), (1,)), ((1, 9, 11, 6), (1, 1, 1, 6)),
    ((1, 1, 1, 6), (1, 9, 11, 6)), ((1, 9, 11, 6), (1, 9, 11, 1)), ((1, 9, 1, 6), (1, 1, 11, 6)),
    ((1, 9, 11, 6), ()), ((), (2, 3)), ((7, 5), (5,)), ((5,), (7, 5)), ((3, 1, 5), (1, 4, 1)), ((13,), (13,)),
    ((2, 3, 4, 5), (2, 1, 4, 1)), ((1, 1, 1, 1), (2, 3, 4, 5)), ((4, 3), (2, 1, 4, 3)), ((1, 1, 7), (2, 5, 7)),
]


def shape_name(shape):
    return 'x'.join(map(str, shape)) or 'scalar'


def cases():
    for name in ('ADD', 'MUL'):
        yield from of(name)


def of(name):
    def case(label, a_shape, b_shape, activation=0, change=None, b_data=None, same=False):
        label = '%s-%s' % (name.lower(), label)
        draw = Draw(label)
        s1, s2 = draw.scale(), draw.scale()
        z1, z2, zo = draw.zero_point(), draw.zero_point(), draw.output_zero_point(activation)
        if change:
            s1, s2, z1, z2 = change(s1, s2, z1, z2)
        so = (s1 + s2 if name == 'ADD' else s1 * s2 * 128) * float(draw.random.uniform(0.3, 1.5))
        g = Graph()
        x = g.input(a_shape, scale=s1, zero=z1)
        if same:
            y = x
        elif b_data is not None:
            y = g.tensor(b_shape, scale=s2, zero=z2, data=b_data)
        else:
            y = g.input(b_shape, scale=s2, zero=z2)
        out = g.output(np.broadcast_shapes(a_shape, b_shape), scale=so, zero=zo)
        g.operator(name, [x, y], [out], 2, name.capitalize(), fusedActivationFunction=activation)
        return Case(label, g)

    for index, (a, b) in enumerate(SHAPES):
        yield case('%s-%s' % (shape_name(a), shape_name(b)), a, b, index % 4)
    for activation in range(4):
        yield case('activation%d' % activation, (1, 8, 8, 8), (1, 8, 8, 8), activation)
    # in the ramp run each of the 65,536 pairs of operands
    for index in range(8):
        yield case('all-pairs-%d' % index, (256, 1), (1, 256), (0, 0, 0, 0, 0, 1, 2, 3)[index])
    for ratio in (1e-4, 1e-2, 0.5, 1, 2, 1e2, 1e4):
        yield case('scale-ratio%g' % ratio, (256, 1), (1, 256),
                   change=lambda s1, s2, z1, z2: (s1, s1 * ratio, z1, z2))
    for zeros in ((-128, -128), (-128, 127), (127, 127), (0, 0)):
        yield case('zero-points%d,%d' % zeros, (256, 1), (1, 256),
                   change=lambda s1, s2, z1, z2: (s1, s2, *zeros))
    yield case('constant', (1, 5, 6, 7), (1,), 3, b_data=[77])
    yield case('constant-channels', (1, 5, 6, 7), (1, 1, 1, 7), 0, b_data=[-128, -90, -1, 0, 1, 90, 127])
    yield case('itself', (1, 5, 6, 7), (1, 5, 6, 7), same=True)
