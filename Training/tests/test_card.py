"""The card says what the tables say, also where it is not flattering."""

import pandas as pd
import pytest

from earshot_training.card import human, left_out, markdown, scenes, targets

FOLDS = range(1, 6)


@pytest.fixture
def results(tmp_path):
    def write(esc10_int8: float, animals_int8: float):
        for name, int8 in (("esc10", esc10_int8), ("animals", animals_int8)):
            pd.DataFrame(
                {"fold": FOLDS, "clips": 80, "accuracy_fp32": 0.9, "accuracy_int8": [int8] * 5},
            ).to_csv(tmp_path / f"{name}-folds.csv", index=False)
            pd.DataFrame({"class": ["a", "b"], "ap_fp32": 0.92, "ap_int8": int8}).to_csv(
                tmp_path / f"{name}.csv", index=False
            )
        return tmp_path

    return write


TABLE = pd.DataFrame(
    {
        "class": ["frog", "pig", "human"],
        "ap_int8": [0.9, 0.6, 0.8],
        "threshold": 0.5,
        "precision": [0.9, 0.8, 0.7],
        "recall": 0.75,
        "speech_recall": [None, None, 0.925],
    }
)


def test_targets_that_are_reached_and_targets_that_are_not(results):
    text = targets(TABLE, results(0.895, 0.88))
    esc10, animals, int8, speech = text.splitlines()[2:]
    assert "89.5 %" in esc10 and esc10.endswith("| reached |")
    assert "0.880" in animals and "**not reached**" in animals
    assert "+4.0 points" in int8 and "**not reached**" in int8
    assert "0.93" in speech and speech.endswith("| reached |")


def test_a_class_that_does_not_ship_is_named():
    assert left_out(TABLE, {"Frog", "Human"}) == "Left out, with average precision below 0.7: Pig (0.600)."
    assert left_out(TABLE, {"Frog", "Pig", "Human"}) == "No class fell below 0.7."


def test_people_are_told_of_with_speech_apart():
    assert "92.5 % of the speech clips" in human(TABLE)


def test_scenes_without_a_class_count_its_windows_only(tmp_path):
    pd.DataFrame(
        {"scene": "a.flac", "class": ["frog", "cat"], "events": [3, 0], "heard": [2, 0], "false_windows": [0, 1]}
    ).to_csv(tmp_path / "recordings.csv", index=False)
    lines = scenes(tmp_path).splitlines()[2:]
    assert lines[0] == "| a.flac | frog | 2 of 3 | 0 |"
    assert lines[1] == "| a.flac | cat | none there | 1 |"
    assert "2 of 3" in lines[2]


def test_a_table_has_a_line_under_its_header():
    assert markdown(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |"
