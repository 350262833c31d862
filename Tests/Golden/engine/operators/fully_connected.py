"""FULLY_CONNECTED, by LiteRT's definition and by TFLite Micro's."""
import numpy as np

from graph import INT32, Graph

from .draw import Case, Draw


class Layer:
    def __init__(self, name, shape, units, keep=False, bias=True, activation=0, per_channel=False, gain=1.0,
                 weight_zero=0):
        self.name, self.draw = name, Draw(name)
        self.shape, self.units, self.keep, self.bias = tuple(shape), units, keep, bias
        self.activation, self.weight_zero = activation, weight_zero
        depth = self.shape[-1]
        self.weights = self.draw.weights((units, depth))
        self.biases = self.draw.biases(units)
        self.input_scale, self.output_scale = self.draw.scale(), self.draw.scale()
        self.input_zero = self.draw.zero_point()
        self.output_zero = self.draw.output_zero_point(activation)
        self.scales = self.draw.weight_scales(units if per_channel else 1, self.input_scale,
                                              self.output_scale, depth, gain)

    def multiplier(self, value):
        self.scales = np.atleast_1d(value) * self.output_scale / self.input_scale

    def case(self):
        g = Graph()
        x = g.input(self.shape, scale=self.input_scale, zero=self.input_zero)
        inputs = [x, g.tensor(self.weights.shape, scale=self.scales, zero=self.weight_zero, data=self.weights)]
        if self.bias:
            inputs.append(g.tensor((self.units,), INT32, np.float32(self.input_scale) * np.float32(self.scales),
                                   data=self.biases))
        rows = int(np.prod(self.shape[:-1]))
        out = self.shape[:-1] + (self.units,) if self.keep else (rows, self.units)
        y = g.output(out, scale=self.output_scale, zero=self.output_zero)
        per_channel = len(self.scales) > 1
        g.operator('FULLY_CONNECTED', inputs, [y], 12 if per_channel else 5, 'FullyConnected',
                   fusedActivationFunction=self.activation, keepNumDims=self.keep)
        return Case(self.name, g)


def cases():
    for index, (rows, depth, units) in enumerate((
            (1, 1, 1), (1, 3, 7), (1, 17, 5), (2, 16, 16), (3, 31, 2), (5, 33, 9), (1, 64, 10), (4, 127, 3))):
        yield Layer('fc-%dx%dto%d' % (rows, depth, units), (rows, depth), units, activation=index % 4).case()
    for shape in ((2, 3, 8), (2, 2, 3, 5)):
        for keep in (False, True):
            yield Layer('fc-rank%d-%s' % (len(shape), 'keep' if keep else 'flat'), shape, 6, keep=keep).case()
    yield Layer('fc-no-bias', (3, 20), 11, bias=False).case()
    yield Layer('fc-weights-zero-point', (3, 20), 11, weight_zero=5).case()
    yield Layer('fc-one-scale-a-unit', (3, 20), 11, per_channel=True).case()
    for activation in (1, 2, 3):
        for output_scale in (6 / 255, 0.05, 0.2):
            one = Layer('fc-activation%d-scale%g' % (activation, output_scale), (4, 12), 9, activation=activation)
            one.scales = one.scales * (output_scale / one.output_scale)
            one.output_scale = output_scale
            yield one.case()
    for gain in (40, 400):
        yield Layer('fc-left-shift-%d' % gain, (3, 12), 10, gain=gain).case()
    for zero in (-128, 127):
        one = Layer('fc-zero-point%d' % zero, (3, 12), 10)
        one.input_zero, one.weights = zero, 0 * one.weights - zero // 127 * 127
        yield one.case()
    one = Layer('fc-vanishing-multiplier', (3, 12), 10)
    one.scales = one.scales * 1e-21
    yield one.case()
    for shift in (10, 18, 24, 28, 31):
        one = Layer('fc-right-shift-%d' % shift, (3, 12), 64)
        one.multiplier(0.83 * 2.0**-shift)
        one.biases = one.draw.biases(one.units, min(2**30, 2**(shift + 6)))
        yield one.case()
    # a sweep of accumulators: where the double product and the 31-bit multiplier part
    for index in range(8):
        one = Layer('fc-accumulators-%d' % index, (7, 2), 900)
        one.biases = one.draw.biases(900, int(110 / float(one.input_scale * one.scales[0] / one.output_scale)))
        yield one.case()
    for index, multiplier in enumerate((0.5, 0.25, 0.125, 0.03125, 2.0, 1.0)):
        one = Layer('fc-ties-%d' % index, (1, 1), 401)
        one.weights, one.biases = 0 * one.weights, np.arange(-200, 201)
        one.input_scale, one.output_scale, one.scales = 0.5, 0.25 / multiplier, np.array([0.5])
        yield one.case()
