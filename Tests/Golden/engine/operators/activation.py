"""LOGISTIC (by both definitions) and SOFTMAX, over the ranges of their inputs."""
from graph import Graph

from .draw import Case, Draw

SCALES = (0.0005, 0.003, 0.01, 0.03, 0.05, 0.0625, 0.1, 0.2, 0.39, 0.5, 1.0, 3.0)

# Scale and zero point of tables in which LiteRT's float definition and TFLite Micro's fixed point
# differ in one or two entries; found by drawing 10,500 of them.
DIFFERING = [
    (0.3849223256111145, 96), (0.004194300621747971, -113), (0.018821213394403458, -74),
    (0.15741278231143951, 11), (0.04087669029831886, -56), (0.02252165414392948, -120),
    (0.016365770250558853, -24), (0.002604178385809064, 120), (0.002111241687089205, 30),
    (0.003080784808844328, -41), (0.003906218335032463, -79), (0.018959039822220802, -35),
    (0.017039446160197258, -77), (0.003551435424014926, -48), (0.005093998275697231, -85),
]


def cases():
    for scale in SCALES:
        for zero in (-128, -17, 0, 127):
            yield logistic('logistic-scale%g-zero%d' % (scale, zero), (1, 8, 32), scale, zero)
    for index in range(24):
        draw = Draw('logistic-%d' % index)
        yield logistic('logistic-drawn-%d' % index, (1, 4, 8, 8), draw.scale(0.002, 0.5), draw.zero_point())
    for index, (scale, zero) in enumerate(DIFFERING):
        yield logistic('logistic-differing-%d' % index, (1, 8, 32), scale, zero)
    for index, scale in enumerate(SCALES):
        draw = Draw('softmax-%d' % index)
        for shape in ((1, 2), (3, 10), (2, 500)):
            yield softmax('softmax-scale%g-%s' % (scale, 'x'.join(map(str, shape))), shape, scale,
                          draw.zero_point(), (1.0, 0.7, 2.0, 1.0)[index % 4])
    for shape in ((5,), (1, 1), (2, 3, 4), (2, 2, 3, 6), (1, 511), (40, 12)):
        name = 'softmax-' + 'x'.join(map(str, shape))
        draw = Draw(name)
        yield softmax(name, shape, draw.scale(), draw.zero_point(), 1.0)


def logistic(name, shape, scale, zero):
    g = Graph()
    x = g.input(shape, scale=scale, zero=zero)
    y = g.output(shape, scale=1 / 256, zero=-128)
    g.operator('LOGISTIC', [x], [y], 2)
    return Case(name, g)


def softmax(name, shape, scale, zero, beta):
    g = Graph()
    x = g.input(shape, scale=scale, zero=zero)
    y = g.output(shape, scale=1 / 256, zero=-128)
    g.operator('SOFTMAX', [x], [y], 2, 'Softmax', beta=beta)
    return Case(name, g)
