"""AVERAGE_POOL_2D and MAX_POOL_2D."""
from graph import Graph

from .draw import Case, Draw
from .geometry import SAME, VALID, output_length

# filter height, width, stride height, width
WINDOWS = [(1, 1, 1, 1), (2, 2, 2, 2), (3, 3, 1, 1), (3, 3, 2, 2), (5, 3, 1, 2), (7, 7, 7, 7), (1, 4, 3, 1), (2, 1, 4, 5)]


def cases():
    turn = 0
    for name in ('AVERAGE_POOL_2D', 'MAX_POOL_2D'):
        for padding in (SAME, VALID):
            for window in WINDOWS:
                turn += 1
                draw = Draw(name + str(turn))
                image = (int(draw.random.integers(9, 16)), int(draw.random.integers(7, 14)),
                         int(draw.random.integers(1, 9)))
                yield case(name, draw, image, window, padding, turn % 4)
            for activation in range(4):
                yield case(name, Draw('activation'), (6, 5, 4), (3, 2, 1, 1), padding, activation)
        draw = Draw(name)
        yield case(name, draw, (3, 4, 5), (7, 9, 1, 1), SAME, 0)
        yield case(name, draw, (40, 40, 3), (40, 40, 1, 1), VALID, 0)
        yield case(name, draw, (7, 7, 33), (7, 7, 1, 1), VALID, 0)
        yield case(name, draw, (6, 7, 3), (2, 3, 2, 2), SAME, 1, batch=3)


def case(name, draw, image, window, padding, activation, batch=1):
    h, w, c = image
    fh, fw, sh, sw = window
    scale, zero = draw.scale(), draw.zero_point()
    g = Graph()
    x = g.input((batch, h, w, c), scale=scale, zero=zero)
    y = g.output((batch, output_length(padding, h, fh, sh), output_length(padding, w, fw, sw), c),
                 scale=scale, zero=zero)
    g.operator(name, [x], [y], 2, 'Pool2D', padding=padding, filterHeight=fh, filterWidth=fw, strideH=sh,
               strideW=sw, fusedActivationFunction=activation)
    return Case('%s-%dx%dx%d-%s-filter%dx%d-stride%dx%d-activation%d' % (
        name[:3].lower(), h, w, c, 'same' if padding == SAME else 'valid', *window, activation), g)
