"""Larger animals: crows and dogs. A harsh harmonic source through the formants of a throat."""

import numpy as np

from .sound import band, contour, drawn, envelope, joined, noise, shaped, tone, wander


def throat(rng, rate, pitch, roughness, breath, colour):
    """A call: harmonics of `pitch` (Hz curve) and breath under the spectrum `colour`.

    `roughness` shakes pitch and loudness as fast as a hoarse voice does.
    """
    seconds = len(pitch) / rate
    rough = pitch * (1 + roughness * wander(rng, rate, seconds, 90))
    voiced = tone(rng, rate, rough, np.ones(int(0.45 * rate / pitch.min())))
    voiced /= np.sqrt(np.mean(voiced**2))
    shake = 10 ** (30 * roughness * wander(rng, rate, seconds, 60) / 20)
    air = noise(rng, rate, seconds, band(100, 10000, 1))
    return shaped(voiced * shake + breath * air, rate, colour)


CROW = drawn(
    (300, -34),
    (600, -17),
    (1000, -9),
    (1500, 0),
    (1900, -3),
    (2600, -15),
    (3600, -24),
    (4600, -21),
    (5600, -17),
    (6800, -24),
    (8500, -40),
    (11000, -60),
)


def caw(rng, rate, seconds, pitch):
    """One `kraah` of a carrion crow."""
    curve = contour(
        rate, seconds, [(0, pitch * 0.82), (0.25, pitch * 1.05), (0.65, pitch), (1, pitch * 0.84)]
    )
    sound = throat(rng, rate, curve, 0.035, 0.7, CROW)
    return sound * envelope(rate, seconds, 0.05, 0.12)


def crow(rng, rate, caws=4):
    parts, now = [], 0.0
    pitch = rng.uniform(345, 400)
    for _ in range(caws):
        length = rng.uniform(0.29, 0.40)
        call = caw(rng, rate, length, pitch * (1 + 0.02 * rng.standard_normal()))
        parts.append((now, call / np.max(np.abs(call)) * rng.uniform(0.8, 1)))
        now += length + rng.uniform(0.28, 0.40)
    return joined(rate, now - 0.25, parts)


DOG = drawn(
    (150, -30),
    (400, -6),
    (650, 0),
    (1000, -5),
    (1400, -4),
    (2000, -14),
    (3500, -26),
    (6000, -38),
    (11000, -60),
)


def bark(rng, rate, pitch):
    """One bark: a sharp onset, a pitch that jumps up and falls, a throat that opens and shuts."""
    seconds = rng.uniform(0.15, 0.2)
    curve = contour(
        rate,
        seconds,
        [(0, pitch * 0.75), (0.25, pitch * 1.2), (0.5, pitch * 1.1), (1, pitch * 0.6)],
    )
    sound = throat(rng, rate, curve, 0.025, 0.5, DOG)
    return sound * envelope(rate, seconds, 0.012, seconds * 0.7)


def dog(rng, rate, barks=5):
    parts, now = [], 0.0
    pitch = rng.uniform(430, 520)
    for _ in range(barks):
        sound = bark(rng, rate, pitch)
        parts.append((now, sound / np.max(np.abs(sound)) * rng.uniform(0.75, 1)))
        now += rng.uniform(0.33, 0.62)
    return joined(rate, now + 0.1, parts)
