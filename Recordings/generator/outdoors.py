"""What the way from the animal to the microphone does: air, reflections, distance."""

import numpy as np

from .sound import count, shaped


def air(metres):
    """Absorption over a distance, a gain for `shaped`.

    Fitted to ISO 9613-2, table 2, 10 degrees and 70 % humidity: 3.7, 9.7, 32.8 and 117 dB/km at 1,
    2, 4 and 8 kHz.
    """

    def gain(f):
        kilohertz = f / 1000
        loss = (2.14 * kilohertz + 1.56 * kilohertz**2) * metres / 1000
        return 10 ** (-loss / 20)

    return gain


def reflections(rng, rate, decay, density=900):
    """An open-air impulse response without its direct sound: sparse echoes that die away.

    `decay` is the time in s for 60 dB; later echoes have met more leaves and are duller.
    """
    n = count(rate, decay * 0.8)
    response = np.zeros(n)
    times = np.sort(rng.uniform(0.006, decay * 0.8, int(density * decay)))
    strength = rng.standard_normal(len(times)) * 10 ** (-3 * times / decay)
    np.add.at(response, np.minimum((times * rate).astype(int), n - 1), strength)
    bright = shaped(response, rate, lambda f: 1 / (1 + (f / 6000) ** 2))
    dull = shaped(response, rate, lambda f: 1 / (1 + (f / 1500) ** 2))
    late = np.linspace(0, 1, n) ** 0.5
    response = bright * (1 - late) + dull * late
    return response / np.sqrt(np.sum(response**2))


def heard(rng, sound, rate, metres, decay=0.9):
    """`sound` as it arrives over `metres`, with its echoes; 0.8 `decay` longer than it was."""
    response = reflections(rng, rate, decay)
    n = len(sound) + len(response)
    echoes = np.fft.irfft(np.fft.rfft(sound, n) * np.fft.rfft(response, n), n)
    # Echoes grow against the direct sound with distance: equal in power at about 60 m.
    mixed = np.pad(sound, (0, len(response))) + echoes * min(1.0, metres / 60)
    return shaped(mixed, rate, air(metres))
