"""Nothing that a network is judged on has a sibling among what it learned from."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from earshot_training.clips import SHARED_BETWEEN_FOLDS, Clip
from earshot_training.folds import FOLDS, assign_folds
from earshot_training.tasks import animals_in_the_open, esc10, esc10_among_others, free_animals

AUDIO = Path(__file__).parents[3] / "shared/audio"


def clip(label: str, fold: int, source: str, author: str) -> Clip:
    return Clip(Path(f"{label}-{fold}-{source}-{author}.ogg"), label, fold, source, author, "", "")


def test_a_class_with_all_five_folds_keeps_them():
    clips = [clip("rain", fold, f"{fold}", "one recordist") for fold in FOLDS]
    assert list(assign_folds(clips).values()) == list(FOLDS)


def test_a_class_of_one_fold_is_spread_and_its_authors_stay_together():
    clips = [clip("siren", 4, f"{number}", f"author {number // 2}") for number in range(20)]
    folds = assign_folds(clips)
    assert set(folds.values()) == set(FOLDS)
    of_author = defaultdict(set)
    for one in clips:
        of_author[one.author].add(folds[one.name])
    assert all(len(found) == 1 for found in of_author.values())


def test_a_source_goes_where_its_class_with_official_folds_has_it():
    clock = [clip("clock_tick", fold, f"{fold}", "") for fold in FOLDS]
    alarm = [clip("clock_alarm", 4, "5", "someone"), clip("clock_alarm", 4, "77", "someone else")]
    assert assign_folds(clock + alarm)[alarm[0].name] == 5


@pytest.mark.skipif(not AUDIO.exists(), reason="needs ../shared/audio")
class TestOfTheReferenceData:
    @pytest.mark.parametrize("whole", [animals_in_the_open, esc10_among_others])
    def test_no_recording_is_learned_in_one_fold_and_judged_in_another(self, whole):
        task = whole(AUDIO)
        folds = defaultdict(set)
        for one, fold, learned in zip(task.clips, task.folds, task.learned, strict=True):
            # The prompts of all speakers have the same names; speakers are looked at below.
            if learned and one.label != "speech":
                folds[one.source].add(int(fold))
        assert len(folds) > 700
        assert [source for source, found in folds.items() if len(found) > 1] == []

    def test_no_voice_is_in_two_folds(self):
        task = animals_in_the_open(AUDIO)
        folds = defaultdict(set)
        for one, fold in zip(task.clips, task.folds, strict=True):
            if one.label == "speech":
                folds[one.author].add(int(fold))
        assert len(folds) >= 10
        assert all(len(found) == 1 for found in folds.values())

    def test_animals_and_esc10_are_complete_and_in_their_official_folds(self):
        task = animals_in_the_open(AUDIO)
        for one, fold, label in zip(task.clips, task.folds, task.labels, strict=True):
            if label < 12:
                assert fold == one.fold == int(one.name[0])
        assert len(task.clips) == 1189
        assert len(esc10(AUDIO).clips) == 400

    def test_among_others_esc10_is_judged_on_the_same_clips_folds_and_classes(self):
        alone, among = esc10(AUDIO), esc10_among_others(AUDIO)
        told = np.isin(among.labels, among.closed_classes)
        fold_of = {one.path: fold for one, fold in zip(alone.clips, alone.folds, strict=True)}
        found = {one.path: fold for one, fold in zip(np.array(among.clips)[told], among.folds[told], strict=True)}
        assert [among.classes[i] for i in among.closed_classes] == list(alone.classes)
        assert found == fold_of

    def test_what_two_folds_share_is_not_learned(self):
        task = animals_in_the_open(AUDIO)
        left_out = {one.name for one, learned in zip(task.clips, task.learned, strict=True) if not learned}
        assert left_out == SHARED_BETWEEN_FOLDS

    def test_nothing_in_the_free_task_asks_for_more_than_attribution(self):
        task = free_animals(AUDIO)
        ten = {one.path for one in esc10(AUDIO).clips}
        for one in task.clips:
            assert one.path in ten or one.licence in ("CC0", "CC-BY", "CC BY 3.0"), one.name
        assert len(task.clips) == len(task.labels) == len(task.folds) == len(task.learned) == 771
        whole = animals_in_the_open(AUDIO)
        fold_of = {one.name: fold for one, fold in zip(whole.clips, whole.folds, strict=True)}
        assert [fold_of[one.name] for one in task.clips] == list(task.folds)
