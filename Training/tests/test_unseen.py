"""What a card says of recordings that nothing was trained on."""

import pandas as pd

from earshot_training import unseen
from earshot_training.unseen import BIRDS, FROGS, said


def test_what_is_said_of_a_recording_is_ordered_by_how_often():
    found = pd.DataFrame({"common_name": ["Cow", "Dog", "Dog"], "peak": [0.99, 0.5, 0.75]})
    assert said(found) == "Dog 2 (0.75), Cow 1 (0.99)"
    assert said(found[:0]) == "nothing"


def test_what_can_be_right_is_counted_where_somebody_said_what_is_there(tmp_path, monkeypatch):
    for name, rows in (
        ("field", "filename,description\nday/1.ogg,a\nowl.ogg,an owl\naudiomoth_20180504_093200.flac,who knows\n"),
        ("yellowstone", "filename,kind,species\nfrog.ogg,amphibian,Frog\nwolf.ogg,mammal,Wolf\n"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "meta.csv").write_text(rows)
    said = [("1.ogg", BIRDS), ("owl.ogg", BIRDS), ("owl.ogg", "Hen"), ("audiomoth_20180504_093200.flac", BIRDS)]
    said += [("frog.ogg", FROGS), ("frog.ogg", BIRDS), ("wolf.ogg", BIRDS)]
    table = pd.DataFrame({"name": [name for name, _ in said], "common_name": [what for _, what in said], "peak": 0.9})
    monkeypatch.setattr(unseen, "events", lambda files, bundle, work: table)
    text = unseen.unseen(tmp_path, tmp_path, tmp_path)
    assert "Of 5 events in recordings of which somebody has said what is in them, 2 can be right" in text
    assert "| field/day | 1 samples of 10 s | Chirping birds 1 (0.90) |" in text
    assert "| yellowstone/wolf.ogg | Wolf | Chirping birds 1 (0.90) |" in text
