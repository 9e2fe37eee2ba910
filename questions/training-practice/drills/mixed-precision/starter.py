import torch
import torch.nn.functional as F


def train_step(model, optimizer, scaler, x, y, *, device, dtype, max_norm):
    """One step in mixed precision on the mean cross-entropy of (x, y); returns the loss, a float."""
    raise NotImplementedError("train_step: autocast, scale, unscale, clip, step, update")
