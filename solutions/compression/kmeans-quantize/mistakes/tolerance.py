import numpy as np


def quantize(w, bits):
    flat = w.ravel()
    codebook = np.linspace(flat.min(), flat.max(), 2**bits)
    while True:
        before = codebook.copy()
        codes = np.abs(flat[:, None] - codebook).argmin(axis=1)
        for j in np.unique(codes):
            codebook[j] = flat[codes == j].mean()
        if np.abs(codebook - before).max() < 1e-5:
            break
    return codebook, codes.reshape(w.shape)
