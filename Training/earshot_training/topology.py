"""What an MCUNet is made of, read from its published JSON configuration."""

import json
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

    def without_last(self, blocks: int) -> "Topology":
        return replace(self, blocks=self.blocks[: len(self.blocks) - blocks])

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
