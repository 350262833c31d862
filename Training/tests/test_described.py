"""What a card says of a training has the numbers of its trial."""

from dataclasses import replace

from earshot_training.augment import Recipe
from earshot_training.described import recipe
from earshot_training.training import Schedule
from earshot_training.trial import BASE


class Task:
    windows = 1000
    recipe = Recipe(mix_share=0.4, quietest_gain=-1)


def test_the_numbers_are_those_of_the_trial_and_of_the_task():
    text = recipe(replace(BASE, length=2.5, recipe={"noise_share": 0.25}), Task())
    assert text.startswith("2,500 windows, 32 a step") and "40 % are mixed" in text
    assert "-4 to +4 dB louder" in text and "25 % get stationary noise" in text
    assert "silence" not in text and "reverberant" not in text and "int8" not in text


def test_what_is_not_always_done_is_told_where_it_is():
    own = {"empty_share": 0.06, "reverberant_share": 0.3}
    text = recipe(replace(BASE, recipe=own, schedule=Schedule(quantization_aware=0.25)), Task())
    assert "6 % are silence or noise alone; 30 % are reverberant; in the last 25 % of the steps" in text
