"""Depthwise convolutions that learn faster on CPUs: PyTorch's, with a weight gradient of our own where a C compiler is.

PyTorch 2 hands that gradient to a kernel for grouped convolutions, which computes sixteen times what is needed; it
was half of a training's time. On GPUs, and where there is no compiler, PyTorch does it all.
"""

import ctypes
from functools import cache
from pathlib import Path

import torch

from .compiled import library


@cache
def kernel() -> "ctypes._NamedFuncPointer | None":
    built = library(Path(__file__).with_suffix(".c"))
    if built is None:
        return None
    built.depthwise_weight_gradient.argtypes = [ctypes.c_void_p] * 3 + [ctypes.c_long] * 8
    return built.depthwise_weight_gradient


def is_fast(x: torch.Tensor, weight: torch.Tensor) -> bool:
    """Whether the kernel knows this convolution; its padding is half of its kernel."""
    return (
        x.device.type == "cpu"
        and x.is_contiguous(memory_format=torch.channels_last)
        and weight.shape[1] == 1
        and len(weight) == x.shape[1]
        and x.shape[1] % 8 == 0
        and weight.shape[2] == weight.shape[3]
        and weight.shape[3] in (3, 5, 7)
        and kernel() is not None
    )


class DepthwiseConvolution(torch.autograd.Function):
    """Of `[n, channels, height, width]`, channels last, by `[channels, 1, kernel, kernel]`."""

    @staticmethod
    def forward(ctx, x: torch.Tensor, weight: torch.Tensor, stride: int) -> torch.Tensor:
        ctx.save_for_backward(x, weight)
        ctx.stride = stride
        return torch.nn.functional.conv2d(x, weight, None, stride, weight.shape[2] // 2, groups=len(weight))

    @staticmethod
    def backward(ctx, gradient: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, None]:
        x, weight = ctx.saved_tensors
        gradient = gradient.contiguous(memory_format=torch.channels_last)
        channels, size = len(weight), weight.shape[2]
        of_x, _, _ = torch.ops.aten.convolution_backward(
            gradient, x, weight, None, [ctx.stride] * 2, [size // 2] * 2, [1, 1], False, [0, 0], channels,
            [True, False, False],
        )  # fmt: skip
        sums = torch.zeros(size, size, channels)
        images, _, height, width = x.shape
        arrays = [one.data_ptr() for one in (x, gradient, sums)]
        if kernel()(*arrays, images, height, width, channels, *gradient.shape[2:], ctx.stride, size):
            raise MemoryError("no room for a padded image")
        return of_x, sums.permute(2, 0, 1).unsqueeze(1).contiguous(), None
