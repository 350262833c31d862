"""What a card says of recordings that nothing was trained on."""

from pathlib import Path

import pandas as pd

from earshot_training.unseen import by_events, said, spans


def test_what_is_said_of_a_recording_is_ordered_by_how_often():
    found = pd.DataFrame({"common_name": ["Cow", "Dog", "Dog"], "peak": [0.99, 0.5, 0.75]})
    assert said(found) == "Dog 2 (0.75), Cow 1 (0.99)"
    assert said(found[:0]) == "nothing"


def test_a_label_of_a_whole_file_is_no_span():
    labels = pd.DataFrame({"filename": ["a.ogg", "b.ogg"], "start_s": [0, 5.5], "end_s": [None, 7]})
    assert spans(labels, Path("/f")).to_dict("records") == [
        {"file": Path("/f/b.ogg"), "start_s": 5.5, "end_s": 7, "class": "Chirping birds"}
    ]


def test_events_are_told_with_bounds_where_there_are_some():
    counts = {"truePositives": 2.0, "falsePositives": 1.0, "falseNegatives": 3.0}
    bounded = {"value": 0.4, "lower": 0.1, "upper": 0.75}
    own = {"name": "Chirping birds", "counts": counts, "precision": {"value": 2 / 3}, "recall": bounded, "f1": {}}
    report = {
        "recordings": 8, "hours": 0.05, "labels": 12,
        "all": {"int8": own, "fp32": own}, "classes": {"int8": [own], "fp32": [own | {"name": "Cow"}, own]},
    }  # fmt: skip
    text = by_events(report)
    assert "| Chirping birds, int8 | 5 | 3 | 2 | 0.67 | 0.40 [0.10 to 0.75] |  |" in text
    assert "The 8 of these recordings (3.0 minutes) in which others labelled 12 spans" in text
