import numpy as np


def factorize(w, rank):
    """u (m, rank) and v (rank, n), whose product is the best approximation of w (m, n)."""
    raise NotImplementedError("factorize: find the two factors u and v with a singular value decomposition")
