"""The best approximation of a matrix by a product of two thin ones.

    w = U diag(s) V^T;    u = U_r diag(s_r),  v = V_r^T        (r largest singular values)

w: (m, n), u: (m, rank), v: (rank, n). The squared error is the sum of the squares of the dropped singular
values, the least possible. Convention: the singular values go into u; only u v is determined.

Source: Eckart, Young, The approximation of one matrix by another of lower rank (Psychometrika 1, 1936);
for networks: Denton, Zaremba, Bruna, LeCun, Fergus, Exploiting Linear Structure (NIPS 2014), section 3.
"""

import numpy as np


def factorize(w, rank):
    """(u, v) with u v closest to w."""
    left, s, right = np.linalg.svd(w, full_matrices=False)  # s falls; right is V transposed
    u = left[:, :rank] * s[:rank]
    v = right[:rank]
    return u, v
