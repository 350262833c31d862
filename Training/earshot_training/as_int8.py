"""Training that knows of int8: weights and activations are rounded as they will be, gradients pass as if not.

Source: B. Jacob et al., *Quantization and training of neural networks for efficient integer-arithmetic-only
inference*, 2018. Batch normalisation scales whole filters, and so their grid: rounding before it is
rounding after.
"""

import torch
from torch import nn

from .depthwise import DepthwiseConvolution, is_fast


def rounded(values: torch.Tensor, step: torch.Tensor) -> torch.Tensor:
    """On the grid of `step`, with the gradient of `values`."""
    on_grid = torch.round(values / step) * step
    return values + (on_grid - values).detach()


def rounded_weights(weight: torch.Tensor) -> torch.Tensor:
    """127 steps to either side for each output channel."""
    with torch.no_grad():
        step = weight.abs().amax(dim=tuple(range(1, weight.ndim)), keepdim=True).clamp_min(1e-12) / 127
    return rounded(weight, step)


def rounded_activations(values: torch.Tensor) -> torch.Tensor:
    """255 steps over the batch's range, zero among them."""
    with torch.no_grad():
        lowest, highest = values.amin().clamp_max(0), values.amax().clamp_min(0)
        step = (highest - lowest).clamp_min(1e-12) / 255
    return rounded(values, step)


class Convolution2d(nn.Conv2d):
    """A convolution that can be told to compute with rounded weights."""

    aware = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        weight = rounded_weights(self.weight) if self.aware else self.weight
        if self.groups > 1 and torch.is_grad_enabled() and is_fast(x, weight):
            return DepthwiseConvolution.apply(x, weight, self.stride[0])
        return self._conv_forward(x, weight, self.bias)


class Activations(nn.Module):
    """Passes activations on, rounded once it is told to."""

    aware = False

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return rounded_activations(x) if self.aware else x


def make_aware(net: nn.Module) -> None:
    """From now on the net rounds."""
    for part in net.modules():
        if isinstance(part, (Convolution2d, Activations)):
            part.aware = True
