import numpy as np


def quantize(w, bits):
    flat = w.ravel()
    codebook = np.linspace(flat.min(), flat.max(), 2**bits)
    previous = np.full(flat.shape, -1)
    for _ in range(150):
        codes = np.abs(flat[:, None] - codebook).argmin(axis=1)
        if (codes == previous).all():
            break
        for j in range(2**bits):
            codebook[j] = np.mean(flat[codes == j])
        previous = codes
    return codebook, codes.reshape(w.shape)
