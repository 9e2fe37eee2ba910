"""Class probabilities of an ensemble.

    p = sum_m a_m softmax(logits_m) / sum_m a_m

logits: (M, N, C), weights a: (M,), result: (N, C). Convention: the arithmetic mean of probabilities. The mean
of logits is their geometric mean, renormalized, in which a model with large logits outvotes the others.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.11 (model averaging);
Lakshminarayanan, Pritzel, Blundell, Deep Ensembles (NIPS 2017), section 2.4.
"""

import numpy as np


def average_predictions(logits, weights=None):
    """Probabilities (N, C)."""
    if weights is None:
        weights = np.ones(len(logits))
    shifted = logits - logits.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    probs = e / e.sum(axis=-1, keepdims=True)
    share = weights / weights.sum()
    return (share[:, None, None] * probs).sum(axis=0)
