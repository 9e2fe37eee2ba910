"""Patience that is used up and given back; NumPy's scalars, a list and ints for bools come back."""

import numpy as np


class EarlyStopping(object):
    def __init__(self, patience: int, min_delta: float = 0.0):
        self._full = patience
        self._left = patience
        self._delta = np.float64(min_delta)
        self._n = 0
        self._best = [np.float64("inf"), None]

    def step(self, loss):
        improved = np.less(loss, self._best[0] - self._delta)
        if improved:
            self._best, self._left = [np.float64(loss), self._n], self._full
        else:
            self._left -= 1
        self._n += 1
        return [improved, int(self._left == 0)]

    def best(self):
        return self._best
