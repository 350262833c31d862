"""Our gradient of a depthwise convolution is PyTorch's."""

import pytest
import torch

from earshot_training.depthwise import DepthwiseConvolution, is_fast, kernel


def grown(x: torch.Tensor, weight: torch.Tensor, stride: int, ours: bool) -> tuple[torch.Tensor, torch.Tensor]:
    """Gradients of a sum that weighs every output differently."""
    x, weight = x.detach().requires_grad_(), weight.detach().requires_grad_()
    if ours:
        y = DepthwiseConvolution.apply(x, weight, stride)
    else:
        y = torch.nn.functional.conv2d(x, weight, None, stride, weight.shape[2] // 2, groups=len(weight))
    (y * torch.cos(torch.arange(y.numel()).reshape(y.shape))).sum().backward()
    return x.grad, weight.grad


@pytest.mark.skipif(kernel() is None, reason="there is no C compiler")
@pytest.mark.parametrize("channels", [8, 16, 24, 72])
@pytest.mark.parametrize("size", [3, 5, 7])
@pytest.mark.parametrize("stride", [1, 2])
def test_gradients_are_those_of_pytorch(channels: int, size: int, stride: int) -> None:
    generator = torch.Generator().manual_seed(channels * size + stride)
    x = torch.randn(3, channels, 9, 14, generator=generator).contiguous(memory_format=torch.channels_last)
    weight = torch.randn(channels, 1, size, size, generator=generator)
    assert is_fast(x, weight)
    for ours, theirs in zip(grown(x, weight, stride, True), grown(x, weight, stride, False), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-4)


def test_what_the_kernel_does_not_know_is_left_to_pytorch() -> None:
    x = torch.zeros(1, 8, 6, 6).contiguous(memory_format=torch.channels_last)
    assert not is_fast(x, torch.zeros(16, 1, 3, 3)), "two filters a channel"
    assert not is_fast(x, torch.zeros(8, 1, 9, 9)), "a kernel of nine"
    assert not is_fast(x[:, :4], torch.zeros(4, 1, 3, 3)), "four channels"
    assert not is_fast(x.contiguous(), torch.zeros(8, 1, 3, 5)), "not square"
