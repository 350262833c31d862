"""What the shipped network finds in earshot's own scenes: reported, never trained or tuned on."""

import subprocess
from pathlib import Path

import numpy as np
import pandas as pd

from .bundle import kind
from .calibration import Calibration
from .front_end import SETTINGS, STEP_HOPS, WINDOW_SECONDS, find_program
from .int8_net import Int8Net

STEP_SECONDS = STEP_HOPS * SETTINGS["hop"] / SETTINGS["sampleRate"]


def judge_recordings(folder: Path, bundle: Path, table: pd.DataFrame, work: Path) -> pd.DataFrame:
    """For each scene and class: events to be heard, those heard, and windows in which nothing was to be heard.

    An event is heard if a window that overlaps it reaches the class's threshold. The shipped program
    makes the images; the network runs in LiteRT.
    """
    scenes = sorted(folder.glob("*.flac"))
    truth = pd.read_csv(folder / "truth.csv")
    command = [str(find_program()), "features", *map(str, scenes), "--model", str(bundle), "-o", str(work / "scenes")]
    subprocess.run(command, check=True)
    net = Int8Net((bundle / "model.tflite").read_bytes())
    rows = []
    for scene in scenes:
        logits = net.logits(np.load(work / "scenes" / f"{scene.stem}.npy"))
        starts = np.arange(len(logits)) * STEP_SECONDS
        for index, row in enumerate(table.itertuples()):
            name = row[1]
            if kind(name) == "background":
                continue
            heard = Calibration(row.scale, row.offset).scores(logits[:, index]) >= row.threshold
            events = truth[(truth["file"] == scene.name) & (truth["class"] == name)]
            overlap = [
                (starts < event.end_s) & (starts + WINDOW_SECONDS > event.start_s) for event in events.itertuples()
            ]
            covered = np.any(overlap, axis=0) if overlap else np.zeros(len(starts), bool)
            if len(events) or heard.any():
                rows.append(
                    {
                        "scene": scene.name,
                        "class": name,
                        "events": len(events),
                        "heard": sum(bool((heard & over).any()) for over in overlap),
                        "false_windows": int((heard & ~covered).sum()),
                        "windows": len(starts),
                    }
                )
    return pd.DataFrame(rows)
