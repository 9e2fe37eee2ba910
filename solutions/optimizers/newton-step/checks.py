"""Hidden checks of newton_step."""

import numpy as np

from quizprep.grading.checking import close, unchanged


def hessian(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues, rotated at random."""
    n = len(eigenvalues)
    q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    h = q @ np.diag(eigenvalues) @ q.T
    return (h + h.T) / 2


def test_quadratic(solution, reference, rng):
    hess = hessian(rng, rng.uniform(0.5, 6.0, size=5))
    x, minimum = rng.normal(size=(2, 5))
    grad = hess @ (x - minimum)
    close(solution.newton_step(x, grad, hess), minimum, what="the minimum of a quadratic, reached in one step")


def test_values(solution, reference, rng):
    for n in (1, 4, 7):
        hess = hessian(rng, rng.uniform(0.5, 6.0, size=n))
        x, grad = rng.normal(size=n), rng.normal(scale=2.0, size=n)
        close(solution.newton_step(x, grad, hess), reference.newton_step(x, grad, hess), what=f"n = {n}")


def test_damping(solution, reference, rng):
    hess = hessian(rng, rng.uniform(0.5, 4.0, size=5))
    x, grad = rng.normal(size=(2, 5))
    for damping in (0.7, 30.0):
        got = solution.newton_step(x, grad, hess, damping)
        close(got, reference.newton_step(x, grad, hess, damping), what=f"damping {damping}")
    got = solution.newton_step(x, grad, hess, damping=2)
    close(got, reference.newton_step(x, grad, hess, damping=2), what="damping=2")


def test_singular_with_damping(solution, reference, rng):
    hess = hessian(rng, np.array([0.0, 0.0, 1.5, 4.0]))
    x, grad = rng.normal(size=(2, 4))
    got = solution.newton_step(x, grad, hess, damping=0.5)
    close(got, reference.newton_step(x, grad, hess, damping=0.5), what="a Hessian of rank 2 of 4, damping=0.5")


def test_indefinite(solution, reference, rng):
    eigenvalues = np.array([-3.0, -0.8, 0.6, 2.0, 5.0]) * rng.uniform(0.9, 1.1, size=5)
    hess, (x, saddle) = hessian(rng, eigenvalues), rng.normal(size=(2, 5))
    grad = hess @ (x - saddle)
    close(solution.newton_step(x, grad, hess), saddle, what="the saddle of an indefinite quadratic")
    got = solution.newton_step(x, grad, hess, 0.2)
    close(got, reference.newton_step(x, grad, hess, 0.2), what="an indefinite Hessian, damping 0.2")


def test_inputs_unchanged(solution, reference, rng):
    hess, (x, grad) = hessian(rng, rng.uniform(0.5, 4.0, size=3)), rng.normal(size=(2, 3))
    want = reference.newton_step(x, grad, hess, 0.4)
    got = solution.newton_step(x, grad, hess, 0.4)
    unchanged(solution)
    close(got, want)
