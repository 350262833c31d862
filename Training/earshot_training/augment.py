"""Training windows: cut from clips at random, changed and mixed as the field would.

A strip is a clip's log mel power, `[channels, bands, columns]`, natural logarithm, on a time grid
finer than the front end's hop, so that windows start at any phase of it. All changes are made to log
power: a gain adds, a filter adds per band, a mixture is the logarithm of a sum, which is the expected power of two
sounds whose phases know nothing of each other.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Recipe:
    """How strongly windows are changed; levels in nepers of power (1 is 4.3 dB)."""

    quietest_gain: float = -8.0
    loudest_gain: float = 1.0
    mix_share: float = 0.6
    mix_range: float = 2.5
    audible: float = 2.5
    ratio_targets: bool = False
    """Targets of a mixture are the shares of its amplitudes, as between-class learning has it (Y. Tokozume et al.,
    2018), not what can be heard in it."""
    start_grid: int = 1
    """Columns of a strip: windows start at multiples of it."""
    stretch: tuple[float, float] = (0.8, 1.25)
    band_shift: int = 3
    equaliser: float = 0.8
    low_pass_share: float = 0.25
    noise_share: float = 0.7
    empty_share: float = 0.0
    """Windows of no clip, where there is a class for that: digital silence, or noise alone of any level."""
    reverberant_share: float = 0.0
    time_masks: int = 2
    widest_time_mask: float = 0.175
    """Share of the columns."""
    band_masks: int = 2
    widest_band_mask: float = 0.125
    """Share of the bands."""


class Strips:
    """Clips as strips, and the windows drawn from them."""

    def __init__(self, strips: list[np.ndarray], floor: float, columns: int, stride: float, seed: int):
        self.strips = strips
        self.floor = floor
        self.columns = columns
        self.stride = stride
        self.loudness = [strip.max(axis=(0, 1)) for strip in strips]
        self.random = np.random.default_rng(seed)

    def draw(self, clip: int, recipe: Recipe) -> np.ndarray:
        """One window of a clip with sound in it, stretched and shifted; `[channels, bands, columns]`."""
        return self.cut(self.strips[clip], recipe, self.loudness[clip])

    def cut(self, strip: np.ndarray, recipe: Recipe, loudness: np.ndarray | None = None) -> np.ndarray:
        """One window of a strip; with the loudness of its columns, one in which there is something to hear."""
        stride = self.stride * np.exp(self.random.uniform(*np.log(recipe.stretch)))
        offsets = np.round(np.arange(self.columns) * stride).astype(int)
        length, span = strip.shape[2], int(offsets[-1]) + 1
        lowest, highest = min(0, length - span), max(0, length - span)
        overhang = span // 4 if length >= span else 0
        for _ in range(4):
            start = self.random.integers(lowest - overhang, highest + overhang + 1)
            start -= start % recipe.start_grid
            at = start + offsets
            inside = (at >= 0) & (at < length)
            if inside.any() and (loudness is None or loudness[at[inside]].max() > loudness.max() - 4.6):
                break
        window = np.full((*strip.shape[:2], self.columns), self.floor, np.float32)
        window[:, :, inside] = strip[:, :, at[inside]]
        return shifted(window, self.random.integers(-recipe.band_shift, recipe.band_shift + 1))


def shifted(window: np.ndarray, bands: int) -> np.ndarray:
    """Moved up by some bands; what comes in repeats the outermost."""
    if not bands:
        return window
    moved = np.roll(window, bands, axis=1)
    if bands > 0:
        moved[:, :bands] = moved[:, bands : bands + 1]
    else:
        moved[:, bands:] = moved[:, bands - 1 : bands]
    return moved


def both(one: np.ndarray, other: np.ndarray | np.float32) -> np.ndarray:
    """Log power of two sounds together; `np.logaddexp` takes ten times as long, for ranges that there are none of."""
    return np.log(np.exp(one) + np.exp(other))


QUIET = (-18.0, -7.0)
"""Levels of noise behind a sound, log power of a band; white noise of -50 dBFS has -8."""
ANY = (-18.0, 1.0)
NOTHING = -40.0
"""Log power far below the floor, whatever gains and filters do."""


def noise(
    shape: tuple[int, int, int, int], random: np.random.Generator, levels: tuple[float, float] = QUIET
) -> np.ndarray:
    """Stationary noise of random tilt and level, log power, `[count, channels, bands, columns]`."""
    count, _, bands, _ = shape
    width = np.linspace(1.5, 12, bands, dtype=np.float32)[:, None]  # Fourier bins in a band
    grain = np.log(random.standard_gamma(np.broadcast_to(width, shape), dtype=np.float32) / width + np.float32(1e-6))
    ramp = np.linspace(0, 1, bands)[:, None]
    tilt = random.uniform(-9, 1, (count, 1, 1, 1))
    level = random.uniform(*levels, (count, 1, 1, 1))
    return (level + tilt * ramp + grain).astype(np.float32)


def equaliser(count: int, bands: int, strength: float, random: np.random.Generator) -> np.ndarray:
    """A smooth random filter for each window, `[count, 1, bands, 1]`."""
    at = np.linspace(0, np.pi, bands)
    curve = np.zeros((count, bands))
    for order in (1, 2, 3):
        phase = random.uniform(0, 2 * np.pi, (count, 1))
        curve += random.normal(0, strength / order, (count, 1)) * np.cos(order * at + phase)
    return curve[:, None, :, None].astype(np.float32)


def low_pass(count: int, bands: int, share: float, random: np.random.Generator) -> np.ndarray:
    """Steep cuts above a random band, as slow recorders and telephones make them."""
    cut = np.where(random.random((count, 1)) < share, random.uniform(0.45, 1, (count, 1)), 2) * bands
    above = np.maximum(np.arange(bands)[None] - cut, 0)
    return (-4.0 * above)[:, None, :, None].astype(np.float32)


def mix(strips: Strips, x: np.ndarray, y: np.ndarray, second: np.ndarray, targets: np.ndarray, recipe: Recipe) -> None:
    """Adds a window of each clip in `second` to the windows `x`, and its class to the targets `y`.

    A class of either clip counts as present in full down to equal loudness, and less the more its
    clip is below the other.
    """
    other = np.stack([strips.draw(clip, recipe) for clip in second])
    # The two are compared by their loudest cells, then set apart by a random level difference.
    other += loudest(x) - loudest(other)
    apart = strips.random.uniform(-recipe.mix_range, recipe.mix_range, (len(x), 1, 1, 1)).astype(np.float32)
    x[:] = both(x, other + apart)
    apart = apart[:, 0, 0]
    if recipe.ratio_targets:
        share = 1 / (1 + np.exp(apart / 2))  # amplitudes: apart is of power
        y[:] = y * share + targets[second] * (1 - share)
        return
    fading = 2 * recipe.audible
    keep = np.clip((apart + fading) / fading, 0, 1)
    lose = np.clip((fading - apart) / fading, 0, 1)
    y[:] = np.maximum(y * lose, targets[second] * keep)


def loudest(windows: np.ndarray) -> np.ndarray:
    """The level that two of a hundred cells pass."""
    return np.percentile(windows, 98, axis=(1, 2, 3), keepdims=True)


def batch(
    strips: Strips,
    first: np.ndarray,
    second: np.ndarray,
    targets: np.ndarray,
    recipe: Recipe,
    of_nothing: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Log-power windows `[n, channels, bands, columns]` and multi-label targets `[n, classes]`.

    `first` indexes the windows' clips, `second` those that some of them are mixed with; `of_nothing` is the target of
    windows in which there is no clip.
    """
    random = strips.random
    x = np.stack([strips.draw(clip, recipe) for clip in first])
    y = targets[first].copy()
    mixed = np.flatnonzero(random.random(len(x)) < recipe.mix_share)
    if len(mixed):
        part, wanted = x[mixed], y[mixed]
        mix(strips, part, wanted, second[mixed], targets, recipe)
        x[mixed], y[mixed] = part, wanted
    if recipe.empty_share and of_nothing is not None:
        empty = np.flatnonzero(random.random(len(x)) < recipe.empty_share)
        x[empty], y[empty] = NOTHING, of_nothing
        noisy = empty[random.random(len(empty)) < 0.5]
        x[noisy] = noise((len(noisy), *x.shape[1:]), random, ANY)
    return changed(x, strips.floor, recipe, random), y


def changed(x: np.ndarray, floor: float, recipe: Recipe, random: np.random.Generator) -> np.ndarray:
    """Filters, gains, noise and masks: what does not change a window's class."""
    count, _, bands, _ = x.shape
    resonant = np.flatnonzero(random.random(count) < recipe.reverberant_share)
    if len(resonant):
        x[resonant] = reverberant(x[resonant], floor, random)
    x = x + equaliser(count, bands, recipe.equaliser, random)
    x += low_pass(count, bands, recipe.low_pass_share, random)
    x += random.uniform(recipe.quietest_gain, recipe.loudest_gain, (count, 1, 1, 1)).astype(np.float32)
    noisy = np.flatnonzero(random.random(count) < recipe.noise_share)
    x[noisy] = both(x[noisy], noise((len(noisy), *x.shape[1:]), random))
    x = both(x, np.float32(floor))
    return mask(x, floor, recipe, random)


def reverberant(x: np.ndarray, floor: float, random: np.random.Generator) -> np.ndarray:
    """With the tail of a room or a wood behind every sound: power that decays column by column.

    From one column to the next it loses 0.7 to 6 dB, which is a reverberation time of 0.25 to 2 s where columns are
    25 ms apart; all of the tail together lies from 10 dB above to 15 dB below what comes directly.
    """
    count = len(x)
    kept = np.exp(-random.uniform(0.16, 1.4, (count, 1, 1))).astype(np.float32)
    strength = 10 ** (random.uniform(-1.5, 1.0, (count, 1, 1))).astype(np.float32) * (1 - kept) / kept
    silence = np.float32(np.exp(floor))  # has no tail
    power = np.maximum(np.exp(x) - silence, 0)
    tail = np.zeros_like(power[..., 0])
    for column in range(x.shape[-1]):
        sound = power[..., column].copy()
        power[..., column] += strength * tail
        tail = kept * (tail + sound)
    return np.log(power + silence)


def mask(x: np.ndarray, floor: float, recipe: Recipe, random: np.random.Generator) -> np.ndarray:
    """Time and band masks, filled with the window's mean or, as often, with silence.

    Clips of some classes end in silence more often than those of others; a silence that comes with
    every class tells nothing.
    """
    count, _, bands, columns = x.shape
    mean = np.where(random.random(count) < 0.5, x.mean(axis=(1, 2, 3)), floor)
    for i in range(count):
        for _ in range(random.integers(0, recipe.time_masks + 1)):
            width = random.integers(0, round(recipe.widest_time_mask * columns) + 1)
            start = random.integers(0, columns - width + 1)
            x[i, :, :, start : start + width] = mean[i]
        for _ in range(random.integers(0, recipe.band_masks + 1)):
            width = random.integers(0, round(recipe.widest_band_mask * bands) + 1)
            start = random.integers(0, bands - width + 1)
            x[i, :, start : start + width] = mean[i]
    return x
