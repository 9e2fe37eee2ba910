import torch
import torch.nn.functional as F


def train_epoch(model, optimizer, scheduler, x, y, *, batch_size, accumulate, max_norm, device, log):
    """One epoch, in steps of `accumulate` micro-batches each; returns [(loss, norm before clipping), …] for each step."""
    raise NotImplementedError("train_epoch: group, accumulate, clip once, step optimizer and scheduler")
