import numpy as np


def standardize(train, test):
    """Both arrays, each feature shifted and scaled by the mean and standard deviation of train."""
    raise NotImplementedError("standardize: take the statistics from train and apply them to both arrays")
