"""Training windows are compressed as the program compresses them."""

import numpy as np

from earshot_training.compression import compressed, pcen
from earshot_training.front_end import normalise
from earshot_training.layout import Layout


def test_log_power_is_only_normalised():
    windows = np.linspace(-13, 0, 24, dtype=np.float32).reshape(1, 1, 4, 6)
    np.testing.assert_array_equal(compressed(windows, Layout()), normalise(windows))


def test_a_window_by_its_peak_is_the_same_at_any_loudness_and_its_range_ends_at_minus_one():
    windows = np.linspace(-20, 0, 24, dtype=np.float32).reshape(1, 1, 4, 6)
    soft, loud = (compressed(windows + level, Layout(normalisation="peak")) for level in (-5, 0))
    np.testing.assert_allclose(soft, loud, atol=1e-5)
    assert loud.max() == 1
    assert loud.min() == -1
    np.testing.assert_allclose(loud[0, 0, 3, 0], 1 + windows[0, 0, 3, 0] / 7, rtol=1e-5)


def test_a_sound_that_never_changes_is_levelled_to_nearly_the_same_at_any_loudness():
    quiet, loud = (pcen(np.full((1, 1, 2, 50), level, np.float32), 40.0)[0, 0, 0, -1] for level in (1e-4, 1e-1))
    assert 0.1 < quiet < loud < 4 * quiet


def test_what_begins_stands_out_and_what_lasts_fades():
    power = np.full((1, 1, 1, 40), 1e-6, np.float32)
    power[..., 10:] = 1e-2
    found = pcen(power, 40.0)[0, 0, 0]
    assert found[10] > 1.5 * found[30] > 0
    np.testing.assert_allclose(found[:10], found[0], rtol=1e-4)
