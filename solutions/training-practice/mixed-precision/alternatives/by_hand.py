"""Without autocast: a copy of the weights in low precision for each step, the loss in float32."""

import torch
from torch.func import functional_call


def train_step(model, optimizer, scaler, x, y, *, device, dtype, max_norm):
    low = getattr(torch, dtype)
    x, y = x.to(device), y.to(device)
    for p in model.parameters():
        p.grad = None
    copies = {name: p.to(low) for name, p in model.named_parameters()}
    logits = functional_call(model, copies, (x.to(low),)).to(torch.float32)
    loss = torch.nn.functional.cross_entropy(logits, y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    grads = [p.grad for p in model.parameters()]
    norm = torch.stack([g.norm() for g in grads]).norm()
    factor = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
    for g in grads:
        g.mul_(factor)
    scaler.step(optimizer)
    scaler.update()
    return float(loss)
