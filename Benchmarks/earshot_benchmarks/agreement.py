"""How close the pipeline in Python comes to earshot's: logits of all windows, scores, events."""

import base64
import os

import numpy as np

from .event_rule import scores


def logits_of(run, classes):
    return [
        np.frombuffer(base64.b64decode(text), np.int8).reshape(-1, classes)
        for text in run["logits"]]


def compared(ours, our_events, theirs, manifest):
    """ours, theirs: what both pipelines print; our_events: (file, species, start, end, peak).

    The logits are those of one stage-by-stage run, the events those of the program itself.
    """
    classes = len(manifest["classes"])
    a, b = (np.concatenate(logits_of(run, classes)) for run in (ours, theirs))
    if a.shape != b.shape:
        raise SystemExit(f"earshot made {a.shape} logits, Python {b.shape}")
    steps = np.abs(a.astype(int) - b)
    quantization = theirs["quantization"]
    apart = np.abs(scores(manifest, a, *quantization) - scores(manifest, b, *quantization))
    there = {event(os.path.basename(path), *rest): peak for path, *rest, peak in theirs["events"]}
    here = {event(*rest): peak for *rest, peak in our_events}
    both = here.keys() & there.keys()
    return {
        "equal": float(np.mean(steps == 0)), "within_one": float(np.mean(steps <= 1)),
        "largest": int(steps.max()), "score": float(apart.max()),
        "score99": float(np.quantile(apart, 0.99)), "events": len(here),
        "same_events": len(both), "only_theirs": len(there) - len(both),
        "peak": max((abs(here[e] - there[e]) for e in both), default=0.0)}


def event(path, species, start, end):
    """What two events must share to be the same; earshot writes seconds with few decimals."""
    return path, species, round(start, 2), round(end, 2)
