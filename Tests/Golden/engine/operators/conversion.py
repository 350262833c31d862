"""QUANTIZE and DEQUANTIZE: float ends, and between the 8-bit types."""
from graph import FLOAT32, INT8, UINT8, Graph

from .draw import Case, Draw

NAME = {FLOAT32: 'float32', INT8: 'int8', UINT8: 'uint8'}
SHAPE = (1, 37, 29, 3)


def cases():
    for source, target in ((FLOAT32, INT8), (FLOAT32, UINT8), (INT8, INT8), (UINT8, INT8), (INT8, UINT8),
                           (UINT8, UINT8), (INT8, FLOAT32), (UINT8, FLOAT32)):
        for index in range(5):
            name = '%s-to-%s-%d' % (NAME[source], NAME[target], index)
            draw = Draw(name)

            def zero(kind):
                return draw.zero_point() + (128 if kind == UINT8 else 0)
            if source == FLOAT32:
                # inputs are multiples of 1/128 in all runs but one: ties, then drawn scales
                numbers = [(1 / 128, 1 / 64, 1 / 32)[index] if index < 3 else draw.scale(0.001, 0.02)]
            elif target == FLOAT32:
                numbers = [draw.scale(1e-6, 20)]
            else:
                first = draw.scale(0.01, 0.2)
                numbers = [first, first * (1, 2, 0.5, draw.random.uniform(0.3, 3), draw.random.uniform(0.3, 3))[index]]
            yield case(name, source, target, numbers, zero)
    yield equal_scales('uint8-to-int8-as-graphs-begin', UINT8, INT8, 0, -128)
    yield equal_scales('int8-to-uint8-as-graphs-end', INT8, UINT8, -128, 0)


def case(name, source, target, scales, zero):
    g = Graph()
    x = g.input(SHAPE, source, *(() if source == FLOAT32 else (scales[0], zero(source))))
    y = g.output(SHAPE, target, *(() if target == FLOAT32 else (scales[-1], zero(target))))
    return Case(name, convert(g, x, y, target))


def equal_scales(name, source, target, source_zero, target_zero):
    g = Graph()
    x = g.input(SHAPE, source, 0.0078, source_zero)
    y = g.output(SHAPE, target, 0.0078, target_zero)
    return Case(name, convert(g, x, y, target))


def convert(g, x, y, target):
    if target == FLOAT32:
        g.operator('DEQUANTIZE', [x], [y], 2, 'Dequantize')
    else:
        g.operator('QUANTIZE', [x], [y], 1, 'Quantize')
    return g
