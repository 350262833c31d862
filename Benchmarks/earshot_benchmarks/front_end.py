"""The front end's speed beside librosa's, on the same sound, in the same run, on one core each.

`benchmarks features` prints the JSON array of `benchmarkFrontEnd()`, which holds its parameter sets:
times for ten minutes of sound each. It and librosa run in turn, ours first and then theirs first; the
median of each is told. Another number of images, or another mean level, ends the run.
"""

import statistics
import sys
import time

import librosa
import numpy as np
import scipy.signal

from .machine import cpu_name, measured
from .tables import table

ROUNDS = 4


def folded_chirp(count):
    n = np.arange(count, dtype=np.uint64)
    bits = n * n * np.uint64(0x9E3779B97F4A7C15)
    return (((bits >> np.uint64(40)).astype(np.float32) / np.float32(1 << 23) - 1) / 4)


def images(y, case, bank):
    s = case["settings"]
    spectrum = librosa.stft(
        y, n_fft=s["fftLength"], hop_length=s["hop"], window=s["window"], center=False)
    power = np.einsum(
        "ft,mf->mt", spectrum.real**2 + spectrum.imag**2, bank, optimize=True)
    [(kind, c)] = s["compression"].items()
    columns = s["image"]["columns"]
    step = case["step"] // s["hop"]
    for at in range(0, power.shape[1] - columns + 1, step):
        window = power[:, at : at + columns]
        if kind == "log":
            window = np.log(window + np.float32(c["offset"]))
        else:
            window = window * np.float32(c["inputScale"])
            t = c["timeConstant"] * s["sampleRate"] / s["hop"]
            b = (np.sqrt(1 + 4 * t**2) - 1) / (2 * t**2)
            window = librosa.pcen(
                window, gain=c["gain"], bias=c["bias"], power=c["power"], eps=c["eps"], b=b,
                zi=scipy.signal.lfilter_zi([b], [1, b - 1]) * window[:, :1])
        window = (window - window.mean()) / window.std()
        steps = window[::-1] / np.float32(case["scale"])
        rounded = np.sign(steps) * np.floor(np.abs(steps) + 0.5) + case["zeroPoint"]
        yield np.clip(rounded, -128, 127).astype(np.int8)


def theirs(case):
    """Seconds for the case's sound."""
    s = case["settings"]
    mel = s["mel"]
    bank = librosa.filters.mel(
        sr=s["sampleRate"], n_fft=s["fftLength"], n_mels=mel["bands"], fmin=mel["lowest"],
        fmax=mel["highest"], htk=mel["scale"] == "htk", norm=mel["norm"])
    y = folded_chirp(case["samples"])
    list(images(y[: 2 * s["sampleRate"] + 10 * s["fftLength"]], case, bank))
    start = time.perf_counter()
    made = list(images(y, case, bank))
    took = time.perf_counter() - start
    mean = np.mean(made)
    if len(made) != case["windows"] or abs(mean - case["meanLevel"]) > 0.01:
        sys.exit(
            f"{case['name']}: {len(made)} windows of mean level {mean} here, "
            f"{case['windows']} of {case['meanLevel']} there")
    return took


def run(benchmarks):
    """Returns the table as Markdown."""
    ours = {}
    peers = {}
    for turn in range(ROUNDS):
        cases = measured(benchmarks, "features")
        for case in cases:
            ours.setdefault(case["name"], []).append(case["seconds"])
        if turn % 2 == 0:
            for case in cases:
                peers.setdefault(case["name"], []).extend([theirs(case), theirs(case)])
    rows = []
    for case in cases:
        name = case["name"]
        hours = case["samples"] / case["settings"]["sampleRate"] / 3600
        a = hours / statistics.median(ours[name])
        b = hours / statistics.median(peers[name])
        rows.append([name, f"{a:.2f}", f"{b:.2f}", f"{a / b:.1f}"])
    head = ["front end", "earshot", f"librosa {librosa.__version__}", "ratio"]
    return f"""\
## Front end

Hours of sound that become images in a second, on one core of {cpu_name()}; both make as many
images, of the same mean level.

{table(head, rows)}
"""
