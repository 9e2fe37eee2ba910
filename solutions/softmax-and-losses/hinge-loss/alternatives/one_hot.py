import numpy as np


def svm_loss(scores, y, margin=1.0):
    onehot = np.eye(scores.shape[1])[y]
    true = np.einsum("nc,nc->n", scores, onehot)
    gaps = (scores.T - true).T + margin * (1 - onehot)
    active = (gaps > 0) & (onehot == 0)
    loss = np.mean(np.sum(np.where(active, gaps, 0), axis=1))
    return loss, ((active - onehot * active.sum(1, keepdims=True)) / len(scores)).astype(np.float32)
