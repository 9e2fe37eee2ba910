"""A scaler class; tiny spreads, compared with the feature's own size, count as none."""

import numpy as np


class Scaler:
    def fit(self, x):
        self.mean = np.average(x, axis=0)
        self.scale = np.sqrt(np.mean(np.square(x - self.mean), axis=0))
        self.scale[self.scale < 1e-12 * np.maximum(1, np.abs(self.mean))] = 1.0
        return self

    def transform(self, x):
        return np.divide(np.subtract(x, self.mean), self.scale)


def standardize(train, test):
    scaler = Scaler().fit(train)
    return scaler.transform(train), scaler.transform(test)
