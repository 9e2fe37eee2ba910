import numpy as np


def softmax(x, axis=-1):
    m = np.max(x, axis, keepdims=True)
    return np.exp(x - (m + np.log(np.sum(np.exp(x - m), axis, keepdims=True))))
