import numpy as np


def svm_loss(scores, y, margin=1.0):
    n, c = scores.shape
    loss, dscores = 0.0, np.zeros((n, c))
    for i in range(n):
        for j in range(c):
            if j == y[i]:
                continue
            violation = scores[i, j] - scores[i, y[i]] + margin
            if violation > 0:
                loss += violation / n
                dscores[i, j] += 1 / n
                dscores[i, y[i]] -= 1 / n
    return float(loss), dscores
