"""The parts every synthetic sound is made of: contours, tones, noises, filters, levels.

A sound is a float64 numpy array, full scale +-1, at a rate in Hz. Randomness comes only from the
`numpy.random.Generator` passed in.
"""

import numpy as np


def count(rate, seconds):
    return int(round(rate * seconds))


def contour(rate, seconds, points):
    """A smooth positive curve through (fraction of the time, value), straight in the logarithm."""
    at, values = zip(*points, strict=True)
    n = count(rate, seconds)
    line = np.interp(np.linspace(0, 1, n), at, np.log(values))
    width = max(3, n // 12) | 1
    window = np.hanning(width + 2)[1:-1]
    padded = np.pad(line, width // 2, mode="edge")
    return np.exp(np.convolve(padded, window / window.sum(), mode="valid"))


def wander(rng, rate, seconds, cutoff):
    """Slow noise of unit variance without components much above `cutoff` Hz."""
    n = count(rate, seconds)
    knots = rng.standard_normal(int(seconds * cutoff * 2) + 4)
    position = np.arange(n) / rate * cutoff * 2
    left = position.astype(int)
    blend = 0.5 - 0.5 * np.cos(np.pi * (position - left))
    return (knots[left] * (1 - blend) + knots[left + 1] * blend) * 1.15


def envelope(rate, seconds, attack, release):
    """1 in the middle, raised-cosine flanks of `attack` and `release` seconds."""
    n = count(rate, seconds)
    t = np.arange(n) / rate
    rise = 0.5 - 0.5 * np.cos(np.pi * np.clip(t / attack, 0, 1))
    fall = 0.5 - 0.5 * np.cos(np.pi * np.clip((n / rate - t) / release, 0, 1))
    return rise * fall


def tone(rng, rate, frequency, harmonics):
    """A harmonic sum over a frequency curve (Hz), phases by chance; partials above 0.45 of the
    rate are left out."""
    angle = 2 * np.pi * np.cumsum(frequency) / rate
    out = np.zeros(len(frequency))
    for k, amplitude in enumerate(harmonics, start=1):
        phase = rng.uniform(0, 2 * np.pi)
        if k * frequency.min() < 0.45 * rate:
            heard = np.where(k * frequency < 0.45 * rate, amplitude, 0)
            out += heard * np.sin(k * angle + phase)
    return out


def shaped(sound, rate, gain):
    """`sound` with its spectrum multiplied by gain(frequencies in Hz), real or complex."""
    padding = count(rate, 0.1)
    spectrum = np.fft.rfft(np.concatenate([sound, np.zeros(padding)]))
    frequencies = np.fft.rfftfreq(len(sound) + padding, 1 / rate)
    return np.fft.irfft(spectrum * gain(frequencies), len(sound) + padding)[: len(sound)]


def drawn(*points):
    """A gain for `shaped`: straight lines through (Hz, dB), over the logarithm of frequency."""
    hertz, decibels = zip(*points, strict=True)

    def gain(f):
        return 10 ** (np.interp(np.log(np.maximum(f, 1)), np.log(hertz), decibels) / 20)

    return gain


def band(low, high, slope=4):
    """A gain for `shaped`: flat from `low` to `high` Hz, falling smoothly outside."""

    def gain(f):
        f = np.maximum(f, 1e-3)
        return 1 / np.sqrt((1 + (low / f) ** (2 * slope)) * (1 + (f / high) ** (2 * slope)))

    return gain


def noise(rng, rate, seconds, gain):
    """Gaussian noise of unit RMS, coloured by `gain`."""
    n = count(rate, seconds)
    out = shaped(rng.standard_normal(n + count(rate, 0.1)), rate, gain)[-n:]
    return out / np.sqrt(np.mean(out**2))


def joined(rate, seconds, parts):
    """Sounds laid at their start times (s) in one silence."""
    out = np.zeros(count(rate, seconds))
    for at, part in parts:
        start = count(rate, at)
        part = part[: max(0, len(out) - start)]
        out[start : start + len(part)] += part
    return out


def at_level(sound, rate, decibels):
    """Scaled so that its loudest frames (those within 12 dB of the loudest) have this RMS, dBFS."""
    frame = count(rate, 0.02)
    frames = np.pad(sound, (0, -len(sound) % frame)).reshape(-1, frame)
    power = np.mean(frames**2, axis=1)
    loud = power[power > power.max() / 16]
    return sound * 10 ** (decibels / 20) / np.sqrt(loud.mean())
