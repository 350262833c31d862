"""Rounds small filters so that they keep their sums.

The converter rounds each weight by itself. Of a filter of nine weights that nearly cancel, the errors
do not: a loud, even sound (rain) then comes out as a constant that the float net does not have.
Filters that lie on the converter's grid already, with their sums, pass it unchanged.
"""

import numpy as np

from .topology import Topology


def keep_sums(weights: dict[str, np.ndarray], topology: Topology) -> dict[str, np.ndarray]:
    """Weights whose first and depthwise convolutions lie on the int8 grid of their output channel."""
    rounded = dict(weights)
    for block in topology.blocks:
        for layer in block.convolutions:
            key = layer.name + ".conv.weight"
            if not (layer.depthwise or layer.name == "first_conv"):
                continue
            # Batch normalisation scales a whole filter, and the grid with it.
            filters = weights[key].reshape(len(weights[key]), -1).astype(np.float64)
            steps = np.abs(filters).max(axis=1, keepdims=True) / 127
            on_grid = np.stack([round_keeping_sum(row) for row in filters / np.maximum(steps, 1e-30)]) * steps
            rounded[key] = on_grid.reshape(weights[key].shape).astype(np.float32)
    return rounded


def round_keeping_sum(values: np.ndarray) -> np.ndarray:
    """Whole numbers, each a neighbour of its value, whose sum is the nearest to the values'."""
    below = np.floor(values)
    up = round(float((values - below).sum()))
    rounded = below.copy()
    rounded[np.argsort(below - values, kind="stable")[:up]] += 1
    return rounded
