# drill: roc-auc
# named: ties-lose
import numpy as np


def roc_auc(scores, y):
    pos, neg = [s for s, t in zip(scores, y) if t == 1], [s for s, t in zip(scores, y) if t == 0]
    if not pos or not neg:
        raise ValueError("one class only")
    wins = 0
    for a in pos:
        for b in neg:
            if a > b:
                wins += 1
    return wins / (len(pos) * len(neg))
