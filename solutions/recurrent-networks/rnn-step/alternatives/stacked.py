"""One matrix product on [x, prev_h, 1]; the derivative of tanh as 1 / cosh²."""

import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    row = np.hstack([x, prev_h, np.ones((len(x), 1))])
    W = np.vstack([Wx, Wh, b])
    z = row.dot(W)
    return np.tanh(z), (row, W, z, x.shape[1])


def rnn_step_backward(dnext_h, cache):
    row, W, z, D = cache
    dz = dnext_h / np.cosh(np.clip(z, -300, 300)) ** 2
    drow, dW = dz.dot(W.T), row.T.dot(dz)
    return [drow[:, :D], drow[:, D:-1], dW[:D], dW[D:-1], dW[-1]]
