"""Frogs: trains of damped pulses, ringing at the resonances of the vocal sac."""

import numpy as np

from .sound import band, count, envelope, joined, shaped


def pulsed(rng, rate, seconds, first, last, modes, rise=1.0, ring=0.0022, swell=0.35):
    """A croak: pulses whose rate glides from `first` to `last` Hz.

    Each pulse swells and dies within some `ring` s at the modes (Hz, amplitude), which climb by
    the factor `rise` through the call; the croak itself grows for the share `swell` of its time.
    """
    out = np.zeros(count(rate, seconds + 14 * ring))
    t = np.arange(count(rate, 14 * ring)) / rate
    now = 0.0
    while now < seconds:
        share = now / seconds
        pulse = np.zeros(len(t))
        for hertz, amplitude in modes:
            here = hertz * rise**share * (1 + 0.01 * rng.standard_normal())
            decay = t / (ring * (1600 / hertz) ** 0.3)
            # A throat opens and shuts: it rings lower as it fades.
            angle = 2 * np.pi * here * t * (1 - 0.008 * np.minimum(decay, 6))
            amplitude = amplitude * 10 ** (1.5 * rng.standard_normal() / 20)
            pulse += amplitude * decay**1.2 * np.exp(-decay) * np.sin(angle + rng.uniform(0, 1.5))
        hiss = shaped(rng.standard_normal(len(t)), rate, band(800, 4500, 1))
        pulse += 0.07 * hiss * np.exp(-t / ring)
        loud = min(1.0, 0.25 + 0.75 * share / swell) * 10 ** (0.8 * rng.standard_normal() / 20)
        at = int(now * rate)
        part = pulse[: len(out) - at]
        out[at : at + len(part)] += loud * part
        now += (1 + 0.03 * rng.standard_normal()) / (first * (last / first) ** share)
    return out * envelope(rate, len(out) / rate, 0.002, 0.01)


def ribbit(rng, rate, size=1.0):
    """The two-part call of a small tree frog: a `rib` and a quicker, higher `bit`."""
    low, high = 1080 / size, 2180 / size
    rib = pulsed(rng, rate, 0.15, 58, 66, [(low, 0.45), (high, 1.0), (3 * low, 0.05)], 1.06)
    bit = pulsed(
        rng, rate, 0.12, 70, 82, [(low * 1.05, 0.35), (high * 1.1, 1.1), (3.3 * low, 0.06)], 1.10
    )
    return joined(rate, 0.42, [(0, rib), (0.20, bit)])


def tree_frog(rng, rate, calls=6, size=1.0, period=1.05):
    """One male's bout of `ribbit`, about one a second."""
    parts = [(k * period + 0.05 * rng.random(), ribbit(rng, rate, size)) for k in range(calls)]
    return joined(rate, calls * period - period + 0.45, parts)


def chorus_frog(rng, rate, calls=5, size=1.0):
    """A comb drawn over its teeth: a creak of half a second, its pitch climbing all the while."""
    parts = []
    for k in range(calls):
        creak = pulsed(
            rng,
            rate,
            rng.uniform(0.40, 0.52),
            30 / size,
            42 / size,
            [(980 / size, 0.25), (2000 / size, 1.0)],
            1.2,
            swell=0.6,
        )
        parts.append((k * 1.15 + 0.06 * rng.random(), creak))
    return joined(rate, calls * 1.15 - 0.5, parts)


def marsh_frog(rng, rate, laughs=1):
    """The water frogs' laugh: a series of short, loud croaks, eight or nine a second."""
    parts, now = [], 0.0
    for _ in range(laughs):
        n = rng.integers(7, 11)
        for k in range(n):
            loud = 0.5 + 0.5 * np.sin(np.pi * (k + 1) / (n + 1))
            croak = pulsed(
                rng,
                rate,
                0.05,
                118,
                132,
                [(750, 0.3), (1650, 0.8), (2250, 1.0), (3300, 0.08)],
                1.08,
                0.0013,
            )
            parts.append((now, loud * croak))
            now += 0.115 * (1 + 0.03 * rng.standard_normal())
        now += 0.6
    return joined(rate, now - 0.5, parts)


def common_frog(rng, rate, croaks=4):
    """Low purring growls of some four tenths of a second."""
    parts, now = [], 0.0
    for _ in range(croaks):
        parts.append(
            (
                now,
                pulsed(
                    rng,
                    rate,
                    rng.uniform(0.3, 0.45),
                    38,
                    44,
                    [(480, 0.6), (1000, 1.0), (1650, 0.3)],
                    ring=0.003,
                ),
            )
        )
        now += rng.uniform(0.75, 1.0)
    return joined(rate, now - 0.2, parts)
