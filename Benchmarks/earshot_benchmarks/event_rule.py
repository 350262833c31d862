"""Earshot's event rule with a bundle's own settings, in Python: logits of all windows to events."""

import numpy as np

# Of the threshold for entering: what a window needs to continue an event.
STAY = np.float32(0.75)


def scores(manifest, logits, scale, zero_point):
    """Calibrated scores 0…1, [windows, classes]."""
    calibrations = [c["calibration"] for c in manifest["classes"]]
    slope = np.array([c["scale"] for c in calibrations])
    offset = np.array([c["offset"] for c in calibrations])
    real = scale * (logits.astype(np.float64) - zero_point)
    return (1 / (1 + np.exp(-(slope * real + offset)))).astype(np.float32)


def events(manifest, logits, scale, zero_point, frames, rate):
    """(species, start second, end second, peak) of one recording, class by class."""
    front_end = manifest["frontEnd"]
    step = manifest["stepHops"] * front_end["hop"]
    length = (front_end["image"]["columns"] - 1) * front_end["hop"] + front_end["frameLength"]
    ratio = rate / front_end["sampleRate"]
    found = []
    if len(logits) == 0:
        return found
    all_scores = scores(manifest, logits, scale, zero_point)
    for index, described in enumerate(manifest["classes"]):
        if described["kind"] == "background":
            continue
        enter = np.float32(described["threshold"])
        of_class = all_scores[:, index]
        last_end = None
        for window in np.flatnonzero(of_class >= enter * STAY):
            start = int(window * step * ratio)
            end = min(int((window * step + length) * ratio), frames)
            if last_end is not None and start <= last_end:
                run[1], run[2] = end, max(run[2], of_class[window])
            else:
                run = [start, end, of_class[window]]
                found.append((described["commonName"], enter, run))
            last_end = end
    return [
        (name, start / rate, end / rate, float(peak))
        for name, enter, (start, end, peak) in found if peak >= enter]
