"""Hidden checks of classify."""

import numpy as np

from quizprep.grading.checking import close, unchanged


def hessian(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues, rotated at random."""
    n = len(eigenvalues)
    q, _ = np.linalg.qr(rng.normal(size=(n, n)))
    h = q @ np.diag(np.array(eigenvalues, dtype=float)) @ q.T
    return (h + h.T) / 2


def expect(solution, want, grad, hess, what, **settings):
    """One answer."""
    close(solution.classify(grad, hess, **settings), want, what=what)


def test_minimum_and_maximum(solution, reference, rng):
    for n in (1, 2, 3, 5):
        for sign, want in ((1, "minimum"), (-1, "maximum")):
            hess = hessian(rng, sign * rng.uniform(0.3, 4.0, size=n))
            expect(solution, want, np.zeros(n), hess, f"all {n} eigenvalues {'positive' if sign > 0 else 'negative'}")


def test_saddle(solution, reference, rng):
    for signs in ((-1, 1), (-1, -1, 1), (-1, 1, 1), (-1, -1, 1, 1), (-1, -1, 1, 1, 1), (-1, -1, -1, -1, 1)):
        for scale in (0.05, 3.0):
            sizes = np.where(np.array(signs) > 0, scale, 0.4) * rng.uniform(1, 2, size=len(signs))
            what = f"{signs.count(-1)} negative and {signs.count(1)} positive eigenvalues"
            expect(solution, "saddle", np.zeros(len(signs)), hessian(rng, sizes * signs), what)


def test_saddle_off_the_axes(solution, reference, rng):
    a, b = rng.uniform(1.0, 2.0, size=2)
    c = 2.5 + float(rng.uniform())
    expect(
        solution, "saddle", np.zeros(2), np.array([[a, c], [c, b]]), "a positive diagonal, eigenvalues of both signs"
    )
    expect(
        solution, "saddle", np.zeros(2), np.array([[-a, c], [c, -b]]), "a negative diagonal, eigenvalues of both signs"
    )


def test_degenerate(solution, reference, rng):
    for eigenvalues in ([2.0, 0.7, 0.0], [-2.0, -0.7, 0.0], [3.0, 1e-9], [3.0, -1e-9], [-3.0, -1e-9], [-3.0, 1e-9]):
        what = f"eigenvalues {eigenvalues}"
        expect(solution, "degenerate", np.zeros(len(eigenvalues)), hessian(rng, eigenvalues), what)
    expect(solution, "degenerate", np.zeros(3), np.zeros((3, 3)), "a Hessian of zeros")


def test_saddle_with_a_flat_direction(solution, reference, rng):
    for eigenvalues in ([-1.5, 0.0, 2.0], [-0.3, 0.0, 0.0, 4.0], [-2.0, -1.0, 1e-9, 0.5]):
        what = f"eigenvalues {eigenvalues}"
        expect(solution, "saddle", np.zeros(len(eigenvalues)), hessian(rng, eigenvalues), what)


def test_gradient(solution, reference, rng):
    bowl, saddle = hessian(rng, [1.0, 2.0, 3.0]), hessian(rng, [-1.0, 2.0, 3.0])
    for hess in (bowl, -bowl, saddle, np.zeros((3, 3))):
        expect(solution, "not-critical", np.array([0.0, 0.3, 0.1]), hess, "grad = [0, 0.3, 0.1]")
    expect(solution, "not-critical", np.array([-0.2, 0.0, -0.5]), bowl, "grad = [-0.2, 0, -0.5]")
    expect(solution, "not-critical", np.array([0.4, -0.1, -0.3]), bowl, "grad = [0.4, -0.1, -0.3]")
    many = hessian(rng, rng.uniform(0.5, 2.0, size=16))
    what = "one gradient component of 16 is 0.12, the others 0, tol=0.1"
    expect(solution, "not-critical", 0.12 * np.eye(16)[rng.integers(16)], many, what, tol=0.1)
    what = "16 gradient components of ±0.06: the norm is 0.24, tol=0.1"
    expect(solution, "not-critical", 0.06 * rng.choice([-1.0, 1.0], size=16), many, what, tol=0.1)
    what = "16 gradient components of ±0.015: the norm is 0.06, tol=0.1"
    expect(solution, "minimum", 0.015 * rng.choice([-1.0, 1.0], size=16), many, what, tol=0.1)
    expect(solution, "minimum", np.array([1e-8, -2e-8, 1e-8]), bowl, "grad = [1e-8, -2e-8, 1e-8]")


def test_tolerance(solution, reference, rng):
    zero = np.zeros(3)
    expect(solution, "degenerate", zero, hessian(rng, [0.02, 1.0, 2.0]), "eigenvalues 0.02, 1, 2, tol=0.1", tol=0.1)
    expect(solution, "degenerate", zero, hessian(rng, [-0.02, 1.0, 2.0]), "eigenvalues -0.02, 1, 2, tol=0.1", tol=0.1)
    expect(solution, "degenerate", zero, hessian(rng, [0.02, -1.0, -2.0]), "eigenvalues -2, -1, 0.02, tol=0.1", tol=0.1)
    expect(
        solution, "saddle", zero, hessian(rng, [-0.02, 0.01, 2.0]), "eigenvalues -0.02, 0.01, 2, tol=0.005", tol=0.005
    )
    expect(solution, "minimum", zero, hessian(rng, [1e-4, 1.0, 2.0]), "eigenvalues 0.0001, 1, 2")
    expect(solution, "minimum", zero, hessian(rng, [1e-3, 2e-3, 3e-3]), "eigenvalues 0.001, 0.002, 0.003")
    expect(solution, "minimum", zero, hessian(rng, [0.3, 60.0, 90.0]), "eigenvalues 0.3, 60, 90, tol=0.1", tol=0.1)
    small = hessian(rng, [1e-8, 2e-8, 3e-8])
    expect(solution, "degenerate", zero, small, "eigenvalues 1e-8, 2e-8, 3e-8")
    expect(solution, "minimum", zero, small, "grad = [0, 0, 0], eigenvalues 1e-8, 2e-8, 3e-8, tol=0", tol=0.0)
    expect(solution, "degenerate", zero[:2], hessian(rng, [1e-7, 1e4]), "eigenvalues 1e-7, 10000")
    expect(solution, "saddle", zero, hessian(rng, [-1e-4, 1.0, 2.0]), "eigenvalues -0.0001, 1, 2")
    small = np.array([0.0, 3e-5, 0.0])
    expect(solution, "not-critical", small, hessian(rng, [1.0, 2.0, 3.0]), "grad = [0, 3e-5, 0]")
    expect(solution, "maximum", small, hessian(rng, [-1.0, -2.0, -3.0]), "grad = [0, 3e-5, 0], tol=0.001", tol=0.001)


def test_inputs_unchanged(solution, reference, rng):
    for eigenvalues, want in (([1.0, 0.5, 2.0], "minimum"), ([-1.0, 0.5, 2.0], "saddle")):
        expect(solution, want, np.zeros(3), hessian(rng, eigenvalues), f"eigenvalues {eigenvalues}")
        unchanged(solution)
