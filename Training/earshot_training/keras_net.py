"""The net as it is exported: Keras, NHWC, ending in logits."""

import keras
import numpy as np

from .topology import Topology, first_weight


def keras_net(topology: Topology, weights: dict[str, np.ndarray], image_shape: tuple[int, int, int]) -> keras.Model:
    """A functional model with a checkpoint's weights; its head has as many classes as theirs.

    `image_shape` is height, width and channels.
    """
    x = entry = keras.layers.Input(image_shape)
    for block in topology.blocks:
        skip = x
        for layer in block.convolutions:
            tag = layer.name.replace(".", "_")
            padding = "same"  # for stride 1 "same" is kernel // 2 on every side
            if layer.stride > 1:  # for stride 2 it is not: pad by hand
                x = keras.layers.ZeroPadding2D(layer.kernel // 2, name=tag + "_pad")(x)
                padding = "valid"
            kind = {"strides": layer.stride, "padding": padding, "use_bias": False, "name": tag + "_conv"}
            kernel = weights[layer.name + ".conv.weight"]  # out, in / groups, height, width
            if layer.depthwise:
                convolution = keras.layers.DepthwiseConv2D(layer.kernel, **kind)
                kernel = kernel.transpose(2, 3, 0, 1)
            else:
                convolution = keras.layers.Conv2D(layer.outputs, layer.kernel, **kind)
                if layer.name == "first_conv":
                    kernel = first_weight(kernel, image_shape[2])
                kernel = kernel.transpose(2, 3, 1, 0)
            normalisation = keras.layers.BatchNormalization(epsilon=topology.epsilon, name=tag + "_bn")
            x = normalisation(convolution(x))
            convolution.set_weights([kernel])
            statistics = ("weight", "bias", "running_mean", "running_var")
            normalisation.set_weights([weights[f"{layer.name}.bn.{part}"] for part in statistics])
            if layer.activated:
                x = keras.layers.ReLU(6.0, name=tag + "_relu6")(x)
        if block.shortcut:
            x = keras.layers.Add()([skip, x])
    bias = weights["classifier.linear.bias"]
    head = keras.layers.Dense(len(bias), name="classifier")
    model = keras.Model(entry, head(keras.layers.GlobalAveragePooling2D()(x)))
    head.set_weights([weights["classifier.linear.weight"].T, bias])
    return model
