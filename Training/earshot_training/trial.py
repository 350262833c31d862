"""What may be chosen: each trial is the plain recipe with something changed.

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
    topology: str = "mcunet-vww1"
    blocks_left_out: int = 0
    """So many of the last."""
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

    def recipe_for(self, recipe: Recipe) -> Recipe:
        return replace(recipe, **self.recipe)


PLAIN = Trial("plain")
SMALL = Layout(64, 64, 750)
"""The same two seconds in fewer pixels, for networks with more weights."""
WIDE = replace(PLAIN, topology="mcunet-in3", start="mcunet-in3", layout=SMALL, blocks_left_out=1)

TRIALS = {
    trial.name: trial
    for trial in (
        PLAIN,
        replace(PLAIN, name="tiny", topology="mcunet-vww0", start="mcunet-vww0", layout=SMALL),
        # Where training starts.
        replace(PLAIN, name="from-scratch", start=""),
        replace(WIDE, name="imagenet"),
        replace(WIDE, name="imagenet-from-scratch", start=""),
        # What the network sees.
        replace(PLAIN, name="pixels-64", layout=SMALL),
        replace(PLAIN, name="one-second", layout=Layout(80, 80, 300)),
        replace(PLAIN, name="three-seconds", layout=Layout(80, 80, 900)),
        replace(PLAIN, name="more-columns", layout=Layout(64, 100, 480)),
        replace(PLAIN, name="pcen", layout=Layout(compression="pcen")),
        replace(PLAIN, name="longer-frame", layout=Layout(frames=(2048,))),
        replace(PLAIN, name="three-frames", layout=Layout(frames=(640, 1024, 2048))),
        # How windows are changed.
        replace(PLAIN, name="no-masks", recipe={"time_masks": 0, "band_masks": 0}),
        replace(PLAIN, name="no-mixtures", recipe={"mix_share": 0.0}),
        replace(PLAIN, name="only-mixtures", recipe={"mix_share": 1.0}),
        replace(PLAIN, name="between-class", recipe={"mix_share": 1.0, "ratio_targets": True, "mix_range": 4.0}),
        replace(PLAIN, name="no-gain", recipe={"quietest_gain": 0.0, "loudest_gain": 0.0}),
        replace(PLAIN, name="no-noise", recipe={"noise_share": 0.0}),
        replace(PLAIN, name="no-filters", recipe={"equaliser": 0.0, "low_pass_share": 0.0}),
        replace(PLAIN, name="no-stretch", recipe={"stretch": (1.0, 1.0), "band_shift": 0}),
        # How it is trained.
        replace(PLAIN, name="no-smoothing", schedule=Schedule(smoothing=0.0)),
        replace(PLAIN, name="no-averaging", schedule=Schedule(average=0.0)),
        replace(PLAIN, name="softmax", schedule=Schedule(loss="softmax")),
        replace(PLAIN, name="half-as-long", length=0.5),
        replace(PLAIN, name="three-times-as-long", length=3.0),
        replace(PLAIN, name="aware-of-int8", schedule=Schedule(quantization_aware=0.25)),
        # Who teaches.
        replace(PLAIN, name="taught-by-birdnet", teacher="birdnet"),
    )
}
