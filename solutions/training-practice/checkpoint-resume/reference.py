"""A checkpoint of a training run: everything that a step changes.

    state = (weights, buffers, optimizer, schedule, order and place in it, counters, every generator's state)

Convention: bytes, written by torch.save; the generators are restored last, so that nothing draws from them in between.

Source: PyTorch documentation, "Saving and loading a general checkpoint" and "Reproducibility".
"""

import io

import torch
import torch.nn.functional as F
from torch import nn

PLAIN = ("order", "cursor", "steps", "best")


def save(trainer):
    state = {
        "model": trainer.model.state_dict(),
        "optimizer": trainer.optimizer.state_dict(),
        "scheduler": trainer.scheduler.state_dict(),
        "plain": {name: getattr(trainer, name) for name in PLAIN},
        "generator": trainer.generator.get_state(),
        "random": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
    }
    buffer = io.BytesIO()
    torch.save(state, buffer)
    return buffer.getvalue()


def resume(trainer, data):
    state = torch.load(io.BytesIO(data), map_location="cpu")
    trainer.model.load_state_dict(state["model"])
    trainer.optimizer.load_state_dict(state["optimizer"])
    trainer.scheduler.load_state_dict(state["scheduler"])
    for name in PLAIN:
        setattr(trainer, name, state["plain"][name])
    trainer.generator.set_state(state["generator"])
    if torch.cuda.is_available():
        torch.cuda.set_rng_state_all(state["cuda"])
    torch.set_rng_state(state["random"])


class Trainer:
    """Given, leave it: a small network with batch norm and dropout, and all that its training needs."""

    def __init__(self, x, y, *, seed, device="cpu"):
        torch.manual_seed(seed)
        self.x, self.y, self.device = x, y, device
        self.model = nn.Sequential(
            nn.Linear(x.shape[1], 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Dropout(0.3), nn.Linear(16, 3)
        ).to(device)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.02)
        self.scheduler = torch.optim.lr_scheduler.StepLR(self.optimizer, step_size=4, gamma=0.5)
        self.generator = torch.Generator().manual_seed(seed)
        self.order, self.cursor, self.steps, self.best = torch.arange(0), 0, 0, float("inf")

    def step(self, batch_size=8):
        """One step of the training; returns its loss."""
        if self.cursor >= len(self.order):
            self.order, self.cursor = torch.randperm(len(self.x), generator=self.generator), 0
        rows = self.order[self.cursor : self.cursor + batch_size]
        self.model.train()
        loss = F.cross_entropy(self.model(self.x[rows].to(self.device)), self.y[rows].to(self.device))
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.scheduler.step()
        self.cursor, self.steps, self.best = self.cursor + batch_size, self.steps + 1, min(self.best, loss.item())
        return loss.item()
