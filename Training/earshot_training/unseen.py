"""What a product says of recordings that nothing was trained on, recording by recording."""

from pathlib import Path

import pandas as pd

from .hours import events
from .markdown import markdown

BIRDS, FROGS = "Chirping birds", "Frog"
RIGHT = {"bird": BIRDS, "soundscape": BIRDS, "amphibian": FROGS}
"""What a network can rightly say of a recording by its `kind`: birds other than crows and poultry are one class."""
OF_FIELD = {"great_plains_toad.ogg": "amphibian", "audiomoth_20180504_093200.flac": "unknown"}
"""The recordings of `field` that are not of birds."""


def unseen(bundle: Path, audio: Path, work: Path) -> str:
    rows, right, known = [], 0, 0
    for name, what in (("field", "description"), ("yellowstone", "species")):
        table = pd.read_csv(audio / name / "meta.csv")
        found = events([audio / name / file for file in table["filename"]], bundle, work / name)
        day = table["filename"].str.startswith("day/")
        if "kind" not in table:
            table["kind"] = table["filename"].map(OF_FIELD).fillna("bird")
        for row in table[~day].to_dict("records"):
            own = found[found["name"] == Path(row["filename"]).name]
            rows.append([f"{name}/{row['filename']}", row[what], said(own)])
            if row["kind"] != "unknown":
                known += len(own)
                right += int((own["common_name"] == RIGHT.get(row["kind"])).sum())
        if day.any():
            names = [Path(file).name for file in table["filename"][day]]
            rows.append([f"{name}/day", f"{day.sum()} samples of 10 s", said(found[found["name"].isin(names)])])
    table = markdown(["recording", "what it holds", "what it says"], rows)
    return (
        "## Unseen ground\n\nRecordings of other recorders and places, nothing of which was trained on; events with "
        f"how many there are and the highest score. **Of {known} events in recordings of which somebody has said what "
        f'is in them, {right} can be right**: "{BIRDS}" where there are birds, "{FROGS}" where there are frogs or '
        f"toads. All others are wrong.\n\n{table}\n"
    )


def said(found: pd.DataFrame) -> str:
    """`dog 2 (0.93)`: species with their events and highest score, the most heard first."""
    heard = found.groupby("common_name")["peak"].agg(["count", "max"]).sort_values("count", ascending=False)
    return ", ".join(f"{name} {row['count']:.0f} ({row['max']:.2f})" for name, row in heard.iterrows()) or "nothing"
