"""By pickle, as a tuple of deep copies; a new generator for the order."""

import copy
import pickle

import torch
import torch.nn.functional as F
from torch import nn


def save(trainer):
    parts = (trainer.model.state_dict(), trainer.optimizer.state_dict(), trainer.scheduler.state_dict())
    values = (trainer.order.clone(), trainer.cursor, trainer.steps, trainer.best)
    cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else None
    return pickle.dumps((copy.deepcopy(parts), values, trainer.generator.get_state(), torch.get_rng_state(), cuda))


def resume(trainer, data):
    parts, values, generator, everywhere, cuda = pickle.loads(data)  # noqa: S301 - its own bytes, in the sandbox
    for holder, part in zip((trainer.model, trainer.optimizer, trainer.scheduler), parts):
        holder.load_state_dict(part)
    trainer.order, trainer.cursor, trainer.steps, trainer.best = values
    trainer.generator = torch.Generator()
    trainer.generator.set_state(generator)
    torch.set_rng_state(everywhere)
    if cuda is not None:
        torch.cuda.set_rng_state_all(cuda)
    return trainer


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
