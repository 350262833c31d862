"""A small int8 net with the parts of MCUNet: random weights, scales fitted to its own activations.

Padded and strided depthwise kernels of 3, 5 and 7 taps, inverted residual blocks, a squeeze-and-
excite gate as mcunetv2 has it, pruned channels, a RESHAPE to a computed shape, a dynamic batch.
"""
import numpy as np

from graph import INT32, Graph
from patterns import pattern
from runtimes import LiteRT

VALID = 1
RELU6 = 3
CALIBRATION = [('uniform', 11), ('gauss', 12), ('slope', 0), ('checker', 0), ('ramp', 0)]


class Net:
    """A graph that grows by one operator at a time, each output's scale measured on LiteRT."""

    def __init__(self, image, seed):
        self.random = np.random.Generator(np.random.PCG64(seed))
        self.steps, self.image = [], image
        self.quantization = [(1 / 127.5, -1)]  # of value k: the image, then each step's output
        self.shapes = [(1, *image)]

    def graph(self, quantization=None):
        """The net so far; `quantization` is that of a last step still to be fitted."""
        g = Graph(b'tiny-mcunet: random weights, not a classifier')
        numbers = self.quantization + ([quantization] if quantization else [])
        values = [g.input(self.shapes[0], scale=numbers[0][0], zero=numbers[0][1], signature=(-1, *self.image))]
        for k, step in enumerate(self.steps):
            shape = self.shapes[k + 1]
            y = g.tensor(shape, scale=numbers[k + 1][0], zero=numbers[k + 1][1], signature=(-1, *shape[1:]))
            step(g, values, y)
            values.append(y)
        g.outputs = [values[-1]]
        return g

    def add(self, step, shape, spread=None, like=None):
        """Appends step(graph, values, output) and returns the number of its value.

        The output is quantized like value `like`; else a trial run at a coarse scale, `spread` the
        real value expected at most, finds its range.
        """
        self.steps.append(step)
        self.shapes.append(shape)
        if like is not None:
            self.quantization.append(self.quantization[like])
            return len(self.steps)
        runtime = LiteRT(self.graph((spread / 127, 0)).serialized())
        seen = [np.float64(runtime.run([pattern(kind, self.shapes[0], state).astype(np.int8)])[-1])
                for kind, state in CALIBRATION]
        low = min(0.0, *(float(v.min()) for v in seen)) * spread / 127
        high = max(0.0, *(float(v.max()) for v in seen)) * spread / 127
        scale = (high - low) / 250
        self.quantization.append((float(np.float32(scale)), int(round(-128 - low / scale))))
        return len(self.steps)

    def pad(self, x, before, after):
        n, h, w, c = self.shapes[x]
        pads = [(0, 0), (before, after), (before, after), (0, 0)]

        def step(g, values, y):
            g.operator('PAD', [values[x], g.tensor((4, 2), INT32, data=pads)], [y], 1, 'Pad')
        return self.add(step, (n, h + before + after, w + before + after, c), like=x)

    def convolution(self, x, channels, kernel=1, stride=1, activation=0, depthwise=False, pruned=0):
        n, h, w, c = self.shapes[x]
        shape = (1, kernel, kernel, c) if depthwise else (channels, kernel, kernel, c)
        taps = kernel * kernel * (1 if depthwise else c)
        real = self.random.normal(0, np.sqrt(2 / taps), shape)
        axis = 3 if depthwise else 0
        scales = np.abs(real).max(axis=tuple(a for a in range(4) if a != axis)) / 127
        weights = np.round(real / np.expand_dims(scales, [a for a in range(4) if a != axis]))
        scales[:pruned] = 2.7e-24
        scales[pruned::7] *= -1
        biases = self.random.normal(0, 0.1, channels)

        def step(g, values, y):
            products = np.float32(self.quantization[x][0]) * np.float32(scales)
            counts = np.where(np.abs(scales) > 1e-9, biases / products, 0)
            k = g.tensor(shape, scale=scales, axis=axis, data=weights)
            b = g.tensor((channels,), INT32, products, data=np.round(counts))
            settings = dict(padding=VALID, strideH=stride, strideW=stride, fusedActivationFunction=activation)
            if depthwise:
                g.operator('DEPTHWISE_CONV_2D', [values[x], k, b], [y], 3, 'DepthwiseConv2D', depthMultiplier=1, **settings)
            else:
                g.operator('CONV_2D', [values[x], k, b], [y], 3, 'Conv2D', **settings)
        out = (n, (h - kernel) // stride + 1, (w - kernel) // stride + 1, channels)
        return self.add(step, out, spread=6 if activation == RELU6 else 8)

    def depthwise(self, x, kernel, stride):
        pad = kernel // 2
        x = self.pad(x, pad, pad if stride == 1 else pad - 1)
        return self.convolution(x, self.shapes[x][3], kernel, stride, RELU6, depthwise=True)

    def block(self, x, kernel, stride, expanded, channels, gate=False):
        """An inverted residual block, with its shortcut where the shapes allow it."""
        y = self.convolution(x, expanded, activation=RELU6, pruned=2)
        y = self.depthwise(y, kernel, stride)
        if gate:
            y = self.gate(y)
        y = self.convolution(y, channels)
        return self.sum(x, y) if self.shapes[x] == self.shapes[y] else y

    def sum(self, a, b):
        def step(g, values, y):
            g.operator('ADD', [values[a], values[b]], [y], 2, 'Add')
        return self.add(step, self.shapes[a], spread=10)

    def gate(self, x):
        """A squeeze-and-excite gate: means, two layers, a hard sigmoid, a product."""
        n, h, w, c = self.shapes[x]

        def mean(axis):
            def step(g, values, y):
                g.operator('MEAN', [values[-1], g.integers((axis,))], [y], 2, 'Reducer', keepDims=True)
            return step
        self.add(mean(2), (n, h, 1, c), like=x)
        y = self.add(mean(1), (n, 1, 1, c), like=x)
        y = self.convolution(self.convolution(y, 4, activation=RELU6), c)

        def three(g, values, out):
            constant = g.tensor((1,), scale=3 / 127, data=[127])
            g.operator('ADD', [values[y], constant], [out], 2, 'Add', fusedActivationFunction=RELU6)
        shifted = self.add(three, (n, 1, 1, c), spread=6)

        def sixth(g, values, out):
            constant = g.tensor((1,), scale=1 / 6 / 127, data=[127])
            g.operator('MUL', [values[shifted], constant], [out], 2, 'Mul')
        share = self.add(sixth, (n, 1, 1, c), spread=1)

        def product(g, values, out):
            g.operator('MUL', [values[x], values[share]], [out], 2, 'Mul')
        return self.add(product, self.shapes[x], spread=6)

    def average(self, x):
        n, h, w, c = self.shapes[x]

        def step(g, values, y):
            g.operator('AVERAGE_POOL_2D', [values[x]], [y], 2, 'Pool2D', padding=VALID, filterHeight=h,
                       filterWidth=w, strideH=h, strideW=w)
        return self.add(step, (n, 1, 1, c), like=x)

    def flattened(self, x):
        """(batch, channels), the batch read from the tensor's shape."""
        n, _, _, c = self.shapes[x]

        def step(g, values, y):
            shape, batch, target = g.tensor((4,), INT32), g.tensor((), INT32), g.tensor((2,), INT32)
            g.operator('SHAPE', [values[x]], [shape], 1, 'Shape', outType=INT32)
            g.operator('STRIDED_SLICE', [shape, g.integers((0,)), g.integers((1,)), g.integers((1,))], [batch], 1,
                       'StridedSlice', shrinkAxisMask=1)
            g.operator('PACK', [batch, g.integers(c)], [target], 1, 'Pack', valuesCount=2, axis=0)
            g.operator('RESHAPE', [values[x], target], [y], 1, 'Reshape')
        return self.add(step, (n, c), like=x)


def model():
    net = Net((32, 32, 1), seed=20260)
    x = net.convolution(net.pad(0, 1, 0), 8, kernel=3, stride=2, activation=RELU6)
    x = net.convolution(net.depthwise(x, 3, 1), 8)
    x = net.block(x, 5, 2, 24, 12)
    x = net.block(x, 7, 1, 36, 12)
    x = net.block(x, 3, 2, 36, 16, gate=True)
    x = net.block(x, 3, 1, 40, 16)
    x = net.convolution(net.average(x), 5)
    net.flattened(x)
    return net.graph().serialized()
