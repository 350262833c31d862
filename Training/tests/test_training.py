"""The loop that trains, on a net of two layers and clips that a glance tells apart."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from test_road import SIDE, two_layers

from earshot_training.augment import Recipe, Strips
from earshot_training.clips import Clip
from earshot_training.front_end import FLOOR, SCALE, ZERO_POINT, dequantize, log_power, normalise
from earshot_training.layout import Layout
from earshot_training.lessons import Lessons
from earshot_training.runs import calibration
from earshot_training.tasks import Task
from earshot_training.torch_net import TorchNet
from earshot_training.training import Lecture, Professor, Schedule, Training, average_into, draw_clips, logits, train


def task(windows: int = 3200) -> Task:
    """Sound in the lower half of the bands, or in the upper."""
    clips = tuple(Clip(Path(f"{i}.ogg"), "", 1, "", "", "", "") for i in range(8))
    labels = np.arange(8) % 2
    return Task(
        "toy", clips, ("low", "high"), labels, np.ones(8, int), np.full(8, True), np.array([0.5, 0.5]),
        Recipe(quietest_gain=-2, band_shift=0, mix_share=0.2), windows, ("low", "high"),
    )  # fmt: skip


def strips(labels: np.ndarray) -> list[np.ndarray]:
    random = np.random.default_rng(5)
    found = []
    for label in labels:
        strip = random.normal(-11, 0.5, (1, SIDE, 200)).astype(np.float32)
        strip[:, label * SIDE // 2 : (label + 1) * SIDE // 2] += 7
        found.append(strip)
    return found


def lecture(windows: int = 3200, lessons: Lessons | None = None, **schedule) -> Lecture:
    toy = task(windows)
    torch.manual_seed(1)
    return Lecture(
        toy, np.arange(8), toy.recipe, windows, Layout(SIDE, SIDE), two_layers(), TorchNet(two_layers(), 1, 2).arrays(),
        Schedule(**{"average": 0.9, "rate": 1e-2} | schedule), 1, lessons,
    )  # fmt: skip


def drawn_from(of: Lecture) -> Strips:
    return Strips(strips(of.task.labels), FLOOR, SIDE, 1, of.seed)


def silent(_: str) -> None:
    pass


@pytest.mark.parametrize("schedule", [{}, {"loss": "softmax"}, {"quantization_aware": 0.5}])
def test_a_net_learns_what_a_glance_tells_apart(schedule):
    toy = lecture(**schedule)
    of = drawn_from(toy)
    weights = train(toy, of, silent)
    images = np.stack([normalise(strip[0, :, :SIDE]) for strip in of.strips])[..., None].astype(np.float32)
    assert (logits(weights, two_layers(), images).argmax(axis=1) == toy.task.labels).all()


def test_a_training_that_is_cut_off_ends_with_the_same_weights(tmp_path):
    toy = lecture(640, mark_every=7)
    whole = train(toy, drawn_from(toy), silent)

    class CutOff(Exception):
        pass

    def cut_off(text: str) -> None:
        if text.startswith("step 14"):
            raise CutOff

    mark = tmp_path / "mark.pt"
    with pytest.raises(CutOff):
        train(toy, drawn_from(toy), cut_off, mark)
    said = []
    gone_on = train(toy, drawn_from(toy), said.append, mark)
    assert said[0] == "goes on from step 7 of 20"
    assert not mark.exists()
    for name, value in whole.items():
        np.testing.assert_array_equal(gone_on[name], value)


def test_the_features_learn_what_a_teacher_says():
    labels = np.arange(40) % 2
    said = np.stack([labels * 2.0 - 1, np.ones(40)], axis=1).astype(np.float32)
    quantized = [
        np.clip(np.round(normalise(one) / SCALE) + ZERO_POINT, -128, 127).astype(np.int8) for one in strips(labels)
    ]
    lessons = Lessons(quantized, np.eye(2, dtype=np.float32)[labels], said, np.ones(40, int))
    toy = lecture(3200, lessons)
    training = Training(toy, drawn_from(toy))
    losses = [training.advance() for _ in range(toy.steps)]
    assert np.mean(losses[-10:]) < 0.6 * np.mean(losses[:10])


def test_lessons_of_the_folds_that_are_left_out_are_not_taught():
    random = np.random.default_rng(1)
    lessons = Lessons(
        [np.full((1, 2, 3), fold, np.int8) for fold in (1, 2, 3, 2)], np.eye(4, dtype=np.float32),
        random.normal(0, 1, (4, 6)), np.array([1, 2, 3, 2]),
    )  # fmt: skip
    kept = lessons.without((2, 5))
    assert [int(strip.max()) for strip in kept.strips] == [1, 3]
    np.testing.assert_array_equal(kept.targets, np.eye(4)[[0, 2]])


def test_clips_are_drawn_by_the_shares_of_their_classes_and_from_the_usable_only():
    toy = task()
    usable = np.array([0, 1, 3, 5])  # one low, three high
    drawn = draw_clips(toy, usable, 4000, np.random.default_rng(1))
    assert set(drawn) == set(usable)
    assert abs((toy.labels[drawn] == 0).mean() - 0.5) < 0.05


def test_the_rate_rises_then_falls_to_nothing():
    schedule = Schedule()
    rates = [schedule.rate_at(done / 100) for done in range(101)]
    top = int(np.argmax(rates))
    assert np.isclose(rates[top], schedule.rate, rtol=0.05)
    assert (np.diff(rates[: top + 1]) > 0).all()
    assert (np.diff(rates[top:]) < 0).all()
    assert rates[-1] < 1e-9


def test_the_running_mean_moves_by_its_share():
    mean, net = torch.nn.Linear(2, 2), torch.nn.Linear(2, 2)
    before = mean.weight.clone()
    average_into(mean, net, 0.75)
    torch.testing.assert_close(mean.weight, 0.75 * before + 0.25 * net.weight)


def test_images_and_log_power_are_one_another_s_inverse_and_silence_is_the_floor():
    images = np.arange(-128, 128).astype(np.int8)
    power = log_power(dequantize(images))
    np.testing.assert_allclose(normalise(power), dequantize(images), atol=1e-6)
    assert dequantize(np.array([ZERO_POINT], np.int8)) == 0
    assert abs(power[0] - FLOOR) < 0.08


def test_calibration_images_span_the_whole_input():
    images = np.zeros((400, 4, 4, 1), np.int8)
    drawn = calibration(images, 1)
    np.testing.assert_allclose([drawn.min(), drawn.max()], dequantize(np.array([-128, 127], np.int8)), rtol=1e-6)


def test_professors_correct_a_wrong_label():
    toy = lecture(3200)
    right = train(toy, drawn_from(toy), silent)
    wrong = replace(
        toy, task=replace(toy.task, labels=np.zeros(8, int)), professors=(Professor(two_layers(), right, (1024,)),)
    )
    of = drawn_from(toy)
    weights = train(replace(wrong, schedule=replace(wrong.schedule, belief=0.9)), of, silent)
    images = np.stack([normalise(strip[0, :, :SIDE]) for strip in of.strips])[..., None].astype(np.float32)
    assert (logits(weights, two_layers(), images).argmax(axis=1) == toy.task.labels).all()


def test_a_professor_may_see_frames_that_its_pupil_does_not():
    toy = lecture(32)
    torch.manual_seed(2)
    professor = Professor(two_layers(), TorchNet(two_layers(), 2, 2).arrays(), (2048, 640))
    of = Strips([np.repeat(strip, 3, axis=0) for strip in strips(toy.task.labels)], FLOOR, SIDE, 1, 1)
    training = Training(replace(toy, professors=(professor,), frames=(640, 1024, 2048)), of)
    assert training.channels((2048, 640)) == [2, 0]
    assert np.isfinite(training.advance())
