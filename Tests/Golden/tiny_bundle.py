"""A model bundle of a few kilobytes, for tests that need a network but not a good one.

Writes Tests/Golden/tiny-bundle/. Nothing is trained: the network compares the loudness of thirds of
the spectrum, so that a hum, a voice-like tone and a whistle each have a class of their own. It ends
in int8 logits, as every bundle does.

    python3 -m venv venv
    venv/bin/pip install tensorflow-cpu==2.21.0 keras==3.15.1 numpy==2.4.6
    venv/bin/python Tests/Golden/tiny_bundle.py
"""

import json
import pathlib

import keras
import numpy as np
import tensorflow as tf

OUT = pathlib.Path(__file__).parent / "tiny-bundle"
BANDS = 16
COLUMNS = 16


def network():
    image = keras.Input((BANDS, COLUMNS, 1), batch_size=1)
    mean = keras.layers.AveragePooling2D((1, COLUMNS))(image)
    flat = keras.layers.Reshape((BANDS,))(mean)
    logits = keras.layers.Dense(4, name="logits")
    model = keras.Model(image, logits(flat))
    # Rows are bands, the lowest first. A class sounds when its own third is louder than the whole.
    weights = np.zeros((BANDS, 4), np.float32)
    for column, own in enumerate([slice(0, 5), slice(11, 16), slice(5, 11)]):
        weights[:, column] = -4.0 / BANDS
        weights[own, column] += 4.0 / len(range(*own.indices(BANDS)))
    # The background is what is quiet altogether.
    weights[:, 3] = -4.0 / BANDS
    logits.set_weights([weights, np.array([-2.5, -2.5, -2.5, -7.2], np.float32)])
    return model


def images():
    random = np.random.default_rng(7)
    for index in range(200):
        # Faint noise, and a tone in one band and its neighbours.
        image = random.normal(-2.2, 0.3, (1, BANDS, COLUMNS, 1))
        band = index % BANDS
        image[:, max(0, band - 1):band + 2] += random.uniform(0, 5)
        yield [np.clip(image, -4, 4).astype(np.float32)]


def main():
    OUT.mkdir(exist_ok=True)
    converter = tf.lite.TFLiteConverter.from_keras_model(network())
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = images
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = tf.int8
    converter.inference_output_type = tf.int8
    (OUT / "model.tflite").write_bytes(converter.convert())

    def taxon(common, scientific, kind, threshold):
        return {
            "commonName": common, "scientificName": scientific, "kind": kind,
            "calibration": {"scale": 1.5, "offset": 0.0}, "threshold": threshold,
        }

    bundle = {
        "formatVersion": 1, "name": "tiny", "version": "1.0.0",
        "frontEnd": {
            "sampleRate": 8000, "frameLength": 256, "fftLength": 256, "hop": 256, "window": "hann",
            "mel": {"bands": BANDS, "lowest": 100, "highest": 4000, "scale": "htk", "norm": "none"},
            "compression": {"log": {"offset": 1e-6}},
            "normalisation": {"fixed": {"mean": -3, "deviation": 3}},
            "image": {"columns": COLUMNS, "height": BANDS, "width": COLUMNS, "channels": 1,
                      "fit": "crop", "lowestBand": "first"},
        },
        "stepHops": 8,
        "classes": [
            taxon("Hum", "Bombus fictus", "species", 0.7),
            taxon("Whistle", "Avis ficta", "species", 0.7),
            taxon("Voice", None, "human", 0.7),
            taxon("Quiet", None, "background", 0.7),
        ],
        "scoreFloor": 0.2, "licence": "GPL-3.0-or-later",
        "attribution": "Made by Tests/Golden/tiny_bundle.py",
    }
    (OUT / "bundle.json").write_text(json.dumps(bundle, indent=2) + "\n")
    (OUT / "card.md").write_text("Compares thirds of the spectrum. For tests only.\n")


if __name__ == "__main__":
    main()
