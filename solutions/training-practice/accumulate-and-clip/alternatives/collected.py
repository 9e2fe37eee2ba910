"""Gradients collected by autograd.grad and put into .grad at the end of each group."""

import torch
from torch import nn


def train_epoch(model, optimizer, scheduler, x, y, *, batch_size, accumulate, max_norm, device, log):
    criterion = nn.CrossEntropyLoss(reduction="none")
    parameters = list(model.parameters())
    out = []
    size = batch_size * accumulate
    total = (len(x) + size - 1) // size
    while len(out) < total:
        rows = range(len(out) * size, min(len(x), (len(out) + 1) * size))
        sums = [torch.zeros_like(p) for p in parameters]
        losses = []
        for start in range(rows.start, rows.stop, batch_size):
            part = slice(start, min(start + batch_size, rows.stop))
            each = criterion(model(x[part].to(device)), y[part].to(device))
            for s, g in zip(sums, torch.autograd.grad(each.sum(), parameters)):
                s += g / len(rows)
            losses += each.tolist()
        for p, s in zip(parameters, sums):
            p.grad = s
        norm = nn.utils.clip_grad_norm_(parameters, max_norm)
        optimizer.step()
        scheduler.step()
        out.append((sum(losses) / len(rows), float(norm)))
        log(len(out), total, loss=out[-1][0])
    return out
