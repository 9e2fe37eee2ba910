"""Multiclass hinge loss (Weston and Watkins) and its gradient.

    L_n = sum over j != y_n of max(0, s_nj - s_ny + margin),    loss = (1/N) sum_n L_n
    dL_n/ds_nj = [term j is positive],    dL_n/ds_ny = -(number of positive terms of row n)

scores s: (N, C), y: (N,) class indices, loss: scalar, dscores: (N, C). Conventions: summed over the wrong classes,
mean over the batch (torch's multi_margin_loss divides by C as well); a term of exactly 0 has the slope 0.

Source: Weston, Watkins, Support Vector Machines for Multi-Class Pattern Recognition (ESANN 1999);
Stanford cs231n, lecture notes on linear classification.
"""

import numpy as np


def svm_loss(scores, y, margin=1.0):
    """Mean hinge loss and its gradient with respect to the scores."""
    n = scores.shape[0]
    rows = np.arange(n)
    true = scores[rows, y][:, np.newaxis]
    terms = np.maximum(0.0, scores - true + margin)
    terms[rows, y] = 0.0  # the true class is no competitor of its own
    loss = terms.sum() / n
    dscores = (terms > 0).astype(float)
    dscores[rows, y] = -dscores.sum(axis=1)
    dscores = dscores / n
    return loss, dscores
