"""Sample by sample and channel by channel."""

import torch


def gram(features):
    rows = []
    for sample in features:
        c = sample.shape[0]
        rows.append(
            torch.stack([torch.stack([(sample[a] * sample[b]).mean() / c for b in range(c)]) for a in range(c)])
        )
    return torch.stack(rows)


def style_loss(features, style):
    g, target = gram(features), gram(style.data)
    total = 0
    for n in range(len(g)):
        total = total + torch.sum(torch.square(g[n] - target[n % len(target)]))
    return total / len(g)
