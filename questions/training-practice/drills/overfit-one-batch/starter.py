import torch
import torch.nn.functional as F
from torch import nn


def build_model():
    """A new network: float32 images (B, 1, 28, 28) from 0 to 1, to logits (B, 10)."""
    raise NotImplementedError("build_model: return an nn.Module whose first loss is near ln 10")


def overfit(model, x, y, *, device, seed, log):
    """Train the model in place on the whole batch until it knows it by heart; return the list of losses."""
    raise NotImplementedError("overfit: one batch, again and again; note each loss before the step")
