"""Operators that move bytes, and those that make shapes."""
import numpy as np

from graph import FLOAT32, INT8, INT32, INT64, UINT8, Graph

from .draw import Case, Draw


class Moved:
    """A graph whose tensors share one quantization."""

    def __init__(self, name, kind=INT8):
        self.name, self.graph, self.kind = name, Graph(), kind
        draw = Draw(name)
        quantized = kind in (INT8, UINT8)
        zero = draw.zero_point() + (128 if kind == UINT8 else 0)
        self.quantization = (draw.scale(), zero) if quantized else (None, 0)

    def input(self, shape):
        return self.graph.input(shape, self.kind, *self.quantization)

    def case(self, operator, inputs, out, version, options, **settings):
        y = self.graph.output(out, self.kind, *self.quantization)
        self.graph.operator(operator, inputs, [y], version, options, **settings)
        return Case(self.name, self.graph)


def cases():
    yield from concatenation()
    yield from transpose()
    yield from pad()
    yield from strided_slice()
    yield from pack()
    yield from shapes()
    yield from reshape()
    yield from resize()


def concatenation():
    for rank in (1, 2, 3, 4):
        for axis in range(-rank, rank):
            m = Moved('concat-rank%d-axis%d' % (rank, axis))
            shapes = [[2, 3, 4, 5][:rank] for _ in range(3)]
            for k, shape in enumerate(shapes):
                shape[axis] = k + 1
            out = list(shapes[0])
            out[axis] = 6
            yield m.case('CONCATENATION', [m.input(s) for s in shapes], out, 2, 'Concatenation', axis=axis)
    for count in (1, 2, 5):
        m = Moved('concat-of%d' % count)
        yield m.case('CONCATENATION', [m.input((1, 3, 3, 2 + k)) for k in range(count)],
                     (1, 3, 3, sum(2 + k for k in range(count))), 2, 'Concatenation', axis=3)
    m = Moved('concat-itself')
    x = m.input((1, 3, 2))
    yield m.case('CONCATENATION', [x, x], (1, 3, 4), 2, 'Concatenation', axis=-1)


def transpose():
    for order in ((1, 0), (0, 1), (1, 0, 2), (2, 1, 0), (0, 3, 1, 2), (0, 2, 3, 1), (3, 2, 1, 0), (1, 3, 0, 2),
                  (0, 1, 2, 3)):
        m = Moved('transpose-' + ''.join(map(str, order)))
        shape = (2, 3, 4, 5)[:len(order)]
        yield m.case('TRANSPOSE', [m.input(shape), m.graph.integers(order)], [shape[i] for i in order], 2, 'Transpose')


def pad():
    for shape, pads in (
            ((1, 4, 5, 3), ((0, 0), (1, 2), (3, 0), (0, 0))), ((1, 4, 5, 3), ((0, 1), (0, 0), (0, 0), (2, 2))),
            ((1, 4, 5, 3), ((0, 0), (0, 0), (0, 0), (0, 0))), ((2, 3, 3, 2), ((1, 2), (2, 1), (1, 1), (1, 0))),
            ((1, 5, 5, 4), ((0, 0), (3, 3), (3, 3), (0, 0))), ((4, 3), ((1, 0), (0, 2))), ((7,), ((3, 4),)),
            ((2, 3, 4), ((0, 0), (1, 1), (2, 0)))):
        m = Moved('pad-%s-by-%s' % ('x'.join(map(str, shape)), ','.join('%d+%d' % p for p in pads)))
        yield m.case('PAD', [m.input(shape), m.graph.integers(pads)],
                     [d + a + b for d, (a, b) in zip(shape, pads)], 2, 'Pad')
    # int64 paddings
    m = Moved('pad-int64')
    pads = m.graph.tensor((4, 2), INT64, data=((0, 0), (1, 2), (0, 1), (0, 0)))
    yield m.case('PAD', [m.input((1, 3, 4, 2)), pads], (1, 6, 5, 2), 2, 'Pad')
    for kind, name in ((UINT8, 'uint8'), (FLOAT32, 'float32'), (INT32, 'int32')):
        m = Moved('pad-' + name, kind)
        pads = m.graph.integers(((0, 0), (1, 2), (0, 1), (0, 0)))
        yield m.case('PAD', [m.input((1, 3, 4, 2)), pads], (1, 6, 5, 2), 2, 'Pad')


def strided_slice():
    for name, shape, begin, end, strides, masks, out in (
            ('plain', (1, 7, 9, 3), (0, 1, 0, 0), (1, 7, 9, 3), (1, 2, 3, 1), (0, 0, 0), (1, 3, 3, 3)),
            ('backwards', (1, 7, 9, 3), (0, -1, -2, 0), (1, -8, -9, 3), (1, -1, -2, 1), (0, 2, 0), (1, 7, 4, 3)),
            ('masks', (1, 7, 9, 3), (0, 5, 1, 2), (1, 6, 8, 3), (1, 1, 1, 1), (4, 1, 10), (1, 8)),
            ('begin-mask', (4, 7), (2, 3), (4, 6), (1, 1), (3, 0, 0), (4, 6)),
            ('end-mask', (4, 7), (2, 3), (3, 4), (1, 1), (0, 3, 0), (2, 4)),
            ('both-masks-backwards', (4, 7), (2, 3), (3, 4), (-1, -2), (3, 3, 0), (4, 4)),
            ('clamped', (5, 6), (-9, 1), (99, 99), (2, 1), (0, 0, 0), (3, 5)),
            ('shrink-negative', (4, 5, 6), (1, -2, 0), (2, -1, 6), (1, 1, 1), (0, 0, 2), (1, 6)),
            ('shrink-all', (3, 4), (2, 1), (3, 2), (1, 1), (0, 0, 3), ()),
            ('vector', (9,), (1,), (8,), (3,), (0, 0, 0), (3,))):
        m = Moved('slice-' + name)
        x = m.input(shape)
        corners = [m.graph.integers(v) for v in (begin, end, strides)]
        yield m.case('STRIDED_SLICE', [x] + corners, out, 2, 'StridedSlice', beginMask=masks[0],
                     endMask=masks[1], shrinkAxisMask=masks[2])
    m = Moved('slice-int32', INT32)
    x = m.input((4,))
    yield m.case('STRIDED_SLICE', [x] + [m.graph.integers(v) for v in ((0,), (1,), (1,))], (), 1, 'StridedSlice',
                 shrinkAxisMask=1)


def pack():
    for shape in ((3, 4), (2, 3, 4), (5,)):
        for axis in range(-len(shape) - 1, len(shape) + 1):
            m = Moved('pack-%s-axis%d' % ('x'.join(map(str, shape)), axis))
            out = list(shape)
            out.insert(axis if axis >= 0 else len(shape) + 1 + axis, 3)
            yield m.case('PACK', [m.input(shape) for _ in range(3)], out, 2, 'Pack', valuesCount=3, axis=axis)
    m = Moved('pack-int32-scalars', INT32)
    yield m.case('PACK', [m.input(()), m.graph.integers(64), m.graph.integers(-1)], (3,), 1, 'Pack', valuesCount=3,
                 axis=0)


def shapes():
    for name, kind in (('int32', INT32), ('int64', INT64)):
        for shape in ((2, 3, 5), (1, 64, 64, 3), (7,)):
            g = Graph()
            x = g.input(shape, scale=0.5)
            y = g.output((len(shape),), kind)
            g.operator('SHAPE', [x], [y], 1, 'Shape', outType=kind)
            yield Case('shape-%s-%s' % ('x'.join(map(str, shape)), name), g)
    for name, kind in (('int32', INT32), ('int8', INT8), ('float32', FLOAT32)):
        for dims in ((3, 4), (5,), (1, 2, 3, 2)):
            m = Moved('fill-%s-%s' % ('x'.join(map(str, dims)), name), kind)
            d = m.graph.integers(dims)
            yield m.case('FILL', [d, m.input(())], dims, 3, 'Fill')


def reshape():
    for name, shape, target, out in (
            ('free-dimension', (1, 3, 4, 5), (-1, 10), (6, 10)), ('flat', (1, 3, 4, 5), (60,), (60,)),
            ('same', (2, 3), (2, 3), (2, 3)), ('more', (12,), (1, 2, 3, 2), (1, 2, 3, 2)),
            ('free-last', (2, 3, 4), (2, -1), (2, 12)), ('scalar', (1, 1), (), ())):
        for form in ('tensor', 'options', 'both') if target else ('options',):
            m = Moved('reshape-%s-%s' % (name, form))
            inputs = [m.input(shape)]
            settings = {}
            if form != 'options':
                inputs.append(m.graph.tensor((len(target),), INT32, data=target))
            if form != 'tensor':
                settings = dict(newShape=np.array(target, np.int32))
            yield m.case('RESHAPE', inputs, out, 1, 'Reshape', **settings)
    # another quantization declared for the output, as a real file has it: the bytes are copied
    g = Graph()
    x = g.input((1, 3, 4), scale=0.2026, zero=0)
    y = g.output((12,), scale=0.2018, zero=-44)
    g.operator('RESHAPE', [x, g.integers((12,))], [y], 1, 'Reshape', newShape=np.array([12], np.int32))
    yield Case('reshape-other-quantization', g)


def resize():
    for corners, centers in ((False, False), (True, False), (False, True)):
        for size, out in (((7, 9), (14, 18)), ((7, 9), (5, 4)), ((7, 9), (13, 29)), ((7, 9), (1, 1)),
                          ((1, 1), (3, 5)), ((5, 6), (5, 6)), ((4, 5), (8, 10)), ((3, 10), (41, 87)),
                          ((29, 23), (11, 19)), ((49, 97), (101, 53))):
            m = Moved('resize-%dx%d-to%dx%d%s%s' % (
                *size, *out, '-corners' if corners else '', '-centers' if centers else ''))
            yield m.case('RESIZE_NEAREST_NEIGHBOR', [m.input((1, *size, 2)), m.graph.integers(out)], (1, *out, 2), 3,
                         'ResizeNearestNeighbor', alignCorners=corners, halfPixelCenters=centers)
    m = Moved('resize-batch')
    yield m.case('RESIZE_NEAREST_NEIGHBOR', [m.input((3, 3, 4, 2)), m.graph.integers((5, 3))], (3, 5, 3, 2), 3,
                 'ResizeNearestNeighbor')
