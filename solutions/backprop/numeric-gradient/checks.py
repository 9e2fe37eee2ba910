"""Hidden checks of numeric_gradient. In every function w stands for 1, 2, 3, … in the shape of x."""

import numpy as np

from quizprep.grading.checking import Function, close, unchanged

CUBES = "(w * x**3).sum()"
SMOOTH = "np.sin(w * x).sum() + (x**2 / w).sum()"
CROSS = "np.prod(2 + w * x)"
FAST = "(w * np.sin(1000 * x)).sum()"


def function(body, shape):
    """A function with the given body, of an x of that shape and no other."""
    w = f"np.arange(1.0, {np.prod(shape) + 1}).reshape{shape}"
    return Function(f"lambda x: (lambda w: float({body}))({w})")


def agree(solution, reference, body, x, *h, what=""):
    """The gradient of `body` at x is the reference's."""
    f = function(body, x.shape)
    got = solution.numeric_gradient(f, x, *h)
    unchanged(solution, 1)
    want = reference.numeric_gradient(f, x, *h)
    close(got, want, dtype=np.float64, what=f"gradient of f(x) = {body}, w = 1, 2, 3, …, x of shape {x.shape}{what}")


def test_vector(solution, reference, rng):
    for n in (5, 1):
        agree(solution, reference, SMOOTH, rng.normal(size=n))


def test_any_shape(solution, reference, rng):
    for shape in ((3, 4), (2, 3, 5), (4, 1)):
        agree(solution, reference, SMOOTH, rng.normal(size=shape))


def test_centred_with_large_step(solution, reference, rng):
    for h in (0.1, 0.03):
        x = rng.uniform(0.5, 2.0, size=(3, 2)) * rng.choice([-1.0, 1.0], size=(3, 2))
        agree(solution, reference, CUBES, x, h, what=f", h={h}")


def test_default_step(solution, reference, rng):
    agree(solution, reference, FAST, rng.uniform(0.1, 0.9, size=4), what=", h left out")


def test_entries_that_interact(solution, reference, rng):
    agree(solution, reference, CROSS, rng.uniform(-0.6, 0.6, size=(2, 3)), 0.05, what=", h=0.05")


def test_zero_entries(solution, reference, rng):
    x = rng.normal(size=(3, 4))
    x[[0, 1, 2, 2], [1, 3, 0, 2]] = 0.0
    agree(solution, reference, SMOOTH, x, what=", some entries being 0")


def test_integer_input(solution, reference, rng):
    x = rng.integers(-3, 4, size=(3, 4))
    agree(solution, reference, SMOOTH, x, what=", x of integers")


def test_x_restored(solution, reference, rng):
    agree(solution, reference, SMOOTH, rng.normal(scale=3.0, size=(5, 8)), 0.003)
