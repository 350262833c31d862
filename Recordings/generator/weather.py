"""Background: wind, leaves, rain, a passing engine, the microphone itself."""

import numpy as np

from .sound import band, count, drawn, noise, shaped, tone, wander


def gusts(rng, rate, seconds, strength):
    """The wind's slow ups and downs, a factor around 1."""
    slow = wander(rng, rate, seconds, 0.15) + 0.5 * wander(rng, rate, seconds, 0.7)
    return 10 ** (strength * slow / 20)


def wind(rng, rate, seconds, strength=4.0):
    """Rumble at the microphone and leaves in the trees, both following the gusts."""
    force = gusts(rng, rate, seconds, strength)
    rumble = noise(rng, rate, seconds, lambda f: 1 / (1 + (np.maximum(f, 15) / 60) ** 1.9))
    flutter = 10 ** (2.5 * wander(rng, rate, seconds, 6) / 20)
    leaves = noise(rng, rate, seconds, lambda f: band(300, 2500, 1)(f))
    return rumble * force**1.5 * flutter + 0.045 * leaves * force


def ambience(rng, rate, seconds):
    """A quiet place: everything far away at once, falling with frequency."""
    far = noise(
        rng,
        rate,
        seconds,
        drawn((30, -2), (100, 0), (300, -4), (1000, -12), (3000, -19), (6000, -25), (12000, -36)),
    )
    return far * 10 ** (0.8 * wander(rng, rate, seconds, 0.3) / 20)


def rain(rng, rate, seconds, drops=90):
    """A steady hiss of far drops, and near ones (`drops` a second) that knock on leaves."""
    hiss = noise(rng, rate, seconds, lambda f: band(900, 7000, 1)(f))
    hiss *= 10 ** (1.2 * wander(rng, rate, seconds, 0.4) / 20)
    near = np.zeros(count(rate, seconds + 0.05))
    for _ in range(rng.poisson(drops * seconds)):
        length = rng.uniform(0.002, 0.012)
        t = np.arange(count(rate, length * 4)) / rate
        body = rng.standard_normal(len(t)) * 0.6
        body += np.sin(2 * np.pi * rng.uniform(900, 4500) * t)
        start = int(rng.uniform(0, seconds) * rate)
        near[start : start + len(t)] += (
            body * np.exp(-t / (length / 3)) * min(rng.pareto(2.0), 6) * 0.9
        )
    return hiss + shaped(near, rate, band(500, 9000, 1))[: len(hiss)]


def engine(rng, rate, seconds, closest, metres=35.0, speed=17.0, firing=62.0):
    """A car passing at `speed` m/s, nearest after `closest` s, `metres` from the microphone."""
    t = np.arange(count(rate, seconds)) / rate
    distance = np.hypot(metres, speed * (t - closest))
    approach = speed**2 * (t - closest) / distance
    doppler = 343 / (343 + approach)
    pitch = firing * doppler * (1 + 0.006 * wander(rng, rate, seconds, 1.5))
    # Half orders of the firing rate, louder and weaker by chance as in a real exhaust.
    orders = rng.uniform(0.3, 1, 24) / np.arange(1, 25) ** 0.9
    exhaust = tone(rng, rate, pitch / 2, orders)
    exhaust /= np.sqrt(np.mean(exhaust**2))
    exhaust *= 10 ** (1.5 * wander(rng, rate, seconds, 12) / 20)
    tyres = noise(
        rng,
        rate,
        seconds,
        drawn((60, -18), (400, -4), (900, 0), (1600, -8), (3000, -20), (6000, -34), (12000, -55)),
    )
    near = metres / distance
    dull = noise(
        rng, rate, seconds, drawn((30, -10), (100, 0), (300, -6), (1000, -26), (8000, -70))
    )
    return near * (exhaust * 0.8 + dull * 0.6) + near**1.6 * tyres * 0.8


def self_noise(rng, rate, seconds):
    """The microphone and its preamplifier: white, a little more at low frequencies."""
    return noise(rng, rate, seconds, lambda f: 1 + (150 / np.maximum(f, 20)) ** 0.7)
