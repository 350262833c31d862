"""Crickets (stridulation: trains of tone pulses) and flying insects (wing beats)."""

import numpy as np

from .sound import band, contour, count, drawn, envelope, noise, shaped, tone, wander


def pulses(rng, rate, seconds, starts, length, carrier, harmonics=(1.0, 0.05, 0.03)):
    """Tone pulses at `starts` (s): slow to swell, quick to stop, falling in pitch a little."""
    out = np.zeros(count(rate, seconds))
    for start in starts:
        n = length * (1 + 0.05 * rng.standard_normal())
        frequency = contour(rate, n, [(0, carrier * 1.02), (0.6, carrier), (1, carrier * 0.97)])
        pulse = tone(rng, rate, frequency, harmonics)
        pulse *= envelope(rate, n, n * 0.55, n * 0.3) * 10 ** (0.7 * rng.standard_normal() / 20)
        at = int(start * rate)
        pulse = pulse[: max(0, len(out) - at)]
        out[at : at + len(pulse)] += pulse
    return out


def field_cricket(rng, rate, seconds, carrier=4600.0, chirps=2.7, syllables=4):
    """`Crrri, crrri`: chirps of three or four pulses, 30 pulses a second within the chirp."""
    starts, now = [], rng.uniform(0, 0.3)
    while now < seconds - 0.2:
        for k in range(syllables):
            starts.append(now + k * 0.033 + 0.0008 * rng.standard_normal())
        now += (1 / chirps) * (1 + 0.05 * rng.standard_normal())
    return pulses(rng, rate, seconds, np.maximum(starts, 0), 0.019, carrier)


def tree_cricket(rng, rate, seconds, carrier=3300.0, pulse_rate=48.0):
    """A long even trill."""
    starts = np.arange(0.01, seconds - 0.03, 1 / pulse_rate)
    starts = starts + 0.0004 * rng.standard_normal(len(starts))
    trill = pulses(rng, rate, seconds, starts, 0.014, carrier, (1.0, 0.1, 0.05))
    return trill * 10 ** (1.2 * wander(rng, rate, seconds, 0.8) / 20)


def bush_cricket(rng, rate, seconds, low=6500.0, high=10500.0, phrase=5.5):
    """Shuffling phrases of hissed pulses: a comb of teeth heard as noise in a high band."""
    hiss = noise(rng, rate, seconds, band(low, high, 5))
    t = np.arange(len(hiss)) / rate
    slow = phrase * t + 0.15 * np.cumsum(wander(rng, rate, seconds, 1.0)) / rate
    swell = np.clip(np.sin(2 * np.pi * slow), 0, 1) ** 0.7
    teeth = 0.55 + 0.45 * np.sin(
        2 * np.pi * 62 * t + 0.5 * np.cumsum(wander(rng, rate, seconds, 8)) / rate
    )
    return hiss * swell * teeth


def flyby(rng, rate, seconds, wingbeat=215.0, visits=2):
    """A bee: a wing beat that wanders in pitch, with its harmonics, now close, now far."""
    t = np.arange(count(rate, seconds)) / rate
    near = np.full(len(t), 0.08)
    effort = np.zeros(len(t))
    for k in range(visits):
        middle = seconds * (k + rng.uniform(0.35, 0.65)) / visits
        pass_by = 1 / (1 + ((t - middle) / (0.13 * seconds / visits)) ** 2)
        near += rng.uniform(0.6, 1.0) * pass_by
        # Harder strokes as it brakes and turns, and the fall in pitch of what flies away.
        effort += 0.05 * pass_by - 0.03 * np.tanh((t - middle) / 0.3)
    pitch = wingbeat * (
        1 + effort + 0.03 * wander(rng, rate, seconds, 1.5) + 0.008 * wander(rng, rate, seconds, 11)
    )
    order = np.arange(1, 1 + int(0.4 * rate / wingbeat))
    body = tone(rng, rate, pitch, 10 ** (2.5 * rng.standard_normal(len(order)) / 20))
    beat = np.clip(np.sin(2 * np.pi * np.cumsum(pitch) / rate), 0, 1)
    breath = noise(rng, rate, seconds, band(100, 9000, 1)) * beat
    wings = shaped(
        body,
        rate,
        drawn(
            (60, -20),
            (150, -2),
            (230, 0),
            (500, -5),
            (1000, -11),
            (2000, -21),
            (4000, -38),
            (8000, -60),
        ),
    )
    wings += shaped(
        breath, rate, drawn((100, -12), (500, -8), (2000, -22), (4000, -27), (10000, -33))
    )
    flutter = 10 ** (2.5 * wander(rng, rate, seconds, 8) / 20)
    return wings * near * flutter * envelope(rate, seconds, 0.6, 0.6)
