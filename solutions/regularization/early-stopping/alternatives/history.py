"""Keeps every loss and works everything out again from the list."""

import math


class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.losses = []

    def step(self, loss):
        self.losses.append(loss)
        good = -1 if self.best_epoch is None else self.best_epoch
        return len(self.losses) - 1 - good >= self.patience

    @property
    def improvements(self):
        best, found = math.inf, []
        for epoch, loss in enumerate(self.losses):
            if not math.isnan(loss) and loss < best - self.min_delta:
                best = loss
                found.append(epoch)
        return found

    @property
    def best_epoch(self):
        return self.improvements[-1] if self.improvements else None

    @property
    def best_loss(self):
        return math.inf if self.best_epoch is None else self.losses[self.best_epoch]

    @property
    def improved(self):
        return self.best_epoch == len(self.losses) - 1
