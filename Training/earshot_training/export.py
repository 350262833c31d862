"""From a trained net to a full-int8 `.tflite`, by the official converter."""

import numpy as np

from .keras_net import keras_net
from .rounding import keep_sums
from .topology import Topology


def int8_tflite(topology: Topology, weights: dict[str, np.ndarray], calibration: np.ndarray) -> bytes:
    """A `.tflite` file with int8 ends, per-channel weights and logits as output.

    `calibration` is some hundred images as the net sees them in training, float32
    `[n, height, width, channels]`; the range of every tensor is read off them.
    """
    import tensorflow as tf

    model = keras_net(topology, keep_sums(weights, topology), calibration.shape[1:])
    # Batch 1 is fixed by a concrete function. The model itself is not passed beside it: its
    # variables would stay outside the graph and calibration fail at READ_VARIABLE.
    entry = tf.TensorSpec((1, *calibration.shape[1:]), tf.float32)
    call = tf.function(lambda x: model(x, training=False)).get_concrete_function(entry)
    converter = tf.lite.TFLiteConverter.from_concrete_functions([call])
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([image[None].astype(np.float32)] for image in calibration)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    return converter.convert()
