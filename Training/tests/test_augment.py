"""Training windows: what mixing, noise and masks may and may not change."""

import numpy as np
import pytest

from earshot_training.augment import GRID, Recipe, Strips, batch

FLOOR = -13.8
COLUMNS = 20
PLAIN = Recipe(
    quietest_gain=0, loudest_gain=0, mix_share=0, stretch=(1, 1), band_shift=0, equaliser=0,
    low_pass_share=0, noise_share=0, time_masks=0, band_masks=0,
)  # fmt: skip


def strips(length: int, seed: int = 1) -> Strips:
    random = np.random.default_rng(seed)
    return Strips([random.normal(-5, 1, (16, length)).astype(np.float32) for _ in range(3)], FLOOR, COLUMNS, seed)


def test_a_window_without_changes_is_a_piece_of_its_strip():
    of = strips(COLUMNS * GRID)
    window = of.draw(0, PLAIN)
    inside = (window > FLOOR).any(axis=0)
    pieces = np.lib.stride_tricks.sliding_window_view(of.strips[0], (COLUMNS - 1) * GRID + 1, axis=1)[..., ::GRID]
    whole = np.isclose(pieces[:, :, inside[None].repeat(16, 0)[0]], window[:, None, inside]).all(axis=(0, 2))
    assert inside.sum() >= COLUMNS // 2
    assert whole.any() or not inside.all()


def test_a_short_clip_is_completed_with_silence():
    window = strips(GRID * 4).draw(0, PLAIN)
    assert (window == np.float32(FLOOR)).all(axis=0).sum() >= COLUMNS - 5
    assert (window > FLOOR).any()


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_below_the_floor_and_all_is_finite(seed):
    targets = np.eye(3, dtype=np.float32)
    windows, wanted = batch(strips(200, seed), np.arange(3), np.array([1, 2, 0]), targets, Recipe())
    assert windows.shape == (3, 16, COLUMNS)
    assert windows.dtype == np.float32
    assert np.isfinite(windows).all()
    assert windows.min() >= FLOOR - 1e-4
    assert ((wanted >= 0) & (wanted <= 1)).all()
    assert (wanted.max(axis=1) >= 0.5).all()


def test_a_mixture_is_at_least_as_loud_as_its_first_part_and_has_both_classes():
    mixed = Recipe(**{**vars(PLAIN), "mix_share": 1.0, "mix_range": 0.0})
    alone, windows = (
        batch(strips(300), np.array([0]), np.array([1]), np.eye(3, dtype=np.float32), recipe)
        for recipe in (PLAIN, mixed)
    )
    np.testing.assert_allclose(alone[1], [[1, 0, 0]])
    np.testing.assert_allclose(windows[1], [[1, 1, 0]])
    assert (windows[0] >= alone[0]).all()
    assert windows[0].mean() > alone[0].mean() + 0.3


def test_the_same_seed_draws_the_same_windows():
    first, second = (
        batch(strips(300, 9), np.arange(3), np.arange(3), np.eye(3, dtype=np.float32), Recipe()) for _ in range(2)
    )
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])
