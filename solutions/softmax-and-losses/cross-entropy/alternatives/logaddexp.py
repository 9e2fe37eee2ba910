import numpy as np


def cross_entropy(logits, y):
    log_z = np.logaddexp.reduce(logits, axis=1, keepdims=True)
    true = np.take_along_axis(logits, y[:, np.newaxis], axis=1)
    dlogits = np.exp(logits - log_z)
    np.subtract.at(dlogits, (np.arange(y.size), y), 1)
    return np.average(log_z - true), dlogits / y.size
