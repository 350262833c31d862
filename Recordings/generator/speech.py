"""People: espeak-ng reads a sentence."""

import subprocess

import numpy as np


def spoken(rate, text, voice, speed=155, pitch=50):
    """`text` in an espeak-ng voice (such as `en-gb+m3`), at `rate` Hz, without outer silence."""
    command = ["espeak-ng", "-v", voice, "-s", str(speed), "-p", str(pitch), "--stdout", text]
    wave = subprocess.run(command, check=True, capture_output=True).stdout
    # espeak-ng cannot know the length when it writes the header of a pipe: skip it by hand.
    start = wave.index(b"data") + 8
    own_rate = int.from_bytes(wave[24:28], "little")
    samples = np.frombuffer(wave[start : len(wave) - (len(wave) - start) % 2], "<i2") / 32768
    loud = np.flatnonzero(np.abs(samples) > 0.005)
    return resampled(samples[loud[0] : loud[-1] + 1], own_rate, rate)


def resampled(samples, old, new):
    """Band-limited by the Fourier transform: exact for a sound that begins and ends in silence."""
    padding = old // 4
    samples = np.concatenate([samples, np.zeros(padding + -(len(samples) + padding) % old)])
    length = len(samples) // old * new
    spectrum = np.fft.rfft(samples)
    fitted = np.zeros(length // 2 + 1, complex)
    shared = min(len(spectrum), len(fitted))
    fitted[:shared] = spectrum[:shared]
    out = np.fft.irfft(fitted, length) * (new / old)
    loud = np.flatnonzero(np.abs(out) > 0.005)
    return out[: loud[-1] + 1]
