class EarlyStopping:
    best_loss = float("inf")
    best_epoch = None
    improved = False
    epoch = -1
    wait = 0

    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta

    def step(self, loss):
        cls = type(self)
        cls.epoch += 1
        cls.improved = loss < cls.best_loss - self.min_delta
        if cls.improved:
            cls.best_loss, cls.best_epoch, cls.wait = loss, cls.epoch, 0
        else:
            cls.wait += 1
        return cls.wait >= self.patience
