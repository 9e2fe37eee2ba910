"""Weight sharing by one-dimensional k-means (Lloyd's algorithm).

    codes = argmin_j |w - c_j|;    c_j = mean of the weights with code j;    until the codes stay

w, codes: one shape; codebook: (2^bits,). Linear initialization from min w to max w, which gives large, rare
weights centroids of their own. Convention: an empty cluster keeps its centroid.

Source: Han, Mao, Dally, Deep Compression (ICLR 2016), sections 3.1 and 3.2.
"""

import numpy as np


def quantize(w, bits):
    """(codebook, codes): w is about codebook[codes]."""
    flat = w.ravel()
    codebook = np.linspace(flat.min(), flat.max(), 2**bits)
    previous = None
    while True:
        distance = np.abs(flat[:, None] - codebook)
        codes = distance.argmin(axis=1)
        if previous is not None and np.array_equal(codes, previous):
            break
        for j in np.unique(codes):
            codebook[j] = flat[codes == j].mean()
        previous = codes
    return codebook, codes.reshape(w.shape)
