"""Songbirds. A syllable is a nearly pure tone on a fast frequency contour; a song is a pattern."""

import numpy as np

from .sound import contour, envelope, joined, tone, wander

WHISTLE = (1.0, 0.06, 0.03)


def syllable(rng, rate, seconds, points, harmonics=WHISTLE, attack=0.15, release=0.35):
    """One note: (fraction, Hz) points, jittered by some percent as no bird repeats itself."""
    vary = 1 + 0.012 * rng.standard_normal()
    points = [(at, hertz * vary * (1 + 0.008 * rng.standard_normal())) for at, hertz in points]
    frequency = contour(rate, seconds, points)
    frequency = frequency * (1 + 0.003 * wander(rng, rate, seconds, 90))
    loudness = 10 ** (1.5 * wander(rng, rate, seconds, 60) / 20)
    shape = envelope(rate, seconds, seconds * attack, seconds * release)
    gain = 10 ** (1.2 * rng.standard_normal() / 20)
    return gain * shape * loudness * tone(rng, rate, frequency, harmonics)


def song(rate, notes):
    """Notes as (gap before it in s, sound) joined into one sound."""
    parts, now = [], 0.0
    for gap, sound in notes:
        now += gap
        parts.append((now, sound))
        now += len(sound) / rate
    return joined(rate, now, parts)


def tit(rng, rate, phrases=7):
    """A great tit's `tea-cher`: two whistled notes, one high, one low, over and over."""
    high, low = rng.uniform(5300, 6300), rng.uniform(3500, 4100)
    notes = []
    for _ in range(phrases):
        notes.append(
            (
                0.055 + 0.008 * rng.standard_normal() ** 2,
                syllable(rng, rate, 0.10, [(0, high * 0.93), (0.25, high), (1, high * 0.95)]),
            )
        )
        notes.append(
            (
                0.045,
                syllable(
                    rng,
                    rate,
                    0.13,
                    [(0, low * 1.45), (0.12, low * 1.05), (0.5, low), (1, low * 0.97)],
                ),
            )
        )
    return song(rate, notes)


def finch(rng, rate):
    """A chaffinch: quickening, falling down-sweeps, then a flourish."""
    notes = []
    for k in range(15):
        x = k / 14
        top, bottom = 6500 - 1500 * x, 3300 - 900 * x
        length = 0.085 - 0.03 * x
        notes.append(
            (
                0.075 - 0.05 * x,
                syllable(
                    rng,
                    rate,
                    length,
                    [(0, bottom * 1.3), (0.18, top), (0.6, bottom * 1.15), (1, bottom)],
                ),
            )
        )
    notes.append((0.03, syllable(rng, rate, 0.08, [(0, 2600), (0.5, 5000), (1, 3000)])))
    notes.append(
        (0.02, syllable(rng, rate, 0.14, [(0, 5600), (0.3, 3100), (0.6, 4400), (1, 2300)]))
    )
    notes.append((0.02, syllable(rng, rate, 0.10, [(0, 2500), (0.6, 4300), (1, 3900)])))
    return song(rate, notes)


def blackbird(rng, rate, phrases=2):
    """Slow fluted notes between 1.6 and 2.9 kHz, closed by a thin high twitter."""
    notes = []
    for phrase in range(phrases):
        for k in range(rng.integers(4, 7)):
            here, there = rng.uniform(1650, 2700, 2)
            length = rng.uniform(0.12, 0.28)
            bend = [(0, here), (0.4, here * rng.uniform(0.94, 1.1)), (1, there)]
            notes.append(
                (
                    rng.uniform(0.03, 0.09) + (0.5 if phrase and k == 0 else 0),
                    syllable(rng, rate, length, bend, (1.0, 0.14, 0.05)),
                )
            )
        for _ in range(rng.integers(5, 9)):
            top = rng.uniform(4800, 7400)
            notes.append(
                (
                    rng.uniform(0.01, 0.04),
                    0.4
                    * syllable(
                        rng,
                        rate,
                        rng.uniform(0.03, 0.07),
                        [(0, top), (0.5, top * 0.75), (1, top * 1.05)],
                    ),
                )
            )
    return song(rate, notes)


def wren(rng, rate):
    """A loud, fast rattle: figures of steep sweeps, each its own, and one trill of 16 a second."""
    notes = []
    for figure in range(4):
        top, bottom = rng.uniform(5800, 7600), rng.uniform(3300, 4400)
        peak, length = rng.uniform(0.15, 0.5), rng.uniform(0.06, 0.10)
        for _ in range(rng.integers(3, 6)):
            notes.append(
                (
                    0.03,
                    syllable(
                        rng,
                        rate,
                        length,
                        [(0, bottom), (peak, top), (peak + 0.3, bottom * 1.3), (1, bottom)],
                    ),
                )
            )
        if figure == 2:
            for _ in range(14):
                notes.append(
                    (0.012, syllable(rng, rate, 0.05, [(0, 6200), (0.6, 4100), (1, 3600)]))
                )
    return song(rate, notes)


def robin(rng, rate, notes_count=16):
    """Thin, quick, always different notes between 2.5 and 8 kHz."""
    notes = []
    for _ in range(notes_count):
        a, b, c = np.exp(rng.uniform(np.log(2600), np.log(7800), 3))
        length = rng.uniform(0.04, 0.16)
        times = rng.integers(1, 4)
        for _ in range(times):
            notes.append(
                (
                    rng.uniform(0.015, 0.05),
                    syllable(rng, rate, length, [(0, a), (rng.uniform(0.3, 0.7), b), (1, c)]),
                )
            )
    return song(rate, notes)
