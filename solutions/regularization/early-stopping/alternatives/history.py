"""Keeps every loss and works everything out again from the list."""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.losses = []

    def step(self, loss):
        self.losses.append(loss)
        last = len(self.losses) - 1
        _, epoch = self.best()
        return epoch == last, last - (-1 if epoch is None else epoch) >= self.patience

    def best(self):
        best, found = math.inf, None
        for epoch, loss in enumerate(self.losses):
            if not math.isnan(loss) and best - loss > self.min_delta:
                best, found = loss, epoch
        return best, found
