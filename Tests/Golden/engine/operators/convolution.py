"""CONV_2D and DEPTHWISE_CONV_2D: geometry, channels, and every kind of multiplier."""
import numpy as np

from graph import BOTH, INT32, NEW_FIELD, OLD_FIELD, Graph

from .draw import Case, Draw
from .geometry import SAME, VALID, output_length

# kernel height, width, stride height, width, dilation height, width
WINDOWS = [
    (1, 1, 1, 1, 1, 1), (3, 3, 1, 1, 1, 1), (3, 3, 2, 2, 1, 1), (5, 5, 2, 2, 1, 1),
    (7, 7, 2, 1, 1, 1), (2, 4, 3, 2, 1, 1), (3, 5, 1, 1, 2, 2), (3, 3, 1, 1, 3, 1),
    (3, 1, 1, 1, 1, 1), (15, 1, 1, 1, 1, 1), (1, 7, 1, 3, 1, 1), (2, 2, 4, 5, 1, 1),
    (4, 3, 2, 2, 2, 3),
]


class Layer:
    """The numbers of one convolution; `None` scales are drawn so that the output is filled."""

    def __init__(self, name, draw, depthwise, image, window, channels, groups=1, multiplier=1,
                 padding=VALID, activation=0, per_channel=True, batch=1, gain=1.0):
        self.name, self.draw, self.depthwise = name, draw, depthwise
        self.image, self.window, self.padding = image, window, padding
        self.activation, self.batch, self.multiplier = activation, batch, multiplier
        kh, kw = window[:2]
        self.inputs = image[2]
        self.outputs = self.inputs * multiplier if depthwise else channels
        deep = 1 if depthwise else self.inputs // groups
        self.shape = (1, kh, kw, self.outputs) if depthwise else (self.outputs, kh, kw, deep)
        self.weights = draw.weights(self.shape)
        self.biases = draw.biases(self.outputs)
        self.input_scale, self.output_scale = draw.scale(), draw.scale()
        self.input_zero, self.output_zero = draw.zero_point(), draw.output_zero_point(activation)
        self.scales = draw.weight_scales(self.outputs if per_channel else 1, self.input_scale,
                                         self.output_scale, kh * kw * deep, gain)

    def multipliers(self, values):
        """Sets the scales so that each channel has one of `values` as its multiplier."""
        values = np.resize(np.asarray(values, np.float64), self.outputs)
        self.scales = values * self.output_scale / self.input_scale

    def case(self, code_fields=BOTH, signature=False):
        kh, kw, sh, sw, dh, dw = self.window
        h, w, _ = self.image
        g = Graph()
        shape = (self.batch, h, w, self.inputs)
        x = g.input(shape, scale=self.input_scale, zero=self.input_zero,
                    signature=(-1,) + shape[1:] if signature else None)
        k = g.tensor(self.shape, scale=self.scales, axis=3 if self.depthwise else 0, data=self.weights)
        b = g.tensor((self.outputs,), INT32, np.float32(self.input_scale) * np.float32(self.scales),
                     data=self.biases)
        out = (self.batch, output_length(self.padding, h, kh, sh, dh),
               output_length(self.padding, w, kw, sw, dw), self.outputs)
        y = g.output(out, scale=self.output_scale, zero=self.output_zero,
                     signature=(-1,) + out[1:] if signature else None)
        settings = dict(padding=self.padding, strideH=sh, strideW=sw, dilationHFactor=dh,
                        dilationWFactor=dw, fusedActivationFunction=self.activation)
        if self.depthwise:
            g.operator('DEPTHWISE_CONV_2D', [x, k, b], [y], 3, 'DepthwiseConv2D',
                       depthMultiplier=self.multiplier, code_fields=code_fields, **settings)
        else:
            g.operator('CONV_2D', [x, k, b], [y], 3, 'Conv2D', code_fields=code_fields, **settings)
        return Case(self.name, g)


def label(depthwise):
    return 'depthwise' if depthwise else 'conv'


def cases():
    yield from geometry()
    yield from channels()
    yield from multipliers()
    yield from extremes()
    yield from file_forms()


def geometry():
    """Kernels, strides, dilations and paddings, the activations in turn."""
    turn = 0
    for window in WINDOWS:
        for padding in (SAME, VALID):
            for depthwise in (False, True):
                turn += 1
                name = '%s-%s-kernel%dx%d-stride%dx%d-dilation%dx%d' % (
                    label(depthwise), 'same' if padding == SAME else 'valid', *window)
                draw = Draw(name)
                image = (int(draw.random.integers(15, 24)), int(draw.random.integers(11, 20)),
                         int(draw.random.integers(1, 6)))
                yield Layer(name, draw, depthwise, image, window, int(draw.random.integers(1, 8)),
                            multiplier=int(draw.random.integers(1, 3)), padding=padding,
                            activation=turn % 4, per_channel=turn % 3 > 0).case()
    # windows larger than the image
    for depthwise in (False, True):
        name = label(depthwise) + '-same-window-larger-than-image'
        yield Layer(name, Draw(name), depthwise, (3, 2, 3), (7, 5, 1, 1, 1, 1), 4, padding=SAME).case()
        name = label(depthwise) + '-same-dilated-window-larger-than-image'
        yield Layer(name, Draw(name), depthwise, (4, 5, 2), (3, 3, 2, 2, 4, 4), 5, padding=SAME).case()


def channels():
    """Odd channel counts, groups, depth multipliers, batches."""
    for inputs, outputs in ((1, 1), (1, 17), (3, 8), (7, 5), (16, 16), (33, 9), (40, 3), (65, 2)):
        for size in (1, 3):
            name = 'conv-channels-%dto%d-kernel%d' % (inputs, outputs, size)
            yield Layer(name, Draw(name), False, (9, 7, inputs), (size, size, 1, 1, 1, 1), outputs,
                        padding=SAME, activation=(inputs + size) % 4).case()
    for inputs, outputs, groups in ((2, 2, 2), (4, 6, 2), (6, 9, 3), (8, 8, 8), (10, 20, 5), (12, 4, 4)):
        for padding in (SAME, VALID):
            name = 'conv-groups%d-%dto%d-%d' % (groups, inputs, outputs, padding)
            yield Layer(name, Draw(name), False, (8, 11, inputs), (3, 2, 1, 2, 1, 1), outputs, groups,
                        padding=padding, activation=groups % 4, per_channel=groups % 2 == 0).case()
    for inputs, multiplier in ((1, 1), (1, 8), (2, 3), (3, 4), (5, 2), (17, 1), (31, 1), (32, 1), (40, 2)):
        name = 'depthwise-%d-multiplier%d' % (inputs, multiplier)
        yield Layer(name, Draw(name), True, (9, 8, inputs), (3, 3, 1, 1, 1, 1), 0, padding=SAME,
                    multiplier=multiplier, activation=(inputs + multiplier) % 4).case()
    for depthwise in (False, True):
        name = label(depthwise) + '-batch3'
        yield Layer(name, Draw(name), depthwise, (6, 5, 4), (3, 3, 2, 1, 1, 1), 6, padding=SAME, batch=3).case()
        name = label(depthwise) + '-one-scale'
        yield Layer(name, Draw(name), depthwise, (9, 9, 4), (3, 3, 1, 1, 1, 1), 6, per_channel=False).case()


def multipliers():
    """Negative, vanishing, above one, and every right shift to 31."""
    for depthwise in (False, True):
        def layer(name, window=(3, 3, 1, 1, 1, 1), outputs=12, activation=0):
            name = label(depthwise) + '-' + name
            return Layer(name, Draw(name), depthwise, (10, 9, 4), window, outputs, multiplier=outputs // 4,
                         padding=SAME, activation=activation)

        one = layer('negative-multipliers')
        one.scales = one.scales * np.where(np.arange(one.outputs) % 3 == 0, -1, 1)
        yield one.case()
        one = layer('negative-multipliers-relu', activation=1)
        one.scales = -one.scales
        yield one.case()
        one = layer('vanishing-multipliers')
        one.scales = one.scales * np.resize([1, 1e-20, 2.7e-24, 1, -1e-22], one.outputs)
        yield one.case()
        # just above and below the least multiplier that counts, 2^-32
        one = layer('least-multipliers')
        one.multipliers(2.0**-32 * np.array([0.49, 0.51, 0.99, 1.01, 1.9, 2.1]))
        one.biases = one.draw.biases(one.outputs, 2**30)
        yield one.case()
        for gain in (30, 300, 3000):
            name = '%s-left-shift-%d' % (label(depthwise), gain)
            yield Layer(name, Draw(name), depthwise, (10, 9, 4), (2, 2, 1, 1, 1, 1), 8, multiplier=2,
                        gain=gain).case()
        one = layer('left-shifts-exact', window=(1, 1, 1, 1, 1, 1))
        one.multipliers([1, 1.5, 2, 3.999, 4, 127, 128, 1000, 4096])
        one.biases = one.draw.biases(one.outputs, 20)
        yield one.case()
        # accumulators as large as the shift asks for
        for shift in range(8, 32, 2):
            one = layer('right-shift-%d' % shift, outputs=16)
            one.multipliers(2.0**-shift * np.array([0.5, 0.50000001, 0.7, 0.9, 0.999999, 1, 1.3, -0.8]))
            one.biases = one.draw.biases(one.outputs, min(2**30, 2**(shift + 6)))
            yield one.case()
        one = layer('right-shift-31')
        one.multipliers(2.0**-31 * np.array([0.5, 0.6, 0.8, 0.99, 1]))
        one.biases = one.draw.biases(one.outputs, 2**31 - 2**22)
        yield one.case()
    for index, multiplier in enumerate((0.5, 0.25, 0.125, 0.03125, 2.0, 1.0)):
        # exact ties: the bias alone is the accumulator
        for depthwise in (False, True):
            name = '%s-ties-%d' % (label(depthwise), index)
            one = Layer(name, Draw(name), depthwise, (1, 1, 401 if depthwise else 1), (1, 1, 1, 1, 1, 1), 401)
            one.weights = 0 * one.weights
            one.biases = np.arange(-200, 201)
            one.input_scale, one.output_scale, one.scales = 0.5, 0.25 / multiplier, np.array([0.5])
            yield one.case()
    # many accumulators through drawn multipliers
    for index in range(6):
        name = 'conv-many-accumulators-%d' % index
        yield Layer(name, Draw(name), False, (40, 40, 9), (1, 1, 1, 1, 1, 1), 24).case()


def extremes():
    """Ends of the ranges of inputs, weights and zero points; limits that cut."""
    for depthwise in (False, True):
        for zero in (-128, 127):
            for value in (-128, 127):
                name = '%s-zero-point%d-weights%d' % (label(depthwise), zero, value)
                one = Layer(name, Draw(name), depthwise, (7, 6, 5), (3, 3, 1, 1, 1, 1), 5, padding=SAME)
                one.input_zero, one.weights = zero, 0 * one.weights + value
                yield one.case()
        for activation in (1, 2, 3):
            for output_scale in (6 / 255, 0.05, 0.2):
                name = '%s-activation%d-scale%g' % (label(depthwise), activation, output_scale)
                one = Layer(name, Draw(name), depthwise, (9, 9, 3), (3, 3, 1, 1, 1, 1), 4, padding=SAME,
                            activation=activation)
                one.scales = one.scales * (output_scale / one.output_scale)
                one.output_scale = output_scale
                yield one.case()


def file_forms():
    """Operator codes in the old field or the new one alone; a dynamic batch."""
    for depthwise in (False, True):
        for fields in (OLD_FIELD, NEW_FIELD):
            name = '%s-code-in-%s-field' % (label(depthwise), fields)
            yield Layer(name, Draw(name), depthwise, (5, 5, 2), (3, 3, 1, 1, 1, 1), 4).case(fields)
        name = label(depthwise) + '-dynamic-batch'
        yield Layer(name, Draw(name), depthwise, (5, 5, 2), (3, 3, 1, 1, 1, 1), 4).case(signature=True)
