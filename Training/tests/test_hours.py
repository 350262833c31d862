"""What a count of events says of their rate."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from earshot_training import hours
from earshot_training.folds import FOLDS
from earshot_training.hours import of_background, rate_bound, with_names


def test_the_bound_of_nothing_in_three_hours_is_about_one_an_hour():
    assert rate_bound(0, 3) == pytest.approx(-np.log(0.05) / 3)
    assert rate_bound(5, 1) == pytest.approx(10.51, abs=0.01)


def test_events_are_told_by_the_names_of_their_files_also_where_there_are_none():
    columns = ["common_name", "peak", "path"]
    rows = [["Cow", 0.7, "/a/b/1.ogg"], ["Dog", 0.9, "/c/2.ogg"]]
    assert list(with_names(pd.DataFrame(rows, columns=columns))["name"]) == ["1.ogg", "2.ogg"]
    assert list(with_names(pd.DataFrame(columns=columns))["name"]) == []


def test_clips_of_background_are_heard_by_the_network_of_their_fold_and_summed_by_kind(monkeypatch):
    clips = [
        SimpleNamespace(name=f"{fold}-{label}", path=f"{fold}-{label}", label=label)
        for fold in FOLDS
        for label in ("wind", "siren", "cow")
    ]
    task = SimpleNamespace(
        clips=clips, folds=[int(clip.name[0]) for clip in clips], classes=("cow", "background"),
        labels=[0 if clip.label == "cow" else 1 for clip in clips],
    )  # fmt: skip
    said = []

    def heard(files, bundle, folder):
        said.extend((file, bundle.name) for file in files)
        # One event on fold 2's wind at the folds' own thresholds, and one on each siren by what ships.
        found = [file for file in files if file == "2-wind"] if bundle.parent.name == "own" else []
        found += [file for file in files if "siren" in file and bundle.parent.name == "shipped"]
        return pd.DataFrame({"name": found})

    monkeypatch.setattr(hours, "events", heard)
    monkeypatch.setattr(hours.soundfile, "info", lambda path: SimpleNamespace(duration=36.0))
    rows = of_background(task, Path("own"), Path("shipped"), Path("work"))
    assert [row["sound"] for row in rows] == ["wind", "all background clips"]
    assert [(row["events"], row["events_as_shipped"]) for row in rows] == [(1, 0), (1, 5)]
    assert [row["hours"] for row in rows] == pytest.approx([0.05, 0.1])
    assert all(bundle == f"fold-{file[0]}" and "cow" not in file for file, bundle in said)
