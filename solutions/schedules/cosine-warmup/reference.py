"""Linear warm-up, then cosine annealing to min_lr.

    step < warmup:  base_lr step / warmup
    after that:     min_lr + (base_lr - min_lr) (1 + cos(pi p)) / 2,    p = (step - warmup) / (total - warmup)

All numbers; p stops at 1. Convention: the warm-up starts at 0 in step 0 and reaches base_lr in step warmup;
total counts the warm-up steps, and min_lr is reached in step total.

Source: Loshchilov, Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts (ICLR 2017), eq. 5 (one period);
Goyal et al., Accurate, Large Minibatch SGD (2017), section 2.2 (gradual warm-up).
"""

import numpy as np


def cosine_with_warmup(step, base_lr, warmup_steps, total_steps, min_lr=0.0):
    """The learning rate of `step`."""
    if step < warmup_steps:
        return base_lr * step / warmup_steps
    progress = (step - warmup_steps) / (total_steps - warmup_steps)
    progress = min(progress, 1.0)
    wave = (1 + np.cos(np.pi * progress)) / 2
    return min_lr + (base_lr - min_lr) * wave
