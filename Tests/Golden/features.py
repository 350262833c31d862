"""Golden values of the front end, computed in float64 by librosa and numpy.

Writes Tests/Golden/features/: cases.json, and for each case numpy files that the tests of
AudioFeatures compare with. The sound is made from integers alone, the same here and in
TestSignal.swift.

    python3 -m venv venv
    venv/bin/pip install librosa==0.11.0 numpy==2.4.6 scipy==1.17.1
    venv/bin/python Tests/Golden/features.py
"""

import copy
import json
import pathlib

import librosa
import numpy as np
import scipy.signal

OUT = pathlib.Path(__file__).parent / "features"


def signal(seed, count):
    """A rising chirp in noise 36 dB below it, in eight steps of falling level, then silence."""
    n = np.arange(count, dtype=np.int64)
    z = np.uint64(seed) + (n + 1).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    noise = ((z ^ (z >> np.uint64(31))) >> np.uint64(47)).astype(np.int64) - (1 << 16)
    phase = np.cumsum((1 << 26) + (1 << 30) * n // count) % (1 << 32)
    p = (phase >> 16) - (1 << 15)
    wave = (p * ((1 << 15) - np.abs(p))) >> 6
    part = 9 * n // count
    return np.where(part < 8, (wave + noise) >> part, 0) / (1 << 23)


def power(y, s):
    """[columns, bands]"""
    mel = s["mel"]
    bank = dict(
        n_mels=mel["bands"], fmin=mel["lowest"], fmax=mel["highest"],
        htk=mel["scale"] == "htk", norm="slaney" if mel["norm"] == "slaney" else None,
        dtype=np.float64)
    if s["frameLength"] == s["fftLength"]:
        return librosa.feature.melspectrogram(
            y=y, sr=s["sampleRate"], n_fft=s["fftLength"], hop_length=s["hop"],
            window=s["window"], center=False, power=2.0, **bank).T
    # librosa would centre the shorter frame; where it lies is ours to say.
    frames = np.lib.stride_tricks.sliding_window_view(y, s["frameLength"])[:: s["hop"]]
    weights = scipy.signal.get_window(s["window"], s["frameLength"], fftbins=True)
    spectrum = np.abs(np.fft.rfft(frames * weights, n=s["fftLength"])) ** 2
    return spectrum @ librosa.filters.mel(sr=s["sampleRate"], n_fft=s["fftLength"], **bank).T


def compressed(S, s):
    [(kind, c)] = s["compression"].items()
    if kind == "log":
        return np.log(S + c["offset"])
    if kind == "decibel":
        reference = np.max if c["reference"] == "maximum" else c["reference"]
        return librosa.power_to_db(S, ref=reference, amin=c["amin"], top_db=c.get("topRange"))
    S = (S * c["inputScale"]).T
    options = dict(
        sr=s["sampleRate"], hop_length=s["hop"], gain=c["gain"], bias=c["bias"], power=c["power"],
        time_constant=c["timeConstant"], eps=c["eps"])
    if c["start"] == "firstColumn":
        t = c["timeConstant"] * s["sampleRate"] / s["hop"]
        b = (np.sqrt(1 + 4 * t**2) - 1) / (2 * t**2)
        options |= dict(b=b, zi=scipy.signal.lfilter_zi([b], [1, b - 1]) * S[:, :1])
    return librosa.pcen(S, **options).T


def normalised(x, s):
    [(kind, c)] = s["normalisation"].items()
    if kind == "fixed":
        return (x - c["mean"]) / c["deviation"]
    if kind == "standard":
        return (x - x.mean()) / max(c["smallestDeviation"], x.std())
    return np.clip(1 + (x - x.max()) / (c["range"] / 2), -1, None)


def fitted(x, s):
    """[columns, bands] to [height, width]"""
    image = s["image"]
    x = x.T
    for axis, size in ((0, image["height"]), (1, image["width"])):
        n = x.shape[axis]
        if image["fit"] == "crop":
            x = np.take(x, np.arange((n - size) // 2, (n - size) // 2 + size), axis)
        else:
            centres = (np.arange(size) + 0.5) * n / size - 0.5
            x = np.apply_along_axis(lambda line: np.interp(centres, np.arange(n), line), axis, x)
    return x[::-1] if image["lowestBand"] == "last" else x


def windows(y, s, step):
    """The windows' power; the last is completed with zeros if at least half of it is sound."""
    length = (s["image"]["columns"] - 1) * s["hop"] + s["frameLength"]
    starts = list(range(0, len(y) - length + 1, step))
    covered = starts[-1] + length if starts else 0
    following = len(starts) * step
    if covered < len(y) and 2 * (len(y) - following) >= length:
        starts.append(following)
    y = np.concatenate([y, np.zeros(length)])
    return [power(y[at : at + length], s) for at in starts]


def settings(rate, frame, hop, bands, low, high, columns, **changes):
    s = {
        "sampleRate": rate, "frameLength": frame, "fftLength": frame, "hop": hop, "window": "hann",
        "mel": {"bands": bands, "lowest": low, "highest": high, "scale": "slaney",
                "norm": "slaney"},
        "compression": {"log": {"offset": 1e-6}},
        "normalisation": {"fixed": {"mean": -8, "deviation": 4}},
        "image": {"columns": columns, "height": bands, "width": columns, "channels": 1,
                  "fit": "crop", "lowestBand": "last"},
    }
    for key, value in changes.items():
        if isinstance(value, dict) and key in ("mel", "image"):
            s[key] = s[key] | value
        else:
            s[key] = value
    return s


PCEN = {"gain": 0.98, "bias": 2, "power": 0.5, "timeConstant": 0.4, "eps": 1e-6,
        "inputScale": 2147483648, "start": "unit"}

# The mel power of one second.
POWER = {
    "16k": settings(16000, 512, 160, 64, 0, 8000, 97),
    "24k": settings(24000, 512, 281, 64, 60, 12000, 84),
    "48k": settings(48000, 2048, 278, 96, 150, 15000, 165),
    "padded": settings(16000, 400, 160, 40, 60, 7800, 98, fftLength=512, window="hamming",
                       mel={"scale": "htk", "norm": "none"}),
}

# The power of the first, compressed as one window.
COMPRESSION = {
    "log": {"log": {"offset": 1e-6}},
    "decibel": {"decibel": {"reference": 1, "amin": 1e-10}},
    "decibel-maximum": {"decibel": {"reference": "maximum", "amin": 1e-10, "topRange": 60}},
    "pcen": {"pcen": PCEN},
    "pcen-first": {"pcen": PCEN | {"gain": 0.8, "bias": 10, "power": 0.25, "timeConstant": 0.06,
                                   "start": "firstColumn"}},
    "pcen-quiet": {"pcen": PCEN | {"inputScale": 1}},
}

# settings, step, samples, scale and zero point of the network's input.
IMAGES = {
    "log": (settings(24000, 1024, 600, 80, 60, 11000, 80), 24000, 108000, 0.0235, -3),
    "decibel": (
        settings(16000, 512, 160, 64, 50, 8000, 64,
                 compression=COMPRESSION["decibel-maximum"],
                 normalisation={"peak": {"range": 60}},
                 image={"height": 48, "width": 80, "channels": 3, "fit": "resize",
                        "lowestBand": "first"}),
        5120, 16000, 2 / 255, -1),
    "pcen": (
        settings(48000, 2048, 512, 64, 100, 15000, 61, window="hamming",
                 compression=COMPRESSION["pcen-first"],
                 normalisation={"standard": {"smallestDeviation": 0.001}},
                 image={"height": 57, "width": 48}),
        16 * 512, 48000, 0.031, 11),
    "padded": (POWER["padded"] | {"image": POWER["padded"]["image"] | {"columns": 40, "width": 40}},
               3200, 12000, 0.02, 0),
}


def save(name, array, element):
    np.save(OUT / f"{name}.npy", np.ascontiguousarray(array, dtype=element))


def main():
    OUT.mkdir(exist_ok=True)
    for old in OUT.iterdir():
        old.unlink()
    cases = {"power": [], "compression": [], "images": []}
    for name, s in POWER.items():
        y = signal(1, s["sampleRate"])
        save(f"power-{name}", power(y, s), np.float32)
        cases["power"].append({"name": name, "settings": s, "samples": len(y)})
    base = POWER["16k"]
    S = power(signal(1, base["sampleRate"]), base)
    for name, compression in COMPRESSION.items():
        s = copy.deepcopy(base) | {"compression": compression}
        save(f"compression-{name}", compressed(S, s), np.float32)
        cases["compression"].append({"name": name, "settings": s, "samples": base["sampleRate"]})
    for name, (s, step, samples, scale, zero) in IMAGES.items():
        real = [
            fitted(normalised(compressed(S, s), s), s)
            for S in windows(signal(2, samples), s, step)
        ]
        steps = np.stack(real) / np.float64(np.float32(scale))
        # Half away from zero.
        q = np.clip(np.sign(steps) * np.floor(np.abs(steps) + 0.5) + zero, -128, 127)
        q = np.repeat(q[..., None], s["image"]["channels"], axis=3)
        save(f"image-{name}", q, np.int8)
        save(f"steps-{name}", steps, np.float32)
        cases["images"].append({
            "name": name, "settings": s, "samples": samples, "step": step, "scale": scale,
            "zeroPoint": zero})
    (OUT / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
