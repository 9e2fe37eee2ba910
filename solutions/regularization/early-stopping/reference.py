"""Early stopping with patience.

    improved = loss < best_loss - min_delta;    stop after `patience` epochs in a row without improvement

best_loss, best_epoch (epochs counted from 0): of the last improvement, so that its checkpoint can be restored.
Every comparison with nan is False, so nan is no improvement. Convention: the patience-th bad epoch stops
(Keras, Lightning), not the one after it (ReduceLROnPlateau); best_loss moves at improvements only, so small
gains add up.

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 7.8, algorithm 7.1.
"""


class EarlyStopping:
    """Takes in one validation loss after each epoch."""

    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch = float("inf"), None
        self.epoch = -1
        self.wait = 0

    def step(self, loss):
        """(improved, stop)."""
        self.epoch += 1
        improved = loss < self.best_loss - self.min_delta
        if improved:
            self.best_loss = loss
            self.best_epoch = self.epoch
            self.wait = 0
        else:
            self.wait += 1
        stop = self.wait >= self.patience
        return improved, stop

    def best(self):
        """(best_loss, best_epoch)."""
        return self.best_loss, self.best_epoch
