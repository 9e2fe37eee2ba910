class EarlyStopping:
    best_loss = float("inf")
    best_epoch = None
    epoch = -1
    wait = 0

    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta

    def step(self, loss):
        cls = type(self)
        cls.epoch += 1
        improved = loss < cls.best_loss - self.min_delta
        if improved:
            cls.best_loss, cls.best_epoch, cls.wait = loss, cls.epoch, 0
        else:
            cls.wait += 1
        return improved, cls.wait >= self.patience

    def best(self):
        return self.best_loss, self.best_epoch
