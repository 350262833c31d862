"""The whole pipeline as it is written in Python: one thread, timed by stage.

soundfile decodes and soxr resamples, as in earshot the same C libraries; then there are three variants:

- usual: librosa's spectrogram and LiteRT as it comes;
- tuned: SciPy's FFT in blocks that fit the caches, and OpenVINO;
- reference: librosa's spectrogram and LiteRT's reference kernels, whose bytes are earshot's: not for its
  speed, but to see how far apart resamplers and front ends are.

Window, step, front end, network, calibration and rule are the bundle's. Loading libraries and models,
and a first run on three seconds of noise, are not timed.
"""

import base64
import json
import os
import sqlite3
import time
from pathlib import Path

import librosa
import numpy as np
import scipy.fft
import soundfile
import soxr

from . import runtimes
from .event_rule import events

VARIANTS = ("usual", "tuned")
REFERENCE = "reference"
STAGES = ("decode", "resample", "frontEnd", "network", "log")


class FrontEnd:
    """Samples at the model's rate to int8 images, [windows, height, width, 1].

    Normalisation is fixed, so that each column is made once for all windows that hold it.
    """

    BLOCK = 512

    def __init__(self, manifest, scale, zero_point, variant):
        s = manifest["frontEnd"]
        self.rate, self.frame, self.hop = s["sampleRate"], s["frameLength"], s["hop"]
        self.columns, self.step = s["image"]["columns"], manifest["stepHops"]
        mel = s["mel"]
        self.bank = librosa.filters.mel(
            sr=self.rate, n_fft=self.frame, n_mels=mel["bands"], fmin=mel["lowest"],
            fmax=mel["highest"], htk=mel["scale"] == "htk", norm=mel["norm"])
        self.window = librosa.filters.get_window(s["window"], self.frame).astype(np.float32)
        self.offset = np.float32(s["compression"]["log"]["offset"])
        fixed = s["normalisation"]["fixed"]
        self.mean = np.float32(fixed["mean"])
        self.slope = np.float32(1 / (fixed["deviation"] * scale))
        self.zero_point = zero_point
        self.mel_power = self.in_blocks if variant == "tuned" else self.with_librosa

    def with_librosa(self, samples):
        spectrum = librosa.stft(
            samples, n_fft=self.frame, hop_length=self.hop, window=self.window, center=False)
        return self.bank @ (spectrum.real**2 + spectrum.imag**2)

    def in_blocks(self, samples):
        frames = np.lib.stride_tricks.sliding_window_view(samples, self.frame)[:: self.hop]
        power = np.empty((len(self.bank), len(frames)), np.float32)
        for start in range(0, len(frames), self.BLOCK):
            spectrum = scipy.fft.rfft(frames[start : start + self.BLOCK] * self.window, axis=1)
            power[:, start : start + self.BLOCK] = (
                self.bank @ (spectrum.real**2 + spectrum.imag**2).T)
        return power

    def images(self, samples):
        length = (self.columns - 1) * self.hop + self.frame
        step = self.step * self.hop
        whole = 0 if samples.size < length else (samples.size - length) // step + 1
        # The last window is completed with zeros if at least half of it is sound.
        rest = samples.size - whole * step
        if samples.size > (whole - 1) * step + length and 2 * rest >= length:
            samples = np.pad(samples, (0, whole * step + length - samples.size))
            whole += 1
        if whole == 0:
            return np.empty((0, len(self.bank), self.columns, 1), np.int8)
        levels = (np.log(self.mel_power(samples) + self.offset) - self.mean) * self.slope
        # Halves away from zero, the lowest band last.
        rounded = np.copysign(np.floor(np.abs(levels) + np.float32(0.5)), levels) + self.zero_point
        pixels = np.clip(rounded, -128, 127).astype(np.int8)[::-1]
        starts = range(0, whole * self.step, self.step)
        return np.stack([pixels[:, at : at + self.columns] for at in starts])[..., None]


def network(path, variant):
    """What makes int8 logits of an image."""
    if variant != "tuned":
        net = runtimes.interpreter(path, "BUILTIN_REF" if variant == REFERENCE else "BUILTIN")
        entry, result = net.get_input_details()[0]["index"], net.get_output_details()[0]["index"]

        def run(image):
            net.set_tensor(entry, image[None])
            net.invoke()
            return net.get_tensor(result).ravel()
        return run
    request = runtimes.openvino_request(path)

    def run(image):
        return next(iter(request.infer({0: image[None]}).values())).ravel()
    return run


def main(variant, bundle, log, *recordings):
    manifest = json.loads(Path(bundle, "bundle.json").read_text())
    path = os.path.join(bundle, "model.tflite")
    details = runtimes.interpreter(path, "BUILTIN_REF")
    entry, result = details.get_input_details()[0], details.get_output_details()[0]
    front_end = FrontEnd(manifest, *entry["quantization"], variant)
    run = network(path, variant)
    for image in front_end.images(noise(3 * front_end.rate)):
        run(image)
    soxr.resample(noise(48_000), 48_000, front_end.rate)

    spent = dict.fromkeys(STAGES, 0.0)
    database = sqlite3.connect(log)
    database.execute("CREATE TABLE event (path, species, start REAL, end REAL, peak REAL)")
    all_logits = []
    for recording in recordings:
        times = [time.perf_counter()]
        samples, rate = soundfile.read(recording, dtype="float32", always_2d=True)
        times.append(time.perf_counter())
        mono = soxr.resample(samples[:, 0], rate, front_end.rate, "HQ")
        times.append(time.perf_counter())
        images = front_end.images(mono)
        times.append(time.perf_counter())
        logits = np.array([run(image) for image in images], np.int8)
        times.append(time.perf_counter())
        found = events(manifest, logits, *result["quantization"], frames=len(samples), rate=rate)
        with database:
            database.executemany(
                "INSERT INTO event VALUES (?, ?, ?, ?, ?)", [(recording, *e) for e in found])
        times.append(time.perf_counter())
        for stage, start, end in zip(STAGES, times, times[1:]):
            spent[stage] += end - start
        all_logits.append(base64.b64encode(logits.tobytes()).decode())
    print("\n" + json.dumps({
        "stages": spent, "logits": all_logits, "quantization": result["quantization"],
        "events": database.execute("SELECT * FROM event").fetchall()}))


def noise(count):
    return np.random.default_rng(1).standard_normal(count).astype(np.float32) / 10
