"""A trial in words, with the numbers that hold: what a card says of network, front end and training."""

import math

from .tasks import Task
from .topology import Topology
from .trial import Trial

NEPER = 10 / math.log(10)
"""Decibels in a neper of power."""


def network(trial: Trial, topology: Topology) -> str:
    rows, columns = trial.layout.bands, trial.layout.columns
    millions = topology.multiplications(rows, columns, trial.layout.channels) / 1e6
    start = f"initialised with the weights of `{trial.start}` for pictures" if trial.start else "initialised at random"
    without = f" without its blocks {', '.join(map(str, trial.blocks_left_out))}" if trial.blocks_left_out else ""
    size = f"one input channel, {millions:.1f}M multiply-adds"
    return f"MCUNet `{trial.topology}`{without} ({size}), {start}, int8 throughout"


def front_end(trial: Trial) -> str:
    layout = trial.layout
    milliseconds = 1000 * layout.hop / layout.sample_rate
    return (
        f"{layout.sample_rate // 1000} kHz, {layout.bands} mel bands from {layout.lowest} Hz to "
        f"{layout.highest / 1000:g} kHz, {layout.compression}, {layout.columns} columns of {milliseconds:g} ms"
    )


def recipe(trial: Trial, task: Task) -> str:
    schedule, own = trial.schedule, trial.recipe_for(task.recipe)
    parts = [
        f"{trial.length * task.windows:,.0f} windows, {schedule.batch} a step, each of one clip",
        f"AdamW with a learning rate that rises to {schedule.rate:g} in {share(schedule.warm_up)} of the steps and "
        f"falls to 0 by a cosine, weight decay {schedule.decay:g}, dropout {schedule.dropout:g}, labels smoothed by "
        f"{schedule.smoothing:g}, weights averaged with {schedule.average:g}",
        f"of the windows {share(own.mix_share)} are mixed with one of another clip, up to "
        f"{NEPER * own.mix_range:.0f} dB louder or softer",
        f"all are stretched by {own.stretch[0]:g} to {own.stretch[1]:g}, moved by up to {own.band_shift} bands, "
        f"filtered at random ({share(own.low_pass_share)} without their highest bands), and "
        f"{NEPER * own.quietest_gain:+.0f} to {NEPER * own.loudest_gain:+.0f} dB louder",
        f"{share(own.noise_share)} get stationary noise of random level and colour, and up to {own.time_masks} masks "
        f"in time and {own.band_masks} in frequency cover parts",
    ]
    if own.empty_share:
        parts.append(f"{share(own.empty_share)} are silence or noise alone")
    if own.reverberant_share:
        parts.append(f"{share(own.reverberant_share)} are reverberant")
    if schedule.quantization_aware:
        parts.append(f"in the last {share(schedule.quantization_aware)} of the steps numbers are rounded as in int8")
    return "; ".join(parts)


def share(value: float) -> str:
    return f"{100 * value:.0f} %"
