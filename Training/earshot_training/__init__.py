"""Trains earshot's network and writes its bundle: `python -m earshot_training --help`."""

# PyTorch's optimisers load Triton when they are first made, and Triton crashes where TensorFlow
# came before it; the other way round they get on.
import torch._dynamo  # noqa: F401
