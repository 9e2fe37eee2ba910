"""Jacobi rotations in plain Python."""

import math


def eigenvalues(a):
    n = len(a)
    a = [[float(v) for v in row] for row in a]
    for _ in range(60):
        for p in range(n):
            for q in range(p + 1, n):
                if abs(a[p][q]) < 1e-300:
                    continue
                theta = 0.5 * math.atan2(2 * a[p][q], a[p][p] - a[q][q])
                c, s = math.cos(theta), math.sin(theta)
                for k in range(n):
                    a[k][p], a[k][q] = c * a[k][p] + s * a[k][q], c * a[k][q] - s * a[k][p]
                for k in range(n):
                    a[p][k], a[q][k] = c * a[p][k] + s * a[q][k], c * a[q][k] - s * a[p][k]
    return [a[i][i] for i in range(n)]


def classify(grad, hess, tol=1e-6):
    if math.sqrt(sum(float(g) ** 2 for g in grad)) > tol:
        return "not-critical"
    lam = eigenvalues(hess)
    if min(lam) < -tol and max(lam) > tol:
        return "saddle"
    return "minimum" if min(lam) > tol else "maximum" if max(lam) < -tol else "degenerate"
