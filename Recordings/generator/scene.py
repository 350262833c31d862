"""A scene: background, then sounds placed in it, with the truth of what is where."""

import numpy as np

from . import weather
from .outdoors import heard
from .sound import at_level, count

BRIDGED = 1.0  # s: calls of one class that lie closer are one event of the truth


class Scene:
    """`name` is the file's name without `.flac`, `seed` the whole source of its randomness.

    Every scene has the microphone's own noise and the murmur of a quiet place: calls stand some
    10 to 30 dB above them in their own band.
    """

    def __init__(self, name, rate, seconds, seed):
        self.name, self.rate, self.seconds, self.seed = name, rate, seconds, seed
        self.mix = np.zeros(count(rate, seconds))
        self.calls = []
        self.used = 0
        self.background(weather.self_noise, -88)
        self.background(weather.ambience, -65)

    def rng(self):
        """A generator of its own for each sound: changing one leaves the others as they are."""
        self.used += 1
        return np.random.default_rng([self.seed, self.used])

    def background(self, make, level, **settings):
        """Weather and engines, over the whole scene, at an RMS in dBFS."""
        sound = make(self.rng(), self.rate, self.seconds, **settings)
        self.mix += sound / np.sqrt(np.mean(sound**2)) * 10 ** (level / 20)

    def hear(self, label, at, make, level, metres, *arguments, **settings):
        """A sound that begins at `at` s, arriving with `level` dBFS over `metres`."""
        rng = self.rng()
        sound = make(rng, self.rate, *arguments, **settings)
        self.calls.append((label, at, at + len(sound) / self.rate))
        sound = at_level(heard(rng, sound, self.rate, metres), self.rate, level)
        start = count(self.rate, at)
        sound = sound[: len(self.mix) - start]
        self.mix[start : start + len(sound)] += sound

    def truth(self):
        """(start s, end s, class) of every event, by start; without the echoes."""
        events = []
        for label, start, end in sorted(self.calls, key=lambda call: (call[0], call[1])):
            if events and events[-1][2] == label and start - events[-1][1] < BRIDGED:
                events[-1][1] = max(events[-1][1], end)
            else:
                events.append([start, end, label])
        return sorted((start, min(end, self.seconds), label) for start, end, label in events)

    def samples(self):
        """16-bit samples."""
        assert np.max(np.abs(self.mix)) < 0.99, f"{self.name} is overdriven"
        return np.round(self.mix * 32768).astype("<i2")
