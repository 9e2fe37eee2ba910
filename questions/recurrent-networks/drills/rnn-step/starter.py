import numpy as np


def rnn_step_forward(x, prev_h, Wx, Wh, b):
    """(next_h, cache): one time step of a tanh RNN; x: (N, D), prev_h and next_h: (N, H)."""
    raise NotImplementedError("rnn_step_forward: compute the next hidden state; return (next_h, cache)")


def rnn_step_backward(dnext_h, cache):
    """(dx, dprev_h, dWx, dWh, db) from the gradient of next_h."""
    raise NotImplementedError("rnn_step_backward: return (dx, dprev_h, dWx, dWh, db)")
