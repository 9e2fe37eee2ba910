"""Drawn by rng.binomial, einsum, the plain sigmoid."""

import numpy as np


def cd1(v0, W, b, c, rng):
    def sigmoid(x):
        with np.errstate(over="ignore"):
            return 1.0 / (1.0 + np.exp(-x))

    pos_hid_probs = sigmoid(np.dot(v0, W) + c)
    pos_hid_states = rng.binomial(1, pos_hid_probs)
    neg_vis_probs = sigmoid(np.dot(pos_hid_states, W.T) + b)
    neg_hid_probs = sigmoid(np.dot(neg_vis_probs, W) + c)
    pos = np.einsum("nd,nh->dh", v0, pos_hid_probs) / v0.shape[0]
    neg = np.einsum("nd,nh->dh", neg_vis_probs, neg_hid_probs) / v0.shape[0]
    return {
        "W": pos - neg,
        "b": np.mean(v0, axis=0) - np.mean(neg_vis_probs, axis=0),
        "c": np.mean(pos_hid_probs, axis=0) - np.mean(neg_hid_probs, axis=0),
    }
