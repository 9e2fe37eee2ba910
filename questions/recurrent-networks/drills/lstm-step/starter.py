import numpy as np


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    """(next_h, next_c, cache): one LSTM step; the 4H columns of Wx, Wh and b are the gates i, f, o, g."""
    raise NotImplementedError("lstm_step_forward: compute the gates and both states; return (next_h, next_c, cache)")


def lstm_step_backward(dnext_h, dnext_c, cache):
    """(dx, dprev_h, dprev_c, dWx, dWh, db) from the gradients of both states."""
    raise NotImplementedError("lstm_step_backward: return (dx, dprev_h, dprev_c, dWx, dWh, db)")
