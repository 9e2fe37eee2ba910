"""(1 + cos x) / 2 = cos² (x / 2); numpy's where and clip; a 0-d array as the answer."""

import numpy as np


def cosine_with_warmup(step, base_lr, warmup_steps, total_steps, min_lr=0.0):
    p = np.clip((step - warmup_steps) / (total_steps - warmup_steps), 0, 1)
    down = min_lr * np.sin(np.pi / 2 * p) ** 2 + base_lr * np.cos(np.pi / 2 * p) ** 2
    return np.where(step < warmup_steps, base_lr * step / max(warmup_steps, 1), down)
