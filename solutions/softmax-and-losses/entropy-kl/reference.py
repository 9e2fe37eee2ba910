"""Entropy, cross-entropy and Kullback-Leibler divergence.

    H(p) = -sum_i p_i ln p_i,    H(p, q) = -sum_i p_i ln q_i,    KL(p||q) = H(p, q) - H(p)

p, q: (..., C), results: (...). Conventions: natural logarithm (nats); a term with p_i = 0 is 0, the limit of p ln p;
a term with q_i = 0 < p_i makes H(p, q) and KL infinite, since the model excludes what does happen.

Source: Cover, Thomas, Elements of Information Theory (2nd ed., 2006), sections 2.1 and 2.3, eq. 2.26.
"""

import numpy as np


def p_log_q(p, q):
    """p ln q: 0 wherever p is 0, -inf where only q is."""
    with np.errstate(divide="ignore"):
        log_q = np.log(np.where(p > 0, q, 1.0))
    return p * log_q


def entropy(p):
    """H(p)."""
    return -p_log_q(p, p).sum(axis=-1)


def cross_entropy(p, q):
    """H(p, q): what p costs when it is coded for q."""
    terms = p_log_q(p, q)
    return -terms.sum(axis=-1)


def kl_divergence(p, q):
    """KL(p||q): by how much H(p, q) exceeds H(p)."""
    excess = p_log_q(p, p) - p_log_q(p, q)
    return excess.sum(axis=-1)
