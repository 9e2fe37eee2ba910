import numpy as np


def rnn_forward(x, h0, Wx, Wh, b):
    """(h, cache): the hidden states (N, T, H) of a tanh RNN over x (N, T, D), starting from h0 (N, H)."""
    raise NotImplementedError("rnn_forward: run the recurrence over all T steps; return (h, cache)")


def rnn_backward(dh, cache):
    """(dx, dh0, dWx, dWh, db) from dh (N, T, H): backpropagation through time."""
    raise NotImplementedError("rnn_backward: go back from the last step; return (dx, dh0, dWx, dWh, db)")
