"""The road from PyTorch weights to a full-int8 file, held on a net of two layers."""

import numpy as np
import pytest
import torch

from earshot_training.export import int8_tflite
from earshot_training.int8_net import Int8Net
from earshot_training.keras_net import keras_net
from earshot_training.topology import Topology, weights_without
from earshot_training.torch_net import TorchNet

SIDE = 20
CLASSES = 5


def two_layers() -> Topology:
    """A convolution of stride 2, and a depthwise one with its pointwise twin and a shortcut."""
    layer = {
        "in_channels": 8,
        "out_channels": 8,
        "kernel_size": 5,
        "stride": 1,
        "expand_ratio": 1,
        "mid_channels": None,
    }
    return Topology.of(
        {
            "bn": {"eps": 1e-5, "momentum": 0.1},
            "resolution": SIDE,
            "first_conv": {"kernel_size": 3, "stride": 2, "out_channels": 8},
            "blocks": [{"mobile_inverted_conv": layer, "shortcut": {"name": "IdentityLayer"}}],
        }
    )


@pytest.fixture(scope="module", params=[1, 3])
def road(request):
    """A net with statistics of its own in every batch normalisation, images, and its int8 file."""
    torch.manual_seed(20251124)
    net = TorchNet(two_layers(), request.param, CLASSES)
    images = torch.randn(64, request.param, SIDE, SIDE)
    with torch.no_grad():
        for part in net.modules():
            if isinstance(part, torch.nn.BatchNorm2d):
                part.weight.uniform_(0.5, 2)
                part.bias.uniform_(-1, 1)
        net.train()(images)
        logits = net.eval()(images).numpy()
    pictures = images.numpy().transpose(0, 2, 3, 1)
    return net.arrays(), pictures, logits, int8_tflite(two_layers(), net.arrays(), pictures)


def test_keras_and_torch_compute_the_same_logits(road):
    weights, pictures, logits, _ = road
    model = keras_net(two_layers(), weights, pictures.shape[1:])
    np.testing.assert_allclose(model.predict(pictures, verbose=0), logits, atol=1e-4)


def test_the_file_holds_int8_and_int32_only(road):
    assert Int8Net(road[3]).element_types() == {np.dtype(np.int8), np.dtype(np.int32)}


def test_int8_logits_stay_within_a_few_steps_of_the_float_net(road):
    _, pictures, logits, content = road
    net = Int8Net(content)
    step = net.exit["quantization"][0]
    scale, zero_point = net.input_quantization
    found = net.logits(np.clip(np.round(pictures / scale) + zero_point, -128, 127).astype(np.int8))
    assert np.abs(found - logits).max() < 6 * step
    margin = np.sort(logits, axis=1)
    clear = margin[:, -1] - margin[:, -2] > 8 * step
    assert clear.sum() > 10
    assert (found.argmax(1) == logits.argmax(1))[clear].all()


def test_a_grey_net_answers_as_the_colour_net_answers_three_copies():
    torch.manual_seed(7)
    colour, grey = (TorchNet(two_layers(), channels, CLASSES).eval() for channels in (3, 1))
    grey.load_backbone(colour.arrays())
    grey.classifier.load_state_dict(colour.classifier.state_dict())
    picture = torch.rand(4, 1, SIDE, SIDE)
    torch.testing.assert_close(grey(picture), colour(picture.expand(-1, 3, -1, -1)), atol=1e-5, rtol=1e-5)


def test_a_checkpoint_of_another_net_is_refused():
    net = TorchNet(two_layers(), 1, CLASSES)
    weights = net.arrays()
    del weights["blocks.0.mobile_inverted_conv.depth_conv.bn.bias"]
    with pytest.raises(ValueError, match=r"depth_conv\.bn\.bias"):
        net.load_backbone(weights)


def test_multiplications_are_those_of_the_convolutions():
    # 10 x 10 x 8 x 9 of the first, 10 x 10 x 8 x 25 of the depthwise and 10 x 10 x 8 x 8 of the pointwise.
    assert two_layers().multiplications(SIDE, SIDE, 1) == 100 * 8 * (9 + 25 + 8)


def three_blocks() -> Topology:
    """The first and the last change the number of channels, the second has a shortcut."""
    layers = [(8, 12, None), (12, 12, {"name": "IdentityLayer"}), (12, 16, None)]
    return Topology.of(
        {
            "bn": {"eps": 1e-5, "momentum": 0.1},
            "resolution": SIDE,
            "first_conv": {"kernel_size": 3, "stride": 2, "out_channels": 8},
            "blocks": [
                {
                    "mobile_inverted_conv": {
                        "in_channels": inputs, "out_channels": outputs, "kernel_size": 3, "stride": 1,
                        "expand_ratio": 1, "mid_channels": None,
                    },
                    "shortcut": shortcut,
                }
                for inputs, outputs, shortcut in layers
            ],
        }
    )  # fmt: skip


def test_a_net_without_a_block_computes_what_is_left():
    torch.manual_seed(3)
    whole = TorchNet(three_blocks(), 1, CLASSES).eval()
    less = TorchNet(three_blocks().without((1,)), 1, CLASSES).eval()
    less.load_backbone(weights_without(whole.arrays(), (1,)))
    picture = torch.rand(2, 1, SIDE, SIDE)
    between = whole.blocks[2](whole.blocks[0](whole.first_conv(picture)))
    torch.testing.assert_close(less.features(picture), between.mean((2, 3)))
    assert three_blocks().without((2,)).features == 12


def test_a_block_that_others_need_is_not_left_out():
    with pytest.raises(ValueError, match="block 0 has no shortcut"):
        three_blocks().without((0,))
