"""Patience that is used up and given back; NumPy's bool comes back."""

import numpy as np


class EarlyStopping(object):
    def __init__(self, patience: int, min_delta: float = 0.0):
        self._full = patience
        self._left = patience
        self._delta = np.float64(min_delta)
        self._n = 0
        self.best_loss = np.float64("inf")
        self.best_epoch = None
        self.improved = False

    def step(self, loss):
        threshold = self.best_loss - self._delta
        self.improved = np.less(loss, threshold)
        if self.improved:
            self.best_loss, self.best_epoch, self._left = np.float64(loss), self._n, self._full
        else:
            self._left -= 1
        self._n += 1
        return np.bool_(self._left == 0)
