"""A table of all rates, looked up; float32."""

import numpy as np


def cosine_with_warmup(step, base_lr, warmup_steps, total_steps, min_lr=0.0):
    up = np.linspace(0, base_lr, warmup_steps + 1, dtype=np.float32)[:-1]
    angle = np.linspace(0, np.pi, total_steps - warmup_steps + 1)
    down = (min_lr + (base_lr - min_lr) * (1 + np.cos(angle)) / 2).astype(np.float32)
    return np.concatenate([up, down])[min(step, total_steps)]
