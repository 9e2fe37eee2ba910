import torch
import torch.nn.functional as F


def token_cross_entropy(logits, targets, ignore_index=-100):
    z = torch.tensor(logits, requires_grad=True)
    y = torch.as_tensor(targets)
    n = max(int((y != ignore_index).sum()), 1)
    loss = F.cross_entropy(z.flatten(0, 1), y.flatten(), ignore_index=ignore_index, reduction="sum") / n
    loss.backward()
    return loss.item(), z.grad.numpy()
