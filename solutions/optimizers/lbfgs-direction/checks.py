"""Hidden checks of two_loop."""

import numpy as np

from quizprep.grading.checking import close, unchanged


def pairs(rng, n, m):
    """m steps and changes of the gradient on a curved, nearly quadratic loss; y.s > 0."""
    q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    hess = q @ np.diag(rng.uniform(0.5, 5.0, size=n)) @ q.T
    s_list, y_list = [], []
    for _ in range(m):
        s = rng.normal(size=n)
        s_list.append(s)
        y_list.append(hess @ s + rng.uniform(0.1, 1.0, size=n) * s)
    return s_list, y_list


def test_direction(solution, reference, rng):
    s_list, y_list = pairs(rng, 6, 3)
    grad = rng.normal(size=6)
    close(solution.two_loop(grad, s_list, y_list), reference.two_loop(grad, s_list, y_list), what="n = 6, 3 pairs")
    s_list, y_list = pairs(rng, 15, 12)
    grad = rng.normal(size=15)
    close(solution.two_loop(grad, s_list, y_list), reference.two_loop(grad, s_list, y_list), what="n = 15, 12 pairs")
    tiny = [[1e-7 * v for v in vectors] for vectors in pairs(rng, 4, 3)]
    grad = 1e-7 * rng.normal(size=4)
    close(solution.two_loop(grad, *tiny), reference.two_loop(grad, *tiny), what="n = 4, 3 pairs, all numbers about 1e-7")


def test_one_pair(solution, reference, rng):
    s_list, y_list = pairs(rng, 5, 1)
    grad = rng.normal(size=5)
    close(solution.two_loop(grad, s_list, y_list), reference.two_loop(grad, s_list, y_list), what="n = 5, 1 pair")


def test_no_pairs(solution, reference, rng):
    grad = rng.normal(size=4)
    close(solution.two_loop(grad, [], []), -grad, what="the direction with empty lists")
    unchanged(solution)


def test_dense_bfgs(solution, reference, rng):
    for n, m in ((5, 2), (3, 5)):
        s_list, y_list = pairs(rng, n, m)
        grad = rng.normal(size=n)
        h = np.eye(n) * (s_list[-1] @ y_list[-1]) / (y_list[-1] @ y_list[-1])
        for s, y in zip(s_list, y_list, strict=True):
            left = np.eye(n) - np.outer(s, y) / (y @ s)
            h = left @ h @ left.T + np.outer(s, s) / (y @ s)
        close(solution.two_loop(grad, s_list, y_list), -h @ grad, what=f"-H grad with the dense H, n = {n}, {m} pairs")


def test_secant_equation(solution, reference, rng):
    s_list, y_list = pairs(rng, 6, 4)
    close(solution.two_loop(y_list[-1].copy(), s_list, y_list), -s_list[-1], what="the direction for grad = newest y")


def test_inputs_unchanged(solution, reference, rng):
    s_list, y_list = pairs(rng, 4, 3)
    grad = rng.normal(size=4)
    want = reference.two_loop(grad, s_list, y_list)
    got = solution.two_loop(grad, s_list, y_list)
    unchanged(solution)
    close(got, want)
