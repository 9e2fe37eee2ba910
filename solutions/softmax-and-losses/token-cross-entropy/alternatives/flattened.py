import numpy as np


def token_cross_entropy(logits, targets, ignore_index=-100):
    keep = np.flatnonzero(targets.ravel() != ignore_index)
    dlogits = np.zeros_like(logits)
    if keep.size == 0:
        return 0.0, dlogits
    flat, y = logits.reshape(-1, logits.shape[-1])[keep], targets.ravel()[keep]
    log_p = flat - np.logaddexp.reduce(flat, axis=1, keepdims=True)
    one_hot = np.eye(flat.shape[1])[y]
    dlogits.reshape(-1, logits.shape[-1])[keep] = (np.exp(log_p) - one_hot) / len(keep)
    return -np.sum(one_hot * log_p) / len(keep), dlogits
