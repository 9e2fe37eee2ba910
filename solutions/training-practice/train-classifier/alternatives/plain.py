"""Rows drawn with replacement, random shifts, log-softmax and NLL, clipping, a validation set held out and looked at."""

import copy
import math

import torch
import torch.nn.functional as F
from torch import nn


def build_model():
    return nn.Sequential(
        nn.Conv2d(1, 16, 5, 2, 2), nn.GELU(), nn.BatchNorm2d(16),
        nn.Conv2d(16, 32, 3, 2, 1), nn.GELU(), nn.BatchNorm2d(32),
        nn.Conv2d(32, 48, 3, 1, 1), nn.GELU(), nn.BatchNorm2d(48),
        nn.MaxPool2d(2), nn.Flatten(), nn.Linear(48 * 9, 10),
    )  # fmt: skip


def prepared(x, device):
    return x.to(device=device, dtype=torch.float32)[:, None] / 255


def train(model, x, y, *, device, seed, log):
    torch.manual_seed(seed)
    model.to(device)
    held = len(x) // 10
    train_x, train_y, val_x, val_y = x[held:], y[held:], x[:held], y[:held]
    steps = max(40, 7 * len(train_x) // 64)
    optimizer = torch.optim.Adam(model.parameters(), lr=4e-3)
    best, kept = -1.0, None
    for step in range(steps):
        model.train()
        for group in optimizer.param_groups:
            group["lr"] = 4e-3 * (0.5 + 0.5 * math.cos(math.pi * step / steps)) + 1e-5
        rows = torch.randint(len(train_x), (64,))
        images = prepared(train_x[rows], device)
        images = torch.roll(images, tuple(torch.randint(-1, 2, (2,)).tolist()), (2, 3))
        optimizer.zero_grad()
        loss = F.nll_loss(F.log_softmax(model(images), dim=1), train_y[rows].to(device))
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        if step % 5 == 0:
            log(step + 1, steps, loss=float(loss))
        if (step + 1) % (steps // 4) == 0:
            share = (predict(model, val_x, device=device) == val_y).double().mean().item()
            if share >= best:
                best, kept = share, copy.deepcopy(model.state_dict())
    if kept is not None:
        model.load_state_dict(kept)
    return model


def predict(model, x, *, device):
    model.eval()
    with torch.no_grad():
        return torch.cat([model.to(device)(prepared(p, device)).argmax(-1) for p in x.split(1000)]).to("cpu")
