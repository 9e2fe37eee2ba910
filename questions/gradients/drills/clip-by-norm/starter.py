import numpy as np


def clip_by_norm(grads, max_norm):
    """The gradients scaled so that their global norm is at most `max_norm`, and the norm before that."""
    raise NotImplementedError("clip_by_norm: return (list of scaled gradients, norm before clipping)")
