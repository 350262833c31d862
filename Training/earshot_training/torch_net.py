"""The net as it is trained: PyTorch, NCHW, ending in logits, with the checkpoint's names."""

import numpy as np
import torch
from torch import nn

from .as_int8 import Activations, Convolution2d
from .normalisation import Normalisation
from .topology import Convolution, Topology, first_weight


def convolution(inputs: int, layer: Convolution, topology: Topology) -> nn.Sequential:
    parts = nn.Sequential()
    groups = inputs if layer.depthwise else 1
    parts.add_module(
        "conv",
        Convolution2d(inputs, layer.outputs, layer.kernel, layer.stride, layer.kernel // 2, groups=groups, bias=False),
    )
    parts.add_module("bn", Normalisation(layer.outputs, topology.epsilon, topology.momentum, layer.activated))
    parts.add_module("rounding", Activations())
    return parts


class InvertedResidual(nn.Module):
    def __init__(self, inputs: int, layers: tuple[Convolution, ...], shortcut: bool, topology: Topology):
        super().__init__()
        self.shortcut = shortcut
        self.mobile_inverted_conv = nn.Sequential()
        for layer in layers:
            name = layer.name.rsplit(".", 1)[1]
            self.mobile_inverted_conv.add_module(name, convolution(inputs, layer, topology))
            inputs = layer.outputs
        self.rounding = Activations()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.mobile_inverted_conv(x)
        return self.rounding(x + y) if self.shortcut else y


class TorchNet(nn.Module):
    """Images `[n, channels, height, width]` in, logits `[n, classes]` out."""

    def __init__(self, topology: Topology, channels: int, classes: int, dropout: float = 0.0):
        super().__init__()
        (stem,) = topology.blocks[0].convolutions
        self.first_conv = convolution(channels, stem, topology)
        self.blocks = nn.Sequential()
        inputs = stem.outputs
        for block in topology.blocks[1:]:
            self.blocks.append(InvertedResidual(inputs, block.convolutions, block.shortcut, topology))
            inputs = block.convolutions[-1].outputs
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Sequential()
        self.classifier.add_module("linear", nn.Linear(inputs, classes))

    def features(self, x: torch.Tensor) -> torch.Tensor:
        """What the head sees, `[n, features]`."""
        return self.blocks(self.first_conv(x)).mean((2, 3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.classifier(self.dropout(self.features(x)))

    def load_backbone(self, weights: dict[str, np.ndarray]) -> None:
        """Takes everything but the head from a checkpoint; a grey net sums its first weights."""
        state = {name: torch.from_numpy(np.asarray(value)) for name, value in weights.items()}
        state = {name: value for name, value in state.items() if not name.startswith("classifier")}
        key = "first_conv.conv.weight"
        state[key] = torch.from_numpy(first_weight(weights[key], self.first_conv.conv.in_channels))
        missing, unexpected = self.load_state_dict(state, strict=False)
        missing = [name for name in missing if not name.endswith("num_batches_tracked")]
        missing = [name for name in missing if not name.startswith("classifier")]
        if missing or unexpected:
            raise ValueError(f"checkpoint of another net: missing {missing}, unexpected {unexpected}")

    def arrays(self) -> dict[str, np.ndarray]:
        """Every weight by its checkpoint name, float32."""
        return {
            name: value.detach().cpu().numpy()
            for name, value in self.state_dict().items()
            if not name.endswith("num_batches_tracked")
        }
