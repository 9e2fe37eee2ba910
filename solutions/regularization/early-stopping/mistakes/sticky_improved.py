class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best_loss, self.best_epoch, self.improved = float("inf"), None, False
        self.epoch = self.wait = 0

    def step(self, loss):
        if loss < self.best_loss - self.min_delta:
            self.best_loss, self.best_epoch, self.improved = loss, self.epoch, True
            self.wait = 0
        else:
            self.wait += 1
        self.epoch += 1
        return self.improved, self.wait >= self.patience

    def best(self):
        return self.best_loss, self.best_epoch
