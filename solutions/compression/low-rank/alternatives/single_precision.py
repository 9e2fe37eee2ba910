import numpy as np


def factorize(w, rank):
    U, s, Vt = np.linalg.svd(w.astype(np.float32))
    return U[:, :rank], np.diag(s[:rank]) @ Vt[:rank]
