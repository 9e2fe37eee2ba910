import io

import torch
import torch.nn.functional as F
from torch import nn


def save(trainer):
    """All that the trainer needs to go on, as bytes."""
    raise NotImplementedError("save: return bytes; torch.save writes into an io.BytesIO, too")


def resume(trainer, data):
    """Bring a newly made trainer into the state that `save` wrote."""
    raise NotImplementedError("resume: read the bytes and put everything back in place")


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
