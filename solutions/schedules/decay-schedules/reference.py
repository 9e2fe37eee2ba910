"""Three decays of the learning rate, each a function of the time alone.

    step:  lr0 drop^floor(epoch / every)        exponential:  lr0 e^(-k t)        1/t:  lr0 / (1 + k t)

All numbers. Convention: time counts from 0, so the first drop is at epoch `every`; `drop` is the factor that
remains. PyTorch's ExponentialLR has lr0 gamma^t, which is the same with gamma = e^-k.

Source: Stanford CS231n notes, Neural Networks 3, Annealing the learning rate; Goodfellow, Bengio, Courville,
Deep Learning (2016), section 8.3.1.
"""

import numpy as np


def step_decay(lr0, epoch, drop=0.5, every=10):
    """The rate in `epoch`."""
    drops = epoch // every
    return lr0 * drop**drops


def exp_decay(lr0, t, k):
    """The rate at time t."""
    return lr0 * np.exp(-k * t)


def inverse_time_decay(lr0, t, k):
    """The rate at time t."""
    return lr0 / (1 + k * t)
