"""Eigenvectors of w w^T span the best columns; w is projected onto them."""

import numpy as np


def factorize(w, rank):
    _, vectors = np.linalg.eigh(w @ w.T)
    u = vectors[:, -rank:]
    return u, u.T @ w
