"""What may be chosen: each trial is another with something changed.

`ablation` trains all of them on inner splits and tells what each change brought.
"""

from dataclasses import dataclass, field, replace

from .augment import Recipe
from .layout import Layout
from .training import Schedule


@dataclass(frozen=True)
class Trial:
    """One way to train; what a task does not leave open is the task's."""

    name: str
    beside: str = ""
    """The trial that it is told against: what is different is one thing, or the network."""
    topology: str = "mcunet-vww1"
    blocks_left_out: tuple[int, ...] = ()
    """Of the topology, counted from 0 behind the first convolution."""
    start: str = "mcunet-vww1"
    """The checkpoint that training starts from: a network for pictures, or `""`, random weights."""
    layout: Layout = Layout()  # noqa: RUF009  frozen
    recipe: dict = field(default_factory=dict)
    """What differs from the task's own recipe."""
    length: float = 1.0
    """Windows, as a share of the task's own number."""
    schedule: Schedule = Schedule()  # noqa: RUF009  frozen
    teacher: str = ""
    """Whose embeddings are learned beside the classes: `birdnet`, or nobody's."""

    professors: tuple[str, ...] = ()
    """Trials whose networks, without the same folds, say what is in each window; they may see other frames of it."""
    professor_seeds: tuple[int, ...] = (1,)

    def recipe_for(self, recipe: Recipe) -> Recipe:
        return replace(recipe, **self.recipe)


BASE = Trial("base", layout=Layout(frames=(2048,)))
SMALL = Layout(64, 64, 750, (2048,))
"""The same two seconds in fewer pixels, for networks with more weights."""
WIDE = replace(BASE, topology="mcunet-in3", start="mcunet-in3", layout=SMALL, blocks_left_out=(17,), beside="base")
DEEP = replace(WIDE, name="deep", layout=BASE.layout, blocks_left_out=(3, 4, 13, 16))
"""The network for ImageNet on all pixels, without blocks that shortcuts go around: as much work as the base."""
PROFESSOR = replace(WIDE, name="professor", layout=Layout(frames=(1024, 2048, 4096)), blocks_left_out=())
"""Too large to ship: all of the network for ImageNet, on all pixels, in three resolutions of frequency."""
PROFESSORS = ("deep", "three-frames", "imagenet-large", "professor")


def deep(name: str, **different: object) -> Trial:
    return replace(DEEP, **{"name": f"deep-{name}", "beside": "deep"} | different)


MIDDLE = Layout(frames=(1536,))
WIDE_BAND = Layout(sample_rate=48_000, hop=1200, frames=(4096,), lowest=40, highest=18_000)
LONG = deep("middle-frame-twice-as-long", layout=MIDDLE, length=2.0)
TINY = replace(BASE, name="tiny", topology="mcunet-vww0", start="mcunet-vww0", layout=SMALL)
SILENCE = {"empty_share": 0.06}
NO_MASKS = {"time_masks": 0, "band_masks": 0}
AWARE = Schedule(quantization_aware=0.25)
TRIALS = {
    trial.name: trial
    for trial in (
        BASE,
        TINY,
        replace(TINY, name="tiny-with-silence", beside="tiny", recipe=SILENCE),
        # Which network, from where, on how many pixels.
        replace(WIDE, name="imagenet"),
        replace(WIDE, name="imagenet-whole", blocks_left_out=()),
        replace(WIDE, name="imagenet-three-frames", layout=replace(SMALL, frames=(1024, 2048, 4096))),
        replace(WIDE, name="imagenet-80", layout=BASE.layout, blocks_left_out=(3, 4, 17)),
        replace(WIDE, name="imagenet-72", layout=Layout(72, 72, 672, (2048,)), blocks_left_out=(3, 17)),
        replace(PROFESSOR, name="imagenet-large", layout=BASE.layout),
        PROFESSOR,
        DEEP,
        replace(BASE, name="from-scratch", start="", beside="base"),
        deep("from-scratch", start=""),
        # What the network sees.
        replace(BASE, name="shorter-frame", layout=Layout(frames=(1024,)), beside="base"),
        replace(BASE, name="longer-frame", layout=Layout(frames=(4096,)), beside="base"),
        replace(BASE, name="three-frames", layout=Layout(frames=(640, 1024, 2048)), beside="base"),
        deep("shorter-frame", layout=Layout(frames=(1024,))),
        deep("middle-frame", layout=MIDDLE),
        deep("three-frames", layout=Layout(frames=(640, 1024, 2048))),
        deep("more-bands", layout=Layout(96, 64, 750, (2048,))),
        deep("fewer-bands", layout=Layout(64, 96, 500, (2048,))),
        deep("wide-band", layout=WIDE_BAND),
        deep("one-second", layout=Layout(80, 80, 300, (2048,))),
        deep("three-seconds", layout=Layout(80, 80, 900, (2048,))),
        deep("pcen", layout=Layout(frames=(2048,), compression="pcen")),
        deep("by-peak", layout=Layout(frames=(2048,), normalisation="peak")),
        # How windows are changed.
        deep("no-masks", recipe=NO_MASKS),
        deep("no-mixtures", recipe={"mix_share": 0.0}),
        deep("only-mixtures", recipe={"mix_share": 1.0}),
        deep("between-class", recipe={"mix_share": 1.0, "ratio_targets": True, "mix_range": 4.0}),
        deep("no-gain", recipe={"quietest_gain": 0.0, "loudest_gain": 0.0}),
        deep("no-noise", recipe={"noise_share": 0.0}),
        deep("no-filters", recipe={"equaliser": 0.0, "low_pass_share": 0.0}),
        deep("no-stretch", recipe={"stretch": (1.0, 1.0), "band_shift": 0}),
        deep("no-shift", recipe={"start_grid": 80}),
        deep("reverberation", recipe={"reverberant_share": 0.3}),
        # How it is trained.
        deep("no-smoothing", schedule=Schedule(smoothing=0.0)),
        deep("no-averaging", schedule=Schedule(average=0.0)),
        deep("half-the-rate", schedule=Schedule(rate=1e-3)),
        deep("twice-the-rate", schedule=Schedule(rate=4e-3)),
        deep("softmax", schedule=Schedule(loss="softmax")),
        deep("half-as-long", length=0.5),
        deep("twice-as-long", length=2.0),
        deep("four-times-as-long", length=4.0),
        LONG,
        replace(LONG, name=f"{LONG.name}-with-silence", beside=LONG.name, recipe=SILENCE),
        deep("middle-frame-with-silence", beside="deep-middle-frame", layout=MIDDLE, recipe=SILENCE),
        deep("middle-frame-no-mixtures", beside="deep-middle-frame", layout=MIDDLE, recipe={"mix_share": 0.0}),
        replace(BASE, name="four-times-as-long", length=4.0, beside="base"),
        deep("aware-of-int8", schedule=AWARE),
        deep("aware-of-int8-no-masks", beside="deep-aware-of-int8", schedule=AWARE, recipe=NO_MASKS),
        # Who teaches.
        deep("taught-by-birdnet", teacher="birdnet"),
        replace(BASE, name="taught", professors=("base", "three-frames", "longer-frame", "professor"), beside="base"),
        deep("taught", professors=PROFESSORS),
        deep("taught-twice-as-long", professors=PROFESSORS, length=2.0),
    )
}
