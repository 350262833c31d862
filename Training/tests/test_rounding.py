"""Filters that nearly cancel stay nearly cancelled."""

import numpy as np
import pytest
from test_road import two_layers

from earshot_training.rounding import keep_sums, round_keeping_sum
from earshot_training.torch_net import TorchNet


@pytest.mark.parametrize("seed", range(20))
def test_every_value_becomes_a_neighbour_and_the_sum_is_kept(seed):
    values = np.random.default_rng(seed).uniform(-127, 127, 9)
    rounded = round_keeping_sum(values)
    assert (rounded == np.round(rounded)).all()
    assert np.abs(rounded - values).max() <= 1
    assert abs(rounded.sum() - values.sum()) <= 0.5


def test_small_filters_lie_on_the_grid_and_pointwise_ones_are_left_alone():
    weights = TorchNet(two_layers(), 1, 3).arrays()
    rounded = keep_sums(weights, two_layers())
    for name in ("first_conv", "blocks.0.mobile_inverted_conv.depth_conv"):
        before, after = (one[name + ".conv.weight"].reshape(8, -1) for one in (weights, rounded))
        step = np.abs(before).max(axis=1, keepdims=True) / 127
        np.testing.assert_allclose(after / step, np.round(after / step), atol=1e-3)
        assert (np.abs((after - before).sum(axis=1)) <= 0.51 * step[:, 0]).all()
        assert np.abs(after - before).max() > 0
    point = "blocks.0.mobile_inverted_conv.point_linear.conv.weight"
    assert rounded[point] is weights[point]
