"""One loop over micro-batches that counts, as it is mostly written; gradients cleared after each step; norm by hand."""

import torch
import torch.nn.functional as F


def train_epoch(model, optimizer, scheduler, x, y, *, batch_size, accumulate, max_norm, device, log):
    starts = list(range(0, len(x), batch_size))
    results, loss_sum = [], 0.0
    optimizer.zero_grad(set_to_none=False)
    for i, start in enumerate(starts):
        group_start = (i // accumulate) * accumulate * batch_size
        in_group = min(len(x), group_start + accumulate * batch_size) - group_start
        inputs = x[start : start + batch_size].to(device)
        targets = y[start : start + batch_size].to(device)
        loss = F.cross_entropy(model(inputs), targets) * (len(inputs) / in_group)
        loss.backward()
        loss_sum += float(loss)
        if (i + 1) % accumulate == 0 or i + 1 == len(starts):
            grads = [p.grad for p in model.parameters() if p.grad is not None]
            norm = torch.sqrt(sum((g.double() ** 2).sum() for g in grads))
            for g in grads:
                g.mul_(min(1.0, max_norm / float(norm)))
            optimizer.step()
            scheduler.step()
            optimizer.zero_grad()
            results.append((loss_sum, float(norm)))
            loss_sum = 0.0
    return results
