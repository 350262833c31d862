"""What is made for one layout is never taken for another's."""

from dataclasses import replace

import pytest

from earshot_training.layout import Layout
from earshot_training.trial import WIDE_BAND

OTHER = {"lowest": 40, "highest": 9_000, "sample_rate": 48_000, "bands": 64}


@pytest.mark.parametrize("field", OTHER)
def test_images_and_strips_of_other_bands_lie_elsewhere(field):
    one, other = Layout(), replace(Layout(), **{field: OTHER[field]})
    assert one.name != other.name
    assert one.bands_name != other.bands_name


def test_strips_have_a_column_each_hundred_and_sixtieth_of_a_second_at_any_rate():
    for layout in (Layout(), WIDE_BAND):
        assert layout.strip_settings(layout.frames[0])["hop"] * 160 == layout.sample_rate
        assert layout.stride == 4


def test_the_program_is_told_the_same_bands():
    settings = WIDE_BAND.settings
    assert (settings["sampleRate"], settings["mel"]["lowest"], settings["mel"]["highest"]) == (48_000, 40, 18_000)
    assert WIDE_BAND.window_seconds == pytest.approx(Layout(frames=(2048,)).window_seconds)
