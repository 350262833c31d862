"""The loop that trains, on a net of two layers and clips that a glance tells apart."""

from pathlib import Path

import numpy as np
import torch
from test_road import SIDE, two_layers

from earshot_training.augment import Recipe, Strips
from earshot_training.clips import Clip
from earshot_training.front_end import FLOOR, ZERO_POINT, dequantize, log_power, normalise
from earshot_training.runs import calibration
from earshot_training.tasks import Task
from earshot_training.torch_net import TorchNet
from earshot_training.training import Schedule, average_into, draw_clips, logits, train


def task(windows: int = 3200) -> Task:
    """Sound in the lower half of the bands, or in the upper."""
    clips = tuple(Clip(Path(f"{i}.ogg"), "", 1, "", "", "", "") for i in range(8))
    labels = np.arange(8) % 2
    return Task(
        "toy", clips, ("low", "high"), labels, np.ones(8, int), np.full(8, True), np.array([0.5, 0.5]),
        Recipe(quietest_gain=-2, band_shift=0, mix_share=0.2), windows,
    )  # fmt: skip


def strips(labels: np.ndarray) -> list[np.ndarray]:
    random = np.random.default_rng(5)
    found = []
    for label in labels:
        strip = random.normal(-11, 0.5, (SIDE, 200)).astype(np.float32)
        strip[label * SIDE // 2 : (label + 1) * SIDE // 2] += 7
        found.append(strip)
    return found


def test_a_net_learns_what_a_glance_tells_apart():
    toy = task()
    torch.manual_seed(1)
    backbone = TorchNet(two_layers(), 1, 2).arrays()
    of = Strips(strips(toy.labels), FLOOR, SIDE, 1)
    said = []
    weights = train(toy, of, np.arange(8), two_layers(), backbone, Schedule(average=0.9, rate=1e-2), 1, said.append)
    images = np.stack([normalise(strip[:, :SIDE]) for strip in of.strips])[..., None].astype(np.float32)
    assert (logits(weights, two_layers(), images).argmax(axis=1) == toy.labels).all()


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
