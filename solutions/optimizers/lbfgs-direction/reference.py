"""The L-BFGS direction -H grad by the two-loop recursion.

    newest to oldest:  alpha_i = s_i.q / y_i.s_i,    q = q - alpha_i y_i
    r = gamma q,       gamma = s.y / y.y of the newest pair (1 if there is none)
    oldest to newest:  beta = y_i.r / y_i.s_i,       r = r + (alpha_i - beta) s_i

grad, s_i, y_i, q, r: (n,); the lists are oldest first, s = step, y = change of the gradient. H starts as gamma I.
4mn multiplications, no matrix. Convention: the direction, that is -r, is returned (Nocedal and Wright return r).

Source: Nocedal, Wright, Numerical Optimization (2nd ed., 2006), Algorithm 7.4, eq. 7.20.
"""

import numpy as np


def two_loop(grad, s_list, y_list):
    """The search direction, shape (n,)."""
    m = len(s_list)
    alpha, gamma = [0.0] * m, 1.0
    q = np.array(grad)
    for i in reversed(range(m)):
        alpha[i] = (s_list[i] @ q) / (y_list[i] @ s_list[i])
        q -= alpha[i] * y_list[i]
    if m > 0:
        gamma = (s_list[-1] @ y_list[-1]) / (y_list[-1] @ y_list[-1])
    r = gamma * q
    for i in range(m):
        beta = (y_list[i] @ r) / (y_list[i] @ s_list[i])
        r += (alpha[i] - beta) * s_list[i]
    return -r
