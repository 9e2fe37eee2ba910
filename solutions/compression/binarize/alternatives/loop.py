import numpy as np


def binarize(w):
    alpha, signs = [], []
    for f in w:
        values = f.ravel().tolist()
        signs.append(np.reshape([-1 if v < 0 else 1 for v in values], f.shape))
        alpha.append(sum(abs(v) for v in values) / len(values))
    return alpha, np.array(signs, dtype=np.int8)
