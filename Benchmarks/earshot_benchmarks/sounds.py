"""Recordings for the pipeline, the same every time: noise, tones, and what resembles calls.

Half an hour in six files of five minutes, 48 kHz, as a recorder leaves them on its card, in each
format; two hours of the same sound, each half hour begun elsewhere; and one file of a day. They are written once into Benchmarks/work/sounds.
"""

import numpy as np
import soundfile

from .machine import WORK

RATE = 48_000
FILES = 6
SECONDS = 300
FORMATS = {"wav": ("WAV", "PCM_16"), "flac": ("FLAC", "PCM_16"), "ogg": ("OGG", "VORBIS")}
SOUNDS = WORK / "sounds"


def call(kind, random):
    """A second or two of sound, full scale 1."""
    t = np.arange(int(random.uniform(0.8, 2.0) * RATE)) / RATE
    pitch = random.uniform(0.9, 1.1)
    if kind == "cricket":  # pulses of one high tone
        return np.sin(2 * np.pi * 4500 * pitch * t) * (np.sin(2 * np.pi * 28 * t) > 0.2)
    if kind == "bird":  # sweeps up and down
        sweep = 4000 * pitch + 1500 * np.sin(2 * np.pi * 7 * t)
        return np.sin(2 * np.pi * np.cumsum(sweep) / RATE) * (np.sin(2 * np.pi * 5 * t) > -0.3)
    if kind == "crow":  # a harsh row of harmonics
        tone = 450 * pitch * (1 - 0.1 * t)
        phase = 2 * np.pi * np.cumsum(tone) / RATE
        rough = 1 + 0.6 * random.standard_normal(t.size)
        return sum(np.sin(h * phase) / h**0.5 for h in range(1, 9)) / 4 * rough * np.hanning(t.size)
    # frog: low, quick pulses
    pulses = np.maximum(np.sin(2 * np.pi * 35 * pitch * t), 0) ** 2
    return (np.sin(2 * np.pi * 900 * pitch * t) + 0.5 * np.sin(2 * np.pi * 1800 * pitch * t)) * pulses


def recording(seed, seconds):
    """16-bit samples."""
    random = np.random.default_rng(seed)
    size = seconds * RATE
    spectrum = np.fft.rfft(random.standard_normal(size))
    spectrum /= np.sqrt(1 + np.arange(spectrum.size) * (RATE / size) / 200)  # falls above 200 Hz
    sound = np.fft.irfft(spectrum, size)
    sound *= 0.003 / sound.std()
    second = 2.0
    while second < seconds - 5:
        one = call(random.choice(["cricket", "bird", "crow", "frog"]), random)
        start = int(second * RATE)
        sound[start : start + one.size] += one * 10 ** random.uniform(-1.6, -0.7)
        second += random.uniform(3, 9)
    return np.round(np.clip(sound, -1, 1) * 32767).astype(np.int16)


def half_hour(extension):
    """The paths, in order."""
    paths = [SOUNDS / extension / f"20250601_04{5 * n:02}00.{extension}" for n in range(FILES)]
    SOUNDS.joinpath(extension).mkdir(parents=True, exist_ok=True)
    for seed, path in enumerate(paths):
        if not path.exists():
            write(path, recording(seed, SECONDS), extension)
    return paths


def two_hours(extension):
    """The paths, in order."""
    paths = []
    for half in range(4):
        for seed in range(FILES):
            minute = 30 * half + 5 * seed
            name = f"20250601_{4 + minute // 60:02}{minute % 60:02}00.{extension}"
            paths.append(SOUNDS / f"{extension}-2h" / name)
            paths[-1].parent.mkdir(parents=True, exist_ok=True)
            if not paths[-1].exists():
                samples, _ = soundfile.read(half_hour("wav")[seed], dtype="int16")
                write(paths[-1], np.roll(samples, half * 60 * RATE), extension)
    return paths


def write(path, samples, extension):
    container, coding = FORMATS[extension]
    unfinished = path.with_suffix(".unfinished")
    with soundfile.SoundFile(unfinished, "w", RATE, 1, coding, format=container) as file:
        # libsndfile's Vorbis encoder takes its buffers on the stack: pieces, not all at once.
        for start in range(0, samples.size, RATE):
            file.write(samples[start : start + RATE])
    unfinished.rename(path)


def hours(count):
    """One FLAC file of so many hours; each ten minutes the same."""
    path = SOUNDS / f"{count}h" / "20250601_000000.flac"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        ten_minutes = recording(99, 600)
        with soundfile.SoundFile(unfinished, "w", RATE, 1, "PCM_16", format="FLAC") as file:
            for _ in range(6 * count):
                file.write(ten_minutes)
        unfinished.rename(path)
    return path
