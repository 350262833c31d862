"""Our batch normalisation is PyTorch's, forwards, backwards and in what it remembers."""

import copy

import pytest
import torch
from torch import nn

from earshot_training.normalisation import Normalisation, is_fast, kernels


def theirs(ours: Normalisation) -> nn.Sequential:
    norm = nn.BatchNorm2d(ours.num_features, ours.eps, ours.momentum)
    norm.load_state_dict(ours.state_dict())
    return nn.Sequential(norm, nn.ReLU6() if ours.activated else nn.Identity())


@pytest.mark.skipif(kernels() is None, reason="there is no C compiler")
@pytest.mark.parametrize("activated", [True, False])
@pytest.mark.parametrize("channels", [1, 8, 17, 48])
@pytest.mark.parametrize("mean", [0.0, 300.0])
@pytest.mark.parametrize("size", [(4, 9, 7), (1, 5, 3), (6, 1, 1)])
def test_it_is_pytorchs(channels: int, activated: bool, mean: float, size: tuple[int, int, int]) -> None:
    generator = torch.Generator().manual_seed(channels)
    x = 3 * torch.randn(size[0], channels, *size[1:], generator=generator) + mean
    x = x.contiguous(memory_format=torch.channels_last)
    ours = Normalisation(channels, 1e-5, 0.1, activated).train()
    with torch.no_grad():
        ours.weight.copy_(torch.rand(channels, generator=generator) * 4 - 1)
        ours.bias.copy_(torch.rand(channels, generator=generator) * 6)
    reference = theirs(ours).double().train()
    found, wanted = x.clone().requires_grad_(), x.double().requires_grad_()
    assert is_fast(found)
    weigh = torch.randn(x.shape, generator=generator)
    y, true = ours(found), reference(wanted)
    (y * weigh).sum().backward()
    (true * weigh).sum().backward()

    def close(a: torch.Tensor, b: torch.Tensor, much: float) -> None:
        torch.testing.assert_close(a.double(), b, rtol=1e-4, atol=much)

    norm = reference[0]
    close(y, true, 1e-4)
    close(found.grad, wanted.grad, 2e-3)
    close(ours.weight.grad, norm.weight.grad, 2e-3)
    close(ours.bias.grad, norm.bias.grad, 2e-3)
    close(ours.running_mean, norm.running_mean, 1e-4)
    close(ours.running_var, norm.running_var, 1e-4)
    assert ours.num_batches_tracked == norm.num_batches_tracked == 1


def test_a_net_that_answers_uses_what_was_remembered() -> None:
    norm = Normalisation(3, 1e-3, 0.1, activated=True)
    norm.running_mean += 1
    norm = copy.deepcopy(norm).eval()
    x = torch.full((1, 3, 2, 2), 3.0)
    torch.testing.assert_close(norm(x), torch.full((1, 3, 2, 2), 2 / 1.001**0.5))
    assert norm(100 * x).max() == 6
