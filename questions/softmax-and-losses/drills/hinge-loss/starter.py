import numpy as np


def svm_loss(scores, y, margin=1.0):
    """Mean multiclass hinge loss of (N, C) scores against (N,) labels, and its gradient: (loss, dscores)."""
    raise NotImplementedError("svm_loss: return the mean loss (a number) and d loss / d scores, (N, C)")
