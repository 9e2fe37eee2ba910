"""A flat dict by torch.save with tensors only; the generators first, since nothing that follows draws."""

import io

import torch
import torch.nn.functional as F
from torch import nn


def save(trainer):
    flat = {f"model.{k}": v.detach().cpu().clone() for k, v in trainer.model.state_dict().items()}
    stream = io.BytesIO()
    torch.save(
        dict(
            flat=flat,
            rng=[torch.random.get_rng_state(), trainer.generator.get_state()],
            gpu=[torch.cuda.get_rng_state(i) for i in range(torch.cuda.device_count())],
            optimizer=trainer.optimizer.state_dict(),
            scheduler=vars(trainer.scheduler)["last_epoch"],
            rate=[g["lr"] for g in trainer.optimizer.param_groups],
            rest=[trainer.order[trainer.cursor :], trainer.steps, trainer.best],
        ),
        stream,
    )
    return stream.getvalue()


def resume(trainer, data):
    kept = torch.load(io.BytesIO(data), weights_only=True, map_location="cpu")
    torch.random.set_rng_state(kept["rng"][0])
    trainer.generator.set_state(kept["rng"][1])
    for i, state in enumerate(kept["gpu"]):
        torch.cuda.set_rng_state(state, i)
    with torch.no_grad():
        for name, value in trainer.model.state_dict().items():
            value.copy_(kept["flat"][f"model.{name}"])
    trainer.optimizer.load_state_dict(kept["optimizer"])
    trainer.scheduler.last_epoch = kept["scheduler"]
    trainer.scheduler._last_lr = kept["rate"]
    trainer.order, trainer.steps, trainer.best = kept["rest"]
    trainer.cursor = 0


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
