"""Seeded draws for a case: its name is its seed, so a new case changes no other."""
import hashlib

import numpy as np


class Draw:
    def __init__(self, name):
        self.random = np.random.Generator(
            np.random.PCG64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], 'little')))

    def scale(self, low=0.003, high=0.3):
        """A float32 scale, its logarithm uniform."""
        return float(np.float32(np.exp(self.random.uniform(np.log(low), np.log(high)))))

    def zero_point(self):
        """Uniform over int8, the two ends and zero often."""
        if self.random.integers(0, 3) == 0:
            return int(self.random.choice([-128, 0, 127]))
        return int(self.random.integers(-128, 128))

    def output_zero_point(self, activation):
        """A zero point that leaves room above it if the activation cuts what is below."""
        zero = self.zero_point()
        return min(zero, int(self.random.integers(-128, 40))) if activation else zero

    def weights(self, shape):
        return self.random.integers(-127, 128, shape)

    def biases(self, count, limit=2000):
        return self.random.integers(-limit, limit + 1, count)

    def weight_scales(self, count, input_scale, output_scale, taps, gain=1.0):
        """Scales with which uniform inputs and weights fill the output's range, times gain."""
        spread = 74.0  # standard deviation of the integers -128...127
        unit = output_scale * 40 / (input_scale * spread * spread * np.sqrt(taps))
        return np.exp(self.random.uniform(-1, 1, count)) * unit * gain


class Case:
    def __init__(self, name, graph):
        self.name, self.model = name, graph.serialized()
