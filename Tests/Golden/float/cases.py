"""Models of mixed types: float32 activations, int8 weights that the graph dequantizes."""
import numpy as np

from graph import FLOAT32, Graph
from operators.draw import Case, Draw


def cases():
    for per_channel in (False, True):
        suffix = 'channels' if per_channel else 'tensor'
        yield convolution('mixed-conv-' + suffix, per_channel)
        yield depthwise('mixed-depthwise-' + suffix, per_channel)
        yield fully_connected('mixed-fully-connected-' + suffix, per_channel)


def weights(g, draw, shape, axis, per_channel):
    """int8 weights and a DEQUANTIZE of them; returns the float32 tensor."""
    scale = [draw.scale() for _ in range(shape[axis])] if per_channel else draw.scale()
    stored = g.tensor(shape, scale=scale, axis=axis, data=draw.weights(shape))
    real = g.tensor(shape, FLOAT32)
    g.operator('DEQUANTIZE', [stored], [real], 5 if per_channel else 2, 'Dequantize')
    return real


def biases(g, draw, count):
    return g.tensor([count], FLOAT32, data=draw.random.normal(size=count).astype(np.float32))


def convolution(name, per_channel):
    g, draw = Graph(), Draw(name)
    x = g.input([1, 7, 6, 5], FLOAT32)
    w = weights(g, draw, [4, 3, 3, 5], 0, per_channel)
    y = g.output([1, 4, 3, 4], FLOAT32)
    g.operator('CONV_2D', [x, w, biases(g, draw, 4)], [y], 1, 'Conv2D', padding=0, strideW=2, strideH=2,
               dilationWFactor=1, dilationHFactor=1, fusedActivationFunction=3)
    return Case(name, g)


def depthwise(name, per_channel):
    g, draw = Graph(), Draw(name)
    x = g.input([1, 7, 6, 5], FLOAT32)
    w = weights(g, draw, [1, 3, 3, 10], 3, per_channel)
    y = g.output([1, 5, 4, 10], FLOAT32)
    g.operator('DEPTHWISE_CONV_2D', [x, w, biases(g, draw, 10)], [y], 1, 'DepthwiseConv2D', padding=1, strideW=1,
               strideH=1, depthMultiplier=2, dilationWFactor=1, dilationHFactor=1)
    return Case(name, g)


def fully_connected(name, per_channel):
    g, draw = Graph(), Draw(name)
    x = g.input([3, 11], FLOAT32)
    w = weights(g, draw, [7, 11], 0, per_channel)
    y = g.output([3, 7], FLOAT32)
    g.operator('FULLY_CONNECTED', [x, w, biases(g, draw, 7)], [y], 1, 'FullyConnected',
               fusedActivationFunction=1)
    return Case(name, g)
