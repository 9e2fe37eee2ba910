"""One training step in mixed precision: float32 master weights, a forward pass in half precision, a scaled loss.

    backward of S L;   g = grad / S;   g <- g min(1, max_norm / |g|);   inf or nan in g: no step, S <- S / 2

x (B, D), y (B,), dtype "float16" or "bfloat16". Convention: backward outside autocast; unscale before clipping.

Source: Micikevicius et al., Mixed Precision Training (ICLR 2018), sections 3.1 and 3.2; PyTorch documentation, "Automatic
Mixed Precision examples", gradient clipping.
"""

import torch
import torch.nn.functional as F


def train_step(model, optimizer, scaler, x, y, *, device, dtype, max_norm):
    x, y = x.to(device), y.to(device)
    optimizer.zero_grad()
    with torch.autocast(device_type=device, dtype=getattr(torch, dtype)):
        logits = model(x)
        loss = F.cross_entropy(logits.float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
    scaler.step(optimizer)
    scaler.update()
    return loss.item()
