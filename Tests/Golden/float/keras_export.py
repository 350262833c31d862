"""A net as training exports it, and the float weights that it was exported from.

Training keeps its weights under the names of MCUNet's PyTorch checkpoints and exports the net by Keras,
whose converter makes CONV_2D, DEPTHWISE_CONV_2D, MEAN and FULLY_CONNECTED of it. With the checkpoint's
weights in place of the file's, `FloatModel` must compute what Keras computes in float32.

Writes model.tflite, weights.npz and logits.json to Tests/Golden/float/keras/.

    python3 -m venv venv
    venv/bin/pip install tensorflow-cpu==2.21.0 keras==3.15.1 numpy==2.4.6
    venv/bin/python Tests/Golden/float/keras_export.py
"""

import json
import pathlib

import keras
import numpy as np
import tensorflow as tf

OUT = pathlib.Path(__file__).parent / "keras"
SIDE, CLASSES = 12, 5
# Name, outputs, kernel, stride, depthwise, activated.
LAYERS = [
    ("first_conv", 6, 3, 2, False, True),
    ("blocks.0.mobile_inverted_conv.inverted_bottleneck", 12, 1, 1, False, True),
    ("blocks.0.mobile_inverted_conv.depth_conv", 12, 5, 1, True, True),
    ("blocks.0.mobile_inverted_conv.point_linear", 6, 1, 1, False, False),
]


def draw(random):
    weights, inputs = {}, 1
    for name, outputs, kernel, _, depthwise, _ in LAYERS:
        shape = (outputs, 1 if depthwise else inputs, kernel, kernel)
        weights[f"{name}.conv.weight"] = random.normal(0, 1 / kernel, shape)
        weights[f"{name}.bn.weight"] = random.uniform(0.5, 1.5, outputs)
        weights[f"{name}.bn.bias"] = random.normal(0, 0.3, outputs)
        weights[f"{name}.bn.running_mean"] = random.normal(0, 0.3, outputs)
        weights[f"{name}.bn.running_var"] = random.uniform(0.5, 2, outputs)
        inputs = outputs
    weights["classifier.linear.weight"] = random.normal(0, 0.5, (CLASSES, inputs))
    weights["classifier.linear.bias"] = random.normal(0, 0.5, CLASSES)
    return {name: values.astype(np.float32) for name, values in weights.items()}


def network(weights):
    x = entry = keras.Input((SIDE, SIDE, 1), batch_size=1)
    for number, (name, outputs, kernel, stride, depthwise, activated) in enumerate(LAYERS):
        padding = "same"
        if stride > 1:
            x, padding = keras.layers.ZeroPadding2D(kernel // 2)(x), "valid"
        values = weights[f"{name}.conv.weight"]
        if depthwise:
            layer = keras.layers.DepthwiseConv2D(kernel, strides=stride, padding=padding, use_bias=False)
            values = values.transpose(2, 3, 0, 1)
        else:
            layer = keras.layers.Conv2D(outputs, kernel, strides=stride, padding=padding, use_bias=False)
            values = values.transpose(2, 3, 1, 0)
        norm = keras.layers.BatchNormalization(epsilon=1e-5)
        shortcut = x
        x = norm(layer(x))
        layer.set_weights([values])
        norm.set_weights([weights[f"{name}.bn.{part}"] for part in ("weight", "bias", "running_mean", "running_var")])
        if activated:
            x = keras.layers.ReLU(6.0)(x)
        if number == 0:
            kept = x
        if number == len(LAYERS) - 1:
            x = keras.layers.Add()([kept, x])
    head = keras.layers.Dense(CLASSES)
    model = keras.Model(entry, head(keras.layers.GlobalAveragePooling2D()(x)))
    head.set_weights([weights["classifier.linear.weight"].T, weights["classifier.linear.bias"]])
    return model


def main():
    OUT.mkdir(exist_ok=True)
    random = np.random.default_rng(3)
    weights = draw(random)
    model = network(weights)
    images = random.uniform(-1, 1, (50, SIDE, SIDE, 1)).astype(np.float32)
    entry = tf.TensorSpec((1, SIDE, SIDE, 1), tf.float32)
    call = tf.function(lambda x: model(x, training=False)).get_concrete_function(entry)
    converter = tf.lite.TFLiteConverter.from_concrete_functions([call])
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([image[None]] for image in images)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    (OUT / "model.tflite").write_bytes(converter.convert())
    np.savez(OUT / "weights.npz", **weights)
    cases = [
        {"image": image.ravel().tolist(), "logits": model(image[None], training=False).numpy().ravel().tolist()}
        for image in np.round(images[:3], 3)
    ]
    (OUT / "logits.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
