"""Writes the scenes, truth.csv and SHA256SUMS beside this file; with --check, compares instead.

Needs: espeak-ng 1.51 (Debian 12), pip install -r requirements.txt
"""

import csv
import hashlib
import io
import sys
from pathlib import Path

import numpy as np
import soundfile

from generator.scenes import ALL

HERE = Path(__file__).resolve().parent


def truth(scenes):
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["file", "start_s", "end_s", "class"])
    for scene in scenes:
        for start, end, label in scene.truth():
            rows.writerow([f"{scene.name}.flac", f"{start:.2f}", f"{end:.2f}", label])
    return text.getvalue()


def write(scenes):
    for scene in scenes:
        path = HERE / f"{scene.name}.flac"
        soundfile.write(path, scene.samples(), scene.rate, compression_level=1.0)
    (HERE / "truth.csv").write_text(truth(scenes))
    names = [f"{scene.name}.flac" for scene in scenes] + ["truth.csv"]
    with open(HERE / "SHA256SUMS", "w") as sums:
        for name in names:
            sums.write(f"{hashlib.sha256((HERE / name).read_bytes()).hexdigest()}  {name}\n")


def check(scenes):
    """Names what differs from the files here.

    Decoded samples are compared, since another libFLAC may pack them differently, and one level
    is allowed, since another CPU may round a sine differently in its last bit.
    """
    differing = [] if (HERE / "truth.csv").read_text() == truth(scenes) else ["truth.csv"]
    for scene in scenes:
        kept, rate = soundfile.read(HERE / f"{scene.name}.flac", dtype="int16")
        made = scene.samples()
        same = rate == scene.rate and len(kept) == len(made)
        if not same or np.max(np.abs(kept.astype(int) - made)) > 1:
            differing.append(f"{scene.name}.flac")
    return differing


def main():
    scenes = [make() for make in ALL]
    if sys.argv[1:] == ["--check"]:
        differing = check(scenes)
        sys.exit("generated anew, these differ: " + ", ".join(differing) if differing else 0)
    write(scenes)


main()
