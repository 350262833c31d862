"""The bundle's description, as `earshot` reads it."""

import json

from .calibration import SCORE_FLOOR, Calibration
from .front_end import SETTINGS, STEP_HOPS

NAME = "earshot-animals"
VERSION = "1.0.0"
LICENCE = "CC-BY-NC-4.0"
ATTRIBUTION = (
    "Trained on ESC-50 clips (K. J. Piczak, 'ESC: Dataset for Environmental Sound Classification', 2015, "
    "CC BY-NC 3.0; recordists in card-attribution.csv) and on speech from free-spoken-digit-dataset "
    "(CC BY-SA 4.0) and asterisk-core-sounds (CC BY-SA 3.0: Allison Smith, June Wallack; CC BY 3.0: "
    "Carlo Flora, Maxim Topal). Initialised with mcunet-vww1 (MIT HAN Lab, MIT)."
)

# Honest names: ESC-50's classes of animals are broader than species but for the domestic ones.
NAMES = {
    "cat": ("Cat", "Felis catus"),
    "chirping_birds": ("Chirping birds", None),
    "cow": ("Cow", "Bos taurus"),
    "crickets": ("Crickets", None),
    "crow": ("Crow", None),
    "dog": ("Dog", "Canis familiaris"),
    "frog": ("Frog", None),
    "hen": ("Hen", "Gallus gallus domesticus"),
    "insects": ("Flying insects", None),
    "pig": ("Pig", "Sus domesticus"),
    "rooster": ("Rooster", "Gallus gallus domesticus"),
    "sheep": ("Sheep", "Ovis aries"),
    "human": ("Human", None),
    "background": ("Background", None),
}


def kind(label: str) -> str:
    return label if label in ("human", "background") else "species"


def manifest(classes: list[str], calibrations: list[Calibration], thresholds: list[float]) -> str:
    """`bundle.json` of a network whose outputs are `classes`."""
    described = []
    for label, calibration, threshold in zip(classes, calibrations, thresholds, strict=True):
        if 0.75 * threshold < SCORE_FLOOR or threshold >= 1:
            raise ValueError(f"{label}: threshold {threshold} does not fit the floor {SCORE_FLOOR}")
        common, scientific = NAMES[label]
        described.append(
            {
                "commonName": common,
                "scientificName": scientific,
                "kind": kind(label),
                "calibration": {"scale": calibration.scale, "offset": calibration.offset},
                "threshold": threshold,
            }
        )
    description = {
        "formatVersion": 1,
        "name": NAME,
        "version": VERSION,
        "frontEnd": SETTINGS,
        "stepHops": STEP_HOPS,
        "classes": described,
        "scoreFloor": SCORE_FLOOR,
        "licence": LICENCE,
        "attribution": ATTRIBUTION,
    }
    return json.dumps(description, indent=2, ensure_ascii=False) + "\n"
