"""How sound becomes an image: what of the front end may differ from trial to trial."""

from dataclasses import dataclass
from functools import cached_property

GRID = 160
"""Columns of a strip in a second: windows start at any phase of a hop."""


@dataclass(frozen=True)
class Layout:
    """Mel bands high, `columns` wide; one column each `hop` samples."""

    bands: int = 80
    columns: int = 80
    hop: int = 600
    frames: tuple[int, ...] = (1024,)
    """Length of the spectrum's frame, samples; of each channel."""
    compression: str = "log"
    """`log`, or `pcen`."""
    normalisation: str = "fixed"
    """`fixed`, by which a sound's level stays; or `peak`: of each window, the loudest cell is 1."""
    steps_a_window: int = 4
    """Windows that networks say something of start a window's length, divided by this, after one another."""
    sample_rate: int = 24_000
    lowest: int = 60
    """Hertz, where the mel bands begin."""
    highest: int = 11_000
    """Hertz, where they end."""

    @property
    def bands_name(self) -> str:
        """Of what a strip of a given frame depends on."""
        usual = (self.sample_rate, self.lowest, self.highest) == (24_000, 60, 11_000)
        return f"{self.bands}" if usual else f"{self.bands}-of-{self.lowest}-{self.highest}-at-{self.sample_rate}"

    @property
    def name(self) -> str:
        frames = "+".join(map(str, self.frames))
        name = f"{self.bands_name}x{self.columns}-{self.hop}-{frames}-{self.compression}"
        return name if self.normalisation == "fixed" else f"{name}-{self.normalisation}"

    @property
    def channels(self) -> int:
        return len(self.frames)

    @property
    def stride(self) -> float:
        """Columns of a strip from one column of an image to the next."""
        return self.hop / self.grid_hop

    @property
    def grid_hop(self) -> int:
        """Samples from one column of a strip to the next."""
        return self.sample_rate // GRID

    @property
    def step_hops(self) -> int:
        return max(1, round(self.columns / self.steps_a_window))

    @property
    def judged_every(self) -> int:
        """Every how many of these windows a clip is judged by: half a window apart, as the program looks at them."""
        return max(1, self.steps_a_window // 2)

    @property
    def window_seconds(self) -> float:
        return ((self.columns - 1) * self.hop + max(self.frames)) / self.sample_rate

    @cached_property
    def settings(self) -> dict:
        """The front end as `bundle.json` has it; of the first channel, where there are several."""
        return self.settings_of(self.frames[0])

    def settings_of(self, frame: int) -> dict:
        return {
            "sampleRate": self.sample_rate,
            "frameLength": frame,
            "fftLength": max(1024, frame),
            "hop": self.hop,
            "window": "hann",
            "mel": {
                "bands": self.bands, "lowest": self.lowest, "highest": self.highest,
                "scale": "slaney", "norm": "slaney",
            },
            "compression": COMPRESSIONS[self.compression],
            "normalisation": self.normalisation_settings,
            "image": {
                "columns": self.columns, "height": self.bands, "width": self.columns, "channels": 1,
                "fit": "crop", "lowestBand": "last",
            },
        }  # fmt: skip

    @property
    def normalisation_settings(self) -> dict:
        return {"peak": PEAK} if self.normalisation == "peak" else {"fixed": NORMALISATIONS[self.compression]}

    def strip_settings(self, frame: int) -> dict:
        """One column an image, on the grid of strips: log power, whatever the layout compresses by."""
        settings = self.settings_of(frame)
        settings |= {
            "hop": self.grid_hop,
            "compression": COMPRESSIONS["log"],
            "normalisation": {"fixed": NORMALISATIONS["log"]},
        }
        settings["image"] |= {"columns": 1, "width": 1}
        return settings


PCEN = {
    "gain": 0.8, "bias": 10.0, "power": 0.25, "timeConstant": 0.06, "eps": 1e-6, "inputScale": 2.0**31,
    "start": "firstColumn",
}  # fmt: skip
"""V. Lostanlen et al., *Per-channel energy normalization: why and how*, 2019, has these for outdoors."""

PEAK = {"range": 14.0}
"""Nepers of power, 61 dB: what is softer than the loudest cell by more is -1."""

COMPRESSIONS = {"log": {"log": {"offset": 1e-6}}, "pcen": {"pcen": PCEN}}
NORMALISATIONS = {"log": {"mean": -8, "deviation": 4}, "pcen": {"mean": 1.5, "deviation": 1.5}}
