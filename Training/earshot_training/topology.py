"""What an MCUNet is made of, read from its published JSON configuration."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np


@dataclass(frozen=True)
class Convolution:
    """A convolution with batch normalisation, and ReLU6 where `activated`."""

    name: str
    kernel: int
    stride: int
    outputs: int
    depthwise: bool
    activated: bool


@dataclass(frozen=True)
class Block:
    """Convolutions in a row; with `shortcut`, the input is added to their output."""

    convolutions: tuple[Convolution, ...]
    shortcut: bool


@dataclass(frozen=True)
class Topology:
    """An MCUNet without its head: blocks, then the mean over the picture."""

    blocks: tuple[Block, ...]
    resolution: int
    epsilon: float
    momentum: float

    @classmethod
    def read(cls, path: Path) -> "Topology":
        return cls.of(json.loads(path.read_text()))

    @classmethod
    def of(cls, config: dict) -> "Topology":
        first = config["first_conv"]
        stem = Convolution("first_conv", first["kernel_size"], first["stride"], first["out_channels"], False, True)
        blocks = [Block((stem,), False)]
        for index, block in enumerate(config["blocks"]):
            layer = block["mobile_inverted_conv"]
            at = f"blocks.{index}.mobile_inverted_conv."
            wide = layer["mid_channels"] or round(layer["in_channels"] * layer["expand_ratio"])
            parts = []
            if layer["expand_ratio"] != 1:
                parts.append(Convolution(at + "inverted_bottleneck", 1, 1, wide, False, True))
            parts.append(Convolution(at + "depth_conv", layer["kernel_size"], layer["stride"], wide, True, True))
            parts.append(Convolution(at + "point_linear", 1, 1, layer["out_channels"], False, False))
            blocks.append(Block(tuple(parts), block["shortcut"] is not None))
        return cls(tuple(blocks), config["resolution"], config["bn"]["eps"], config["bn"]["momentum"])

    def without(self, left_out: tuple[int, ...]) -> "Topology":
        """The same net without some blocks, counted from 0 behind the first convolution, and the rest renumbered.

        What a block with a shortcut leaves behind fits without it; another may only be the last.
        """
        for block in left_out:
            later = range(block + 1, len(self.blocks) - 1)
            if not self.blocks[1 + block].shortcut and not all(other in left_out for other in later):
                raise ValueError(f"block {block} has no shortcut: what follows does not fit what comes before it")
        kept = [block for number, block in enumerate(self.blocks[1:]) if number not in left_out]
        return replace(self, blocks=(self.blocks[0], *(renumbered(block, i) for i, block in enumerate(kept))))

    def multiplications(self, height: int, width: int, channels: int) -> int:
        """Of one image, without the head; nothing is taken off for padding."""
        total = 0
        for block in self.blocks:
            for layer in block.convolutions:
                height, width = (
                    (size + 2 * (layer.kernel // 2) - layer.kernel) // layer.stride + 1 for size in (height, width)
                )
                inputs = 1 if layer.depthwise else channels
                total += height * width * layer.outputs * layer.kernel**2 * inputs
                channels = layer.outputs
        return total

    @property
    def features(self) -> int:
        """Length of the vector that the head sees."""
        return self.blocks[-1].convolutions[-1].outputs


def renumbered(block: Block, number: int) -> Block:
    def named(name: str) -> str:
        return re.sub(r"^blocks\.\d+\.", f"blocks.{number}.", name)

    return replace(block, convolutions=tuple(replace(one, name=named(one.name)) for one in block.convolutions))


def weights_without(weights: dict[str, np.ndarray], left_out: tuple[int, ...]) -> dict[str, np.ndarray]:
    """A checkpoint for the net without some blocks."""
    kept = {}
    for name, value in weights.items():
        parts = name.split(".")
        if parts[0] == "blocks":
            number = int(parts[1])
            if number in left_out:
                continue
            parts[1] = str(number - sum(other < number for other in left_out))
        kept[".".join(parts)] = value
    return kept


def first_weight(weight: np.ndarray, channels: int) -> np.ndarray:
    """The first convolution's weight, `[out, in, height, width]`, for another number of channels.

    The sum over red, green and blue answers a grey picture exactly as the net for colour answers
    it in three copies.
    """
    if channels == weight.shape[1]:
        return weight
    if channels != 1:
        raise ValueError(f"{weight.shape[1]} channels become 1 or stay, not {channels}")
    return weight.sum(axis=1, keepdims=True)
