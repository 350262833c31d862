"""What ships, and what stays behind."""

import numpy as np
import pytest

from earshot_training.calibration import Calibration
from earshot_training.front_end import SCALE, ZERO_POINT
from earshot_training.open_set import Decision
from earshot_training.shipping import check_input, check_reach, good_enough, keep_outputs


def test_a_class_below_the_least_average_precision_stays_behind_but_people_ship():
    assert good_enough(("cat", "pig", "human"), [0.7, 0.699, 0.1]) == [0, 2]


def test_the_outputs_that_are_kept_keep_their_order_and_the_rest_of_the_net_is_untouched():
    weights = {
        "classifier.linear.weight": np.arange(6.0).reshape(3, 2),
        "classifier.linear.bias": np.arange(3.0),
        "first_conv.conv.weight": np.ones(4),
    }
    kept = keep_outputs(weights, [0, 2])
    np.testing.assert_array_equal(kept["classifier.linear.weight"], [[0, 1], [4, 5]])
    np.testing.assert_array_equal(kept["classifier.linear.bias"], [0, 2])
    assert kept["first_conv.conv.weight"] is weights["first_conv.conv.weight"]


def test_a_threshold_that_no_int8_logit_reaches_is_refused():
    steep, flat = Calibration(1, 0), Calibration(0.1, 0)
    check_reach(5.0, [Decision(steep, 0.9), Decision(flat, 0.6)])
    with pytest.raises(ValueError, match="output 1"):
        check_reach(5.0, [Decision(steep, 0.9), Decision(flat, 0.7)])


def test_another_input_range_than_that_of_the_judged_images_is_refused():
    check_input(SCALE * (1 + 1e-8), ZERO_POINT)
    with pytest.raises(ValueError, match="zero point"):
        check_input(SCALE, ZERO_POINT + 1)
