"""Golden values of ImageValidation, computed by Pillow, numpy and LiteRT.

Writes Tests/Golden/images/: small pictures made from integers alone, in every kind of file that Pillow
writes, a folder laid out like ImageNet's `val`, and images.json with

    decoding    the SHA-256 of each picture's RGB bytes
    resizes     of pictures resized by Pillow
    imagenet    of pictures after torchvision's Resize(int(r * 256 / 224)) and CenterCrop(r), written
                out in terms of Pillow
    answers     the five best classes of two ImageNet networks (LiteRT's reference kernels)
    detection   boxes of the person detector: of made-up outputs, and of ../shared/vww/person_det.jpg

    python3 -m venv venv
    venv/bin/pip install pillow==11.3.0 numpy==2.4.6 ai-edge-litert==2.3.0
    venv/bin/python Tests/Golden/images.py ../shared

The networks and person_det.jpg lie in `shared`.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType
from PIL import Image

OUT = pathlib.Path(__file__).parent / "images"
NETWORKS = ["mcunet-in2", "mcunet-in3"]

HEADS = [  # rows, columns, stride, anchors
    (4, 5, 32, [(116, 90), (156, 198), (373, 326)]),
    (8, 10, 16, [(30, 61), (62, 45), (59, 119)]),
    (16, 20, 8, [(10, 13), (16, 30), (33, 23)]),
]


def sha(array):
    return hashlib.sha256(np.ascontiguousarray(array, np.uint8).tobytes()).hexdigest()


def picture(width, height, seed):
    """Ramps, a chequered middle and a disc: edges in every direction, and few bytes as PNG."""
    y, x = np.mgrid[0:height, 0:width]
    red = (x * 255 // max(width - 1, 1) + seed * 31) % 256
    green = (y * 255 // max(height - 1, 1) + seed * 17) % 256
    blue = ((x // 5 + y // 7) % 2) * 200 + seed % 50
    disc = (3 * x - width) ** 2 + (3 * y - height) ** 2 < min(width, height) ** 2
    red = np.where(disc, 255 - red, red)
    green = np.where(disc, 240 - seed, green)
    return Image.fromarray(np.stack([red, green, blue], -1).astype(np.uint8))


def write_kinds():
    """One picture in every kind of file."""
    rgb = picture(41, 29, 3)
    grey = rgb.convert("L")
    alpha = Image.fromarray((np.arange(41 * 29) % 256).astype(np.uint8).reshape(29, 41))
    rgba = rgb.copy()
    rgba.putalpha(alpha)
    grey_alpha = Image.merge("LA", (grey, alpha))
    palette = rgb.quantize(16)
    files = {
        "420.jpg": (rgb, dict(quality=85, subsampling=2)),
        "422.jpg": (rgb, dict(quality=85, subsampling=1)),
        "444.jpg": (rgb, dict(quality=85, subsampling=0)),
        "progressive.jpg": (rgb, dict(quality=85, progressive=True)),
        "grey.jpg": (grey, dict(quality=85)),
        "cmyk.jpg": (rgb.convert("CMYK"), dict(quality=85)),
        "rgb.png": (rgb, {}),
        "rgba.png": (rgba, {}),
        "grey.png": (grey, {}),
        "grey-alpha.png": (grey_alpha, {}),
        "palette.png": (palette, dict(bits=8)),
        "palette-4bit.png": (palette, dict(bits=4)),
        "palette-transparent.png": (palette, dict(transparency=3)),
        "bilevel.png": (grey.convert("1"), {}),
    }
    for name, (image, options) in files.items():
        image.save(OUT / name, **options)
    return list(files)


def write_folder():
    """Six pictures of three of ImageNet's classes, wide, tall and square; one in a folder inside."""
    sizes = {
        "n01440764/wide.png": (136, 90), "n01440764/tall.png": (67, 120),
        "n02102040/square.png": (182, 182), "n02102040/inside/small.png": (40, 30),
        "n03394916/large.jpg": (500, 375), "n03394916/even.PNG": (273, 201),
    }
    for seed, (name, (width, height)) in enumerate(sizes.items()):
        path = OUT / "imagenet" / "val" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image = picture(width, height, 11 * seed)
        image.save(path, **(dict(quality=60) if name.endswith("jpg") else dict(format="PNG")))
    return sorted(sizes, key=lambda name: (name.rsplit("/", 1)[0], name.rsplit("/", 1)[1]))


def imagenet(image, side):
    """torchvision's Resize(int(side * 256 / 224)) and CenterCrop(side) of a PIL image."""
    size = int(side * 256 / 224)
    width, height = image.size
    short, long = min(width, height), max(width, height)
    new_short, new_long = size, int(size * long / short)
    width, height = (new_short, new_long) if width <= height else (new_long, new_short)
    image = image.resize((width, height), Image.BILINEAR)
    left, top = int(round((width - side) / 2.0)), int(round((height - side) / 2.0))
    return image.crop((left, top, left + side, top + side))


class Network:
    def __init__(self, path):
        self.interpreter = Interpreter(
            model_path=str(path), num_threads=1,
            experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
        self.interpreter.allocate_tensors()
        self.input = self.interpreter.get_input_details()[0]
        self.outputs = self.interpreter.get_output_details()

    def __call__(self, array):
        self.interpreter.set_tensor(self.input["index"], array[None])
        self.interpreter.invoke()
        return [self.interpreter.get_tensor(o["index"])[0] for o in self.outputs]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def decode(outputs):
    """[boxes, 5]: score, left, top, right, bottom in pixels of the 160x128 input."""
    boxes = []
    for values, (rows, columns, stride, anchors) in zip(outputs, HEADS):
        v = np.asarray(values, np.float64).reshape(rows, columns, len(anchors), 6)
        row, column = np.mgrid[0:rows, 0:columns][..., None]
        x, y = (sigmoid(v[..., 0]) + column) * stride, (sigmoid(v[..., 1]) + row) * stride
        anchor = np.array(anchors, np.float64)
        w, h = np.exp(v[..., 2]) * anchor[:, 0], np.exp(v[..., 3]) * anchor[:, 1]
        score = sigmoid(v[..., 4]) * sigmoid(v[..., 5])
        boxes.append(np.stack(
            [score, x - w / 2, y - h / 2, x + w / 2, y + h / 2], -1).reshape(-1, 5))
    return np.concatenate(boxes)


def overlap(box, others):
    left, top = np.maximum(box[1], others[:, 1]), np.maximum(box[2], others[:, 2])
    right, bottom = np.minimum(box[3], others[:, 3]), np.minimum(box[4], others[:, 4])
    shared = np.clip(right - left, 0, None) * np.clip(bottom - top, 0, None)

    def area(b):
        return (b[..., 3] - b[..., 1]) * (b[..., 4] - b[..., 2])

    return shared / (area(box) + area(others) - shared)


def merge(boxes, weight):
    """Merging suppression; `weight` is the column that weighs: 0 the score, 3 the right edge."""
    boxes = boxes[boxes[:, 0] >= 0.01]
    boxes = boxes[np.argsort(-boxes[:, 0], kind="stable")][:400]
    kept = []
    while len(boxes) and len(kept) < 100:
        same = overlap(boxes[0], boxes) > 0.45
        weights = boxes[same][:, weight:weight + 1]
        corners = (weights * boxes[same][:, 1:]).sum(0) / weights.sum()
        kept.append([boxes[0][0], *corners])
        boxes = boxes[~same]
    return np.array(kept)


def made_up(seed):
    """Outputs of no picture: SplitMix64, quantized as coarsely as a network's."""
    total = sum(rows * columns * 18 for rows, columns, _, _ in HEADS)
    n = np.arange(1, total + 1, dtype=np.uint64)
    z = np.uint64(seed) + n * np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    values = (((z ^ (z >> np.uint64(31))) >> np.uint64(59)).astype(np.int64) - 20) / 4
    outputs = []
    for rows, columns, _, _ in HEADS:
        outputs.append(values[:rows * columns * 18])
        values = values[rows * columns * 18:]
    return outputs


def told(boxes, least=0.0):
    return [[round(float(v), 4) for v in box] for box in boxes if box[0] > least]


def detect(network, image):
    small = np.asarray(image.resize((160, 128)))
    return decode(network((small / 255 * 2 - 1).astype(np.float32)))


def main(shared):
    OUT.mkdir(exist_ok=True)
    kinds, folder = write_kinds(), write_folder()
    golden = {"decoding": [], "resizes": [], "imagenet": [], "answers": [], "detection": {}}
    for name in kinds:
        rgb = Image.open(OUT / name).convert("RGB")
        golden["decoding"].append(
            {"file": name, "width": rgb.width, "height": rgb.height, "sha256": sha(rgb)})
    for name in ["rgb.png", "imagenet/val/n03394916/large.jpg", "imagenet/val/n01440764/tall.png"]:
        rgb = Image.open(OUT / name).convert("RGB")
        for width, height in [(64, 64), (160, 128), (7, 300), (rgb.width, 33), (33, rgb.height), (1, 1)]:
            for filter in (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC):
                golden["resizes"].append({
                    "file": name, "filter": filter.name.lower(), "width": width, "height": height,
                    "sha256": sha(rgb.resize((width, height), filter))})
    networks = {name: Network(shared / f"models/{name}.tflite") for name in NETWORKS}
    classes = sorted({name.split("/")[0] for name in folder})
    for name in folder:
        rgb = Image.open(OUT / "imagenet/val" / name).convert("RGB")
        for side in (160, 176, 37):
            golden["imagenet"].append({"file": name, "side": side, "sha256": sha(imagenet(rgb, side))})
        for network, run in networks.items():
            side = int(run.input["shape"][1])
            pixels = np.asarray(imagenet(rgb, side))
            # As published: to 0...1, and back to -128...127, truncated.
            unit = pixels.astype(np.float32) / np.float32(255)
            logits = run((unit * np.float32(255) - np.float32(128)).astype(np.int8))[0]
            best = np.argsort(-logits.astype(int), kind="stable")
            golden["answers"].append({
                "network": network, "file": name, "best": best[:5].tolist(),
                "outputs": logits[best[:5]].tolist()})
    golden["classes"] = classes
    for seed in (1, 2):
        boxes = decode(made_up(seed))
        golden["detection"][f"made-up {seed}"] = {
            "score": told(merge(boxes, 0))[:40], "right edge": told(merge(boxes, 3))[:40]}
    detector = Network(shared / "models/person-det.tflite")
    image = Image.open(shared / "vww/person_det.jpg").convert("RGB")
    golden["detection"]["resized"] = sha(image.resize((160, 128)))
    boxes = detect(detector, image)
    for key, weight in (("score", 0), ("right edge", 3)):
        golden["detection"].setdefault("person_det.jpg", {})[key] = told(merge(boxes, weight), 0.3)
    # A person in the picture: any box above 0.3, whatever weighs.
    labels = {}
    for path in sorted((shared / "vww/coco-val128/val").glob("*/*.jpg")):
        found = merge(detect(detector, Image.open(path).convert("RGB")), 0)
        seen = int(len(found) > 0 and found[0][0] > 0.3)
        labels.setdefault(path.parent.name, []).append(seen)
    golden["detection"]["coco-val128"] = {k: "".join(map(str, v)) for k, v in labels.items()}
    text = ",\n".join(
        f' "{key}": ' + (
            "[\n" + ",\n".join("  " + json.dumps(row) for row in value) + "\n ]"
            if isinstance(value, list) else
            "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()) + "\n }")
        for key, value in golden.items())
    (OUT / "images.json").write_text("{\n" + text + "\n}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
