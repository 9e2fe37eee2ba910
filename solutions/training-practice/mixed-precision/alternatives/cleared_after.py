"""Gradients cleared before and after, the loss under autocast, set_to_none off."""

import torch
from torch import nn

criterion = nn.CrossEntropyLoss()


def train_step(model, optimizer, scaler, x, y, *, device, dtype, max_norm):
    types = {"float16": torch.float16, "bfloat16": torch.bfloat16}
    optimizer.zero_grad(set_to_none=False)
    context = torch.autocast(device, types[dtype])
    with context:
        loss = criterion(model(x.to(device)), y.to(device))
    scaled = scaler.scale(loss)
    scaled.backward()
    scaler.unscale_(optimizer)
    nn.utils.clip_grad_norm_(list(model.parameters()), max_norm, error_if_nonfinite=False)
    scaler.step(optimizer)
    scaler.update()
    optimizer.zero_grad()
    return loss.detach().float().cpu().item()
