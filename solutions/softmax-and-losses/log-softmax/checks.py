"""Hidden checks of log_softmax."""

import numpy as np

from quizprep.grading.checking import close, close_each, unchanged


def test_values(solution, reference, rng):
    for shape in ((4, 7), (9,), (3, 2, 5)):
        x = rng.normal(scale=2.0, size=shape)
        close(solution.log_softmax(x), reference.log_softmax(x), what=f"x of shape {shape}")
    x = rng.normal(size=(2, 5))
    x[[0, 1], [3, 0]] += 15.0  # their log p is about -1e-6: 1e-9 in the logarithm is a thousandth of it, rounding 1e-9 of it
    close_each(solution.log_softmax(x), reference.log_softmax(x), tol=1e-6, what="one class of each row 15 ahead")


def test_axis(solution, reference, rng):
    x = rng.normal(scale=2.0, size=(3, 5, 4))
    for axis in (1, 0, -2):
        close(solution.log_softmax(x, axis=axis), reference.log_softmax(x, axis=axis), what=f"axis={axis}")


def test_large_scores(solution, reference, rng):
    x = rng.normal(scale=3.0, size=(3, 6))
    for shift in (1000.0, -1000.0, 10000.0):
        close(solution.log_softmax(x + shift), reference.log_softmax(x), tol=1e-9, what=f"scores shifted by {shift:g}")


def test_tiny_probabilities(solution, reference, rng):
    for gap in (60.0, 900.0, 8000.0):  # exp(-60) is a float64, exp(-900) is not
        x = rng.normal(size=(4, 6))
        x[[0, 1, 2, 3], [2, 0, 5, 1]] -= gap
        close(solution.log_softmax(x), reference.log_softmax(x), what=f"one class of each row {gap:g} behind")


def test_rows_far_apart(solution, reference, rng):
    x = rng.normal(size=(3, 5))
    far = x + np.array([[0.0], [3000.0], [-3000.0]])
    close(solution.log_softmax(far), reference.log_softmax(x), tol=1e-9)


def test_input_unchanged(solution, reference, rng):
    x = rng.normal(size=(4, 3))
    close(solution.log_softmax(x), reference.log_softmax(x))
    unchanged(solution)
