import numpy as np


def cross_entropy(logits, y):
    """Mean softmax cross-entropy of (N, C) logits against (N,) labels, and its gradient: (loss, dlogits)."""
    raise NotImplementedError("cross_entropy: return the mean loss (a number) and d loss / d logits, (N, C)")
