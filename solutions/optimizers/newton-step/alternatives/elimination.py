"""Gaussian elimination with pivoting in plain Python, a list as the answer."""


def newton_step(x, grad, hess, damping=0.0):
    n = len(x)
    rows = [[float(hess[i, j]) + (damping if i == j else 0.0) for j in range(n)] + [float(grad[i])] for i in range(n)]
    for k in range(n):
        best = max(range(k, n), key=lambda i: abs(rows[i][k]))
        rows[k], rows[best] = rows[best], rows[k]
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k])]
    d = [0.0] * n
    for k in reversed(range(n)):
        d[k] = (rows[k][n] - sum(rows[k][j] * d[j] for j in range(k + 1, n))) / rows[k][k]
    return [float(a) - b for a, b in zip(x, d)]
