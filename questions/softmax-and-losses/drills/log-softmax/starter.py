import numpy as np


def log_softmax(x, axis=-1):
    """Log-probabilities along `axis`; same shape as `x`, stable for large scores and tiny probabilities."""
    raise NotImplementedError("log_softmax: return log(softmax(x)) without computing the softmax itself")
