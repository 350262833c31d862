"""One training: windows drawn from strips, a cosine schedule, and averaged weights.

A training that is cut off goes on from its last mark, and ends with the same weights as one that was not.
"""

import copy
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from .as_int8 import make_aware
from .augment import Recipe, Strips, batch
from .compression import compressed
from .layout import Layout
from .lessons import Lessons
from .tasks import Task
from .topology import Topology
from .torch_net import TorchNet

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")


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
    loss: str = "sigmoid"
    """`sigmoid`: each class for itself; `softmax`: one against the others."""
    quantization_aware: float = 0.0
    """The share of the steps, at the end, whose weights and activations are rounded as int8 rounds them."""
    belief: float = 0.7
    """How much professors count beside labels."""
    lesson: float = 1.0
    """Weight of what a teacher says beside the classes."""
    mark_every: int = 500
    """Steps after which a training that is cut off need not begin anew."""

    def rate_at(self, done: float) -> float:
        """Learning rate when `done` (0 to 1) of the steps are over."""
        if done < self.warm_up:
            return self.rate * (done + 1e-3) / (self.warm_up + 1e-3)
        return self.rate * 0.5 * (1 + math.cos(math.pi * (done - self.warm_up) / (1 - self.warm_up)))


@dataclass(frozen=True)
class Professor:
    """A trained network that looks at the same windows and says what is in them."""

    topology: Topology
    weights: dict[str, np.ndarray]
    frames: tuple[int, ...]
    """Of its channels."""


@dataclass(frozen=True)
class Lecture:
    """All that one training is made of."""

    task: Task
    usable: np.ndarray
    """Indices of the clips that it may learn from."""
    recipe: Recipe
    windows: int
    """That it sees."""
    layout: Layout
    topology: Topology
    backbone: dict[str, np.ndarray]
    """A checkpoint to start from; empty: random weights."""
    schedule: Schedule
    seed: int
    lessons: Lessons | None = None
    professors: tuple["Professor", ...] = ()
    frames: tuple[int, ...] = ()
    """Of the channels that windows are drawn with, where professors see more than the net that learns."""

    @property
    def steps(self) -> int:
        return self.windows // self.schedule.batch


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


class Training:
    """A net on its way: what has to be kept for a training to go on where it was cut off."""

    def __init__(self, lecture: Lecture, strips: Strips):
        torch.manual_seed(lecture.seed)
        self.lecture, self.strips = lecture, strips
        schedule, classes = lecture.schedule, len(lecture.task.classes)
        net = TorchNet(lecture.topology, lecture.layout.channels, classes, schedule.dropout)
        if lecture.backbone:
            net.load_backbone(lecture.backbone)
        self.net = net.to(DEVICE, memory_format=torch.channels_last)
        self.mean = copy.deepcopy(self.net).eval()
        self.professors = [
            (loaded(one.topology, one.weights).to(DEVICE, memory_format=torch.channels_last), self.channels(one.frames))
            for one in lecture.professors
        ]
        self.pupil = None
        if lecture.lessons:
            self.pupil = torch.nn.Linear(lecture.topology.features, lecture.lessons.embeddings.shape[1]).to(DEVICE)
        parameters = [*self.net.parameters(), *(self.pupil.parameters() if self.pupil else ())]
        groups = [
            {"params": [one for one in parameters if one.ndim > 1], "weight_decay": schedule.decay},
            {"params": [one for one in parameters if one.ndim <= 1], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=schedule.rate, fused=True)
        self.step = 0
        self.seconds = 0.0
        """That it took until its last mark, all parts of one that was cut off together."""

    def advance(self) -> float:
        """One step; gives its loss."""
        lecture, schedule = self.lecture, self.lecture.schedule
        done = self.step / lecture.steps
        for group in self.optimiser.param_groups:
            group["lr"] = schedule.rate_at(done)
        if done >= 1 - schedule.quantization_aware:
            make_aware(self.net)
        self.net.train()
        loss = self.loss()
        self.optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 5.0)
        self.optimiser.step()
        average_into(self.mean, self.net, min(schedule.average, (self.step + 1) / (self.step + 10)))
        self.step += 1
        return loss.item()

    def loss(self) -> torch.Tensor:
        lecture, schedule, random = self.lecture, self.lecture.schedule, self.strips.random
        count = schedule.batch // 2 if lecture.lessons else schedule.batch
        first, second = (draw_clips(lecture.task, lecture.usable, count, random) for _ in range(2))
        windows, wanted = batch(
            self.strips, first, second, lecture.task.targets, lecture.recipe, lecture.task.of_nothing
        )
        if lecture.lessons:
            more, their, embeddings = lecture.lessons.draw(self.strips, schedule.batch - count, lecture.recipe)
            windows, wanted = np.concatenate([windows, more]), np.concatenate([wanted, their])
        images = torch.from_numpy(compressed(windows, lecture.layout)).to(DEVICE)
        features = self.net.features(part(images, self.channels(lecture.layout.frames)))
        logits = self.net.classifier(self.net.dropout(features))
        loss = classification_loss(logits, self.corrected(torch.from_numpy(wanted).to(DEVICE), images), schedule)
        if self.pupil:
            said = torch.from_numpy(embeddings).to(DEVICE)
            loss = loss + schedule.lesson * torch.nn.functional.mse_loss(self.pupil(features[count:]), said)
        return loss

    def corrected(self, wanted: torch.Tensor, images: torch.Tensor) -> torch.Tensor:
        """What the labels want, and what the professors, taken together, think of it."""
        if not self.professors:
            return wanted
        with torch.no_grad():
            said = torch.stack([professor(part(images, channels)) for professor, channels in self.professors])
            thought = said.softmax(2) if self.lecture.schedule.loss == "softmax" else said.sigmoid()
        belief = self.lecture.schedule.belief
        return (1 - belief) * wanted + belief * thought.mean(0)

    def channels(self, frames: tuple[int, ...]) -> list[int]:
        """Where in the windows some frames are."""
        drawn = self.lecture.frames or self.lecture.layout.frames
        return [drawn.index(frame) for frame in frames]

    def state(self) -> dict:
        return {
            "step": self.step,
            "net": self.net.state_dict(),
            "mean": self.mean.state_dict(),
            "pupil": self.pupil.state_dict() if self.pupil else None,
            "optimiser": self.optimiser.state_dict(),
            "torch": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state_all(),
            "seconds": self.seconds,
            "numpy": self.strips.random.bit_generator.state,
        }

    def restore(self, state: dict) -> None:
        self.step = state["step"]
        self.net.load_state_dict(state["net"])
        self.mean.load_state_dict(state["mean"])
        if self.pupil:
            self.pupil.load_state_dict(state["pupil"])
        self.optimiser.load_state_dict(state["optimiser"])
        torch.set_rng_state(state["torch"])
        torch.cuda.set_rng_state_all(state["cuda"])
        self.seconds = state["seconds"]
        self.strips.random.bit_generator.state = state["numpy"]


def part(images: torch.Tensor, channels: list[int]) -> torch.Tensor:
    """Some channels, as convolutions like them."""
    return images[:, channels].contiguous(memory_format=torch.channels_last)


def classification_loss(logits: torch.Tensor, wanted: torch.Tensor, schedule: Schedule) -> torch.Tensor:
    if schedule.loss == "softmax":
        shares = wanted / wanted.sum(dim=1, keepdim=True).clamp_min(1e-6)
        return torch.nn.functional.cross_entropy(logits, shares, label_smoothing=schedule.smoothing)
    wanted = wanted * (1 - 2 * schedule.smoothing) + schedule.smoothing
    return torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted)


def train(
    lecture: Lecture, strips: Strips, say: Callable[[str], None], mark: Path | None = None
) -> dict[str, np.ndarray]:
    """Gives the averaged weights; goes on from `mark`, where there is one, and leaves one there now and then.

    What it took, all parts together, is left in `seconds.txt` beside the mark.
    """
    torch.set_num_threads(1)
    training = Training(lecture, strips)
    if mark and mark.exists():
        training.restore(torch.load(mark, map_location="cpu", weights_only=False))
        say(f"goes on from step {training.step} of {lecture.steps}")
    losses, started, begun, earlier = [], time.monotonic(), training.step, training.seconds
    while training.step < lecture.steps:
        losses.append(training.advance())
        if training.step % lecture.schedule.mark_every == 0:
            training.seconds = earlier + time.monotonic() - started
            rate = lecture.schedule.batch * (training.step - begun) / (training.seconds - earlier)
            say(f"step {training.step} of {lecture.steps}, loss {np.mean(losses[-100:]):.4f}, {rate:.0f} windows/s")
            if mark:
                part = mark.with_suffix(".part")
                torch.save(training.state(), part)
                part.rename(mark)
    if mark:
        (mark.parent / "seconds.txt").write_text(f"{earlier + time.monotonic() - started:.0f}\n")
        mark.unlink(missing_ok=True)
    return training.mean.arrays()


def loaded(topology: Topology, weights: dict[str, np.ndarray]) -> TorchNet:
    """A net that answers, and learns no more."""
    channels = weights["first_conv.conv.weight"].shape[1]
    net = TorchNet(topology, channels, len(weights["classifier.linear.bias"])).eval()
    net.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()}, strict=False)
    return net


def logits(weights: dict[str, np.ndarray], topology: Topology, images: np.ndarray) -> np.ndarray:
    """The float net's, of images `[n, height, width, channels]`."""
    net = loaded(topology, weights).to(memory_format=torch.channels_last)
    pictures = torch.from_numpy(np.ascontiguousarray(images.transpose(0, 3, 1, 2)))
    with torch.inference_mode():
        return np.concatenate(
            [net(part.contiguous(memory_format=torch.channels_last)).numpy() for part in pictures.split(64)]
        )
