"""Hidden checks of softmax."""

import numpy as np

from quizprep.grading.checking import close, close_each, unchanged


def test_values(solution, reference, rng):
    x = rng.normal(scale=2.0, size=(4, 7))
    close(solution.softmax(x), reference.softmax(x))


def test_axis(solution, reference, rng):
    x = rng.normal(scale=2.0, size=(3, 5, 4))
    close(solution.softmax(x, axis=1), reference.softmax(x, axis=1), what="axis=1")
    close(solution.softmax(x, axis=0), reference.softmax(x, axis=0), what="axis=0")


def test_large_scores(solution, reference, rng):
    x = rng.normal(scale=3.0, size=(3, 6))
    close_each(solution.softmax(x + 1000.0), reference.softmax(x), tol=1e-9)
    close_each(solution.softmax(x - 1000.0), reference.softmax(x), tol=1e-9)


def test_rows_far_apart(solution, reference, rng):
    x = rng.normal(size=(3, 5))
    far = x + np.array([[0.0], [2000.0], [-2000.0]])
    close(solution.softmax(far), reference.softmax(x), tol=1e-9)


def test_input_unchanged(solution, reference, rng):
    x = rng.normal(size=(4, 3))
    close(solution.softmax(x), reference.softmax(x))
    unchanged(solution)
