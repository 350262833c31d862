"""What a count of events says of their rate."""

import numpy as np
import pandas as pd
import pytest

from earshot_training.hours import rate_bound, with_names


def test_the_bound_of_nothing_in_three_hours_is_about_one_an_hour():
    assert rate_bound(0, 3) == pytest.approx(-np.log(0.05) / 3)
    assert rate_bound(5, 1) == pytest.approx(10.51, abs=0.01)


def test_events_are_told_by_the_names_of_their_files_also_where_there_are_none():
    columns = ["common_name", "peak", "path"]
    rows = [["Cow", 0.7, "/a/b/1.ogg"], ["Dog", 0.9, "/c/2.ogg"]]
    assert list(with_names(pd.DataFrame(rows, columns=columns))["name"]) == ["1.ogg", "2.ogg"]
    assert list(with_names(pd.DataFrame(columns=columns))["name"]) == []
