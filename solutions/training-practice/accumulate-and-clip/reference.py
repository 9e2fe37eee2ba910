"""One epoch of gradient accumulation with global-norm clipping and a schedule per optimizer step.

    for a group G of samples:  g = 1/|G| sum_{n in G} dCE_n/dw,   g <- g min(1, max_norm / |g|),   optimizer, scheduler

x (N, D), y (N,). Convention: samples, not micro-batches, weigh alike; the norm returned is that before clipping.

Source: Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks (ICML 2013), algorithm 1;
PyTorch documentation, torch.nn.utils.clip_grad_norm_.
"""

import torch
import torch.nn.functional as F


def train_epoch(model, optimizer, scheduler, x, y, *, batch_size, accumulate, max_norm, device, log):
    steps = []
    size = batch_size * accumulate
    for first in range(0, len(x), size):
        group_x, group_y = x[first : first + size], y[first : first + size]
        total = 0.0
        optimizer.zero_grad()
        for part, labels in zip(group_x.split(batch_size), group_y.split(batch_size)):
            part, labels = part.to(device), labels.to(device)
            loss = F.cross_entropy(model(part), labels, reduction="sum") / len(group_x)
            loss.backward()
            total += loss.item()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
        optimizer.step()
        scheduler.step()
        steps.append((total, norm.item()))
        log(len(steps), loss=total)
    return steps
