"""Layers with caches, probabilities instead of logarithms of them, as in cs231n."""

import numpy as np


def affine(x, w, b):
    return np.dot(x, w) + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return np.dot(dout, w.T), np.dot(x.T, dout), np.sum(dout, axis=0)


def softmax_loss(scores, y):
    N = scores.shape[0]
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted), axis=1, keepdims=True)
    probs = np.exp(shifted) / Z
    value = np.sum(np.log(Z[:, 0]) - shifted[np.arange(N), y]) / N
    onehot = np.eye(scores.shape[1])[y]
    return value, (probs - onehot) / N


def loss(params, X, y, reg):
    hidden, first = affine(X, params["W1"], params["b1"])
    hidden[hidden <= 0] = 0
    scores, second = affine(hidden, params["W2"], params["b2"])
    value, dscores = softmax_loss(scores, y)
    grads = {}
    dhidden, grads["W2"], grads["b2"] = affine_backward(dscores, second)
    dhidden[hidden == 0] = 0
    _, grads["W1"], grads["b1"] = affine_backward(dhidden, first)
    for name in ["W1", "W2"]:
        value += 0.5 * reg * np.sum(params[name] ** 2)
        grads[name] = grads[name] + reg * params[name]
    return value, grads
