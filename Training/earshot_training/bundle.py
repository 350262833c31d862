"""A bundle's description, as `earshot` reads it, and its files."""

import json
from dataclasses import dataclass
from pathlib import Path

from .calibration import SCORE_FLOOR, Calibration
from .layout import Layout
from .open_set import Decision

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


def named(label: str) -> tuple[str, str | None]:
    """A class's common and scientific name."""
    return NAMES.get(label, (label.replace("_", " ").capitalize(), None))


UNDECIDED = Decision(Calibration(1, 0), 0.5)
"""The sigmoid as it is: of networks that only tell classes apart."""


@dataclass(frozen=True)
class Title:
    """What a bundle is called, and on whose terms it may be used."""

    name: str
    version: str
    licence: str
    attribution: str


def kind(label: str) -> str:
    return label if label in ("human", "background") else "species"


def manifest(title: Title, layout: Layout, classes: list[str], decisions: list[Decision]) -> str:
    """`bundle.json` of a network whose outputs are `classes`."""
    if layout.channels > 1:
        raise ValueError(f"{layout.name}: a bundle's front end has one channel")
    described = []
    for label, one in zip(classes, decisions, strict=True):
        if 0.75 * one.threshold < SCORE_FLOOR or one.threshold >= 1:
            raise ValueError(f"{label}: threshold {one.threshold} does not fit the floor {SCORE_FLOOR}")
        common, scientific = named(label)
        described.append(
            {
                "commonName": common,
                "scientificName": scientific,
                "kind": kind(label),
                "calibration": {"scale": one.calibration.scale, "offset": one.calibration.offset},
                "threshold": one.threshold,
            }
        )
    description = {
        "formatVersion": 1,
        "name": title.name,
        "version": title.version,
        "frontEnd": layout.settings,
        "stepHops": layout.columns // 2,
        "classes": described,
        "scoreFloor": SCORE_FLOOR,
        "licence": title.licence,
        "attribution": title.attribution,
    }
    return json.dumps(description, indent=2, ensure_ascii=False) + "\n"


def read_decisions(bundle: Path, classes: tuple[str, ...]) -> list[Decision]:
    """Those of a bundle for some classes; what it has no output for stays as it is."""
    entries = {entry["commonName"]: entry for entry in json.loads((bundle / "bundle.json").read_text())["classes"]}
    return [
        Decision(Calibration(**entry["calibration"]), entry["threshold"]) if entry else UNDECIDED
        for entry in (entries.get(named(label)[0]) for label in classes)
    ]


def write_bundle(
    folder: Path, network: bytes, title: Title, layout: Layout, classes: list[str], decisions: list[Decision]
) -> None:
    """The network and its description; a card is none of its business."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bundle.json").write_text(manifest(title, layout, classes, decisions))
    (folder / "model.tflite").write_bytes(network)
