"""Training windows: what mixing, noise and masks may and may not change."""

import numpy as np
import pytest

from earshot_training.augment import Recipe, Strips, batch, reverberant

FLOOR = -13.8
COLUMNS = 20
STRIDE = 4
PLAIN = Recipe(
    quietest_gain=0, loudest_gain=0, mix_share=0, stretch=(1, 1), band_shift=0, equaliser=0,
    low_pass_share=0, noise_share=0, time_masks=0, band_masks=0,
)  # fmt: skip


def strips(length: int, seed: int = 1, channels: int = 1) -> Strips:
    random = np.random.default_rng(seed)
    clips = [random.normal(-5, 1, (channels, 16, length)).astype(np.float32) for _ in range(3)]
    return Strips(clips, FLOOR, COLUMNS, STRIDE, seed)


def test_a_window_without_changes_is_a_piece_of_its_strip():
    of = strips(COLUMNS * STRIDE, channels=2)
    window = of.draw(0, PLAIN)
    inside = (window > FLOOR).any(axis=(0, 1))
    span = (COLUMNS - 1) * STRIDE + 1
    pieces = np.lib.stride_tricks.sliding_window_view(of.strips[0], span, axis=2)[..., ::STRIDE]
    whole = np.isclose(pieces[..., inside], window[:, :, None, inside]).all(axis=(0, 1, 3))
    assert inside.sum() >= COLUMNS // 2
    assert whole.any() or not inside.all()


def test_a_short_clip_is_completed_with_silence():
    window = strips(STRIDE * 4).draw(0, PLAIN)
    assert (window == np.float32(FLOOR)).all(axis=(0, 1)).sum() >= COLUMNS - 5
    assert (window > FLOOR).any()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("channels", [1, 3])
def test_nothing_is_below_the_floor_and_all_is_finite(seed, channels):
    targets = np.eye(3, dtype=np.float32)
    windows, wanted = batch(strips(200, seed, channels), np.arange(3), np.array([1, 2, 0]), targets, Recipe())
    assert windows.shape == (3, channels, 16, COLUMNS)
    assert windows.dtype == np.float32
    assert np.isfinite(windows).all()
    assert windows.min() >= FLOOR - 1e-4
    assert ((wanted >= 0) & (wanted <= 1)).all()
    assert (wanted.max(axis=1) >= 0.5).all()


def of_two(recipe: Recipe) -> tuple[np.ndarray, np.ndarray]:
    return batch(strips(300), np.array([0]), np.array([1]), np.eye(3, dtype=np.float32), recipe)


def test_a_mixture_is_at_least_as_loud_as_its_first_part_and_has_both_classes():
    alone, windows = of_two(PLAIN), of_two(Recipe(**vars(PLAIN) | {"mix_share": 1.0, "mix_range": 0.0}))
    np.testing.assert_allclose(alone[1], [[1, 0, 0]])
    np.testing.assert_allclose(windows[1], [[1, 1, 0]])
    assert (windows[0] >= alone[0]).all()
    assert windows[0].mean() > alone[0].mean() + 0.3


def test_between_class_targets_are_the_shares_of_the_amplitudes():
    changes = {"mix_share": 1.0, "ratio_targets": True}
    equal = of_two(Recipe(**vars(PLAIN) | changes | {"mix_range": 0.0}))[1]
    np.testing.assert_allclose(equal, [[0.5, 0.5, 0]])
    apart = of_two(Recipe(**vars(PLAIN) | changes | {"mix_range": 4.0}))[1]
    assert apart.sum() == pytest.approx(1)
    assert np.exp(-2) / (1 + np.exp(-2)) - 1e-6 <= apart[0, :2].min() < 0.5


def test_the_same_seed_draws_the_same_windows():
    first, second = (
        batch(strips(300, 9), np.arange(3), np.arange(3), np.eye(3, dtype=np.float32), Recipe()) for _ in range(2)
    )
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])


def test_a_click_in_a_room_fades_evenly_and_nothing_comes_before_it():
    click = np.full((20, 1, 2, 60), FLOOR, np.float32)
    click[..., 10] = 0
    heard = reverberant(click, FLOOR, np.random.default_rng(4))
    np.testing.assert_allclose(heard[..., :10], FLOOR, atol=1e-3)
    np.testing.assert_allclose(heard[..., 10], 0, atol=1e-3)
    tails = np.log(np.exp(heard[..., 11:]).sum(axis=-1)) / np.log(10) * 10
    assert tails.min() > -16 and tails.max() < 11
    falls = np.diff(heard[:, 0, 0, 11:14], axis=1)
    np.testing.assert_allclose(falls[:, 0], falls[:, 1], atol=1e-2)
    assert (falls < -0.15).all() and (falls > -1.45).all()


def test_a_window_of_nothing_is_silence_or_noise_and_background():
    background = np.array([0, 0, 1], np.float32)
    recipe = Recipe(empty_share=1.0, mix_share=0.5, time_masks=0, band_masks=0)
    indices = np.zeros(200, int)
    windows, wanted = batch(strips(300), indices, indices, np.eye(3, dtype=np.float32), recipe, background)
    assert (wanted == background).all()
    silent = (windows < FLOOR + 1e-4).all(axis=(1, 2, 3))
    assert 0.05 < silent.mean() < 0.3
    assert windows.mean(axis=(1, 2, 3)).max() > -3, "noise is as loud as sounds are"


def test_windows_are_empty_as_often_as_the_recipe_says():
    indices = np.zeros(2000, int)
    background = np.array([0, 0, 1], np.float32)
    recipe = Recipe(empty_share=0.1, mix_share=0)
    _, wanted = batch(strips(300), indices, indices, np.eye(3, dtype=np.float32), recipe, background)
    assert 0.08 < (wanted == background).all(axis=1).mean() < 0.12
