"""A product's events beside spans that others labelled."""

from pathlib import Path

import pandas as pd

from earshot_training.labelled_spans import page, spans


def test_spans_are_of_birds_and_have_an_end():
    labels = pd.DataFrame(
        {
            "filename": ["a.ogg", "b.ogg", "c.ogg"],
            "start_s": [0, 5.5, 1],
            "end_s": [None, 7, 2],
            "label": ["Tawny Owl", "Eurasian Wren", "Great Plains Toad"],
        }
    )
    assert spans(labels, Path("/f")).to_dict("records") == [
        {"file": Path("/f/b.ogg"), "start_s": 5.5, "end_s": 7, "class": "Chirping birds"}
    ]


def test_events_are_told_with_bounds_where_there_are_some():
    counts = {"truePositives": 2.0, "falsePositives": 1.0, "falseNegatives": 3.0}
    bounded = {"value": 0.4, "lower": 0.1, "upper": 0.75}
    own = {"name": "Chirping birds", "counts": counts, "precision": {"value": 2 / 3}, "recall": bounded, "f1": {}}
    report = {
        "recordings": 8, "hours": 0.05, "labels": 12, "trueEvents": 5, "tolerance": "near enough",
        "all": {"int8": own, "fp32": own}, "classes": {"int8": [own], "fp32": [own | {"name": "Cow"}, own]},
    }  # fmt: skip
    text = page(report)
    assert "| Chirping birds, int8 | 3 | 2 | 0.67 | 0.40 [0.10 to 0.75] |  |" in text
    assert "The 8 of these recordings (3.0 minutes) in which others labelled 12 spans" in text
    assert "which makes 5" in text and "right if: near enough." in text
