"""One training: windows drawn from strips, a cosine schedule, and averaged weights."""

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from .augment import Strips, batch
from .front_end import normalise
from .tasks import Task
from .topology import Topology
from .torch_net import TorchNet


@dataclass(frozen=True)
class Schedule:
    batch: int = 32
    rate: float = 2e-3
    warm_up: float = 0.08
    """Share of the steps in which the rate rises."""
    decay: float = 0.03
    dropout: float = 0.2
    smoothing: float = 0.02
    average: float = 0.995
    """Weight of the old in the running mean of weights, which is what is kept."""

    def rate_at(self, done: float) -> float:
        """Learning rate when `done` (0 to 1) of the steps are over."""
        if done < self.warm_up:
            return self.rate * (done + 1e-3) / (self.warm_up + 1e-3)
        return self.rate * 0.5 * (1 + math.cos(math.pi * (done - self.warm_up) / (1 - self.warm_up)))


def draw_clips(task: Task, usable: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    """Clips by the shares of their classes."""
    per_class = np.bincount(task.labels[usable], minlength=len(task.classes))
    weight = (task.shares / np.maximum(per_class, 1))[task.labels[usable]]
    return random.choice(usable, count, p=weight / weight.sum())


def average_into(mean: torch.nn.Module, net: torch.nn.Module, keep: float) -> None:
    """Moves the running mean of weights, and of batch statistics, towards the net's."""
    with torch.no_grad():
        for old, new in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
            if old.dtype.is_floating_point:
                old.lerp_(new, 1 - keep)
            else:
                old.copy_(new)


def train(
    task: Task,
    strips: Strips,
    usable: np.ndarray,
    topology: Topology,
    backbone: dict[str, np.ndarray],
    schedule: Schedule,
    seed: int,
    say: Callable[[str], None],
    channels: int = 1,
) -> dict[str, np.ndarray]:
    """Trains on the clips that `usable` indexes and gives the averaged weights.

    With three `channels` the net is given three copies of each image.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    random = strips.random
    net = TorchNet(topology, channels, len(task.classes), schedule.dropout).to(memory_format=torch.channels_last)
    net.load_backbone(backbone)
    mean = copy.deepcopy(net).eval()
    weights = [parameter for parameter in net.parameters() if parameter.ndim > 1]
    rest = [parameter for parameter in net.parameters() if parameter.ndim <= 1]
    groups = [{"params": weights, "weight_decay": schedule.decay}, {"params": rest, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=schedule.rate, fused=True)
    loss_of = torch.nn.BCEWithLogitsLoss()
    targets = task.targets

    steps = task.windows // schedule.batch
    losses, started = [], time.monotonic()
    net.train()
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate_at(step / steps)
        first = draw_clips(task, usable, schedule.batch, random)
        second = draw_clips(task, usable, schedule.batch, random)
        windows, wanted = batch(strips, first, second, targets, task.recipe)
        wanted = wanted * (1 - 2 * schedule.smoothing) + schedule.smoothing
        images = torch.from_numpy(normalise(windows)[:, None]).expand(-1, channels, -1, -1)
        loss = loss_of(net(images.contiguous(memory_format=torch.channels_last)), torch.from_numpy(wanted))
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        average_into(mean, net, min(schedule.average, (step + 1) / (step + 10)))
        losses.append(loss.item())
        if (step + 1) % 100 == 0:
            rate = schedule.batch * (step + 1) / (time.monotonic() - started)
            say(f"step {step + 1} of {steps}, loss {np.mean(losses[-100:]):.4f}, {rate:.0f} windows/s")
    return mean.arrays()


def logits(weights: dict[str, np.ndarray], topology: Topology, images: np.ndarray) -> np.ndarray:
    """The float net's, of images `[n, side, side, 1]`."""
    channels = weights["first_conv.conv.weight"].shape[1]
    net = TorchNet(topology, channels, len(weights["classifier.linear.bias"])).eval()
    net.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()}, strict=False)
    net = net.to(memory_format=torch.channels_last)
    pictures = torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2))).expand(-1, channels, -1, -1)
    with torch.inference_mode():
        return np.concatenate([net(part.contiguous()).numpy() for part in pictures.split(64)])
