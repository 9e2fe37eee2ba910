"""Hidden checks of softmax."""

import numpy as np

from quizprep.grading.checking import close, close_each, unchanged


def test_values(solution, reference, rng):
    for shape in ((4, 7), (9,), (3, 2, 5)):
        x = rng.normal(scale=2.0, size=shape)
        close(solution.softmax(x), reference.softmax(x), what=f"x of shape {shape}")


def test_axis(solution, reference, rng):
    x = rng.normal(scale=2.0, size=(3, 5, 4))
    for axis in (1, 0, -2, -3):
        close(solution.softmax(x, axis=axis), reference.softmax(x, axis=axis), what=f"axis={axis}")


def test_large_scores(solution, reference, rng):
    x = rng.normal(scale=3.0, size=(3, 6))
    close_each(solution.softmax(x + 1000.0), reference.softmax(x), tol=1e-9)
    close_each(solution.softmax(x - 1000.0), reference.softmax(x), tol=1e-9)
    x[1, 2] += 2000.0  # 1600 above its row's mean, 1000 above the middle of its largest and its smallest
    close(solution.softmax(x), reference.softmax(x), what="one score 2000 above the others of its row")


def test_rows_far_apart(solution, reference, rng):
    x = rng.normal(size=(3, 5))
    far = x + np.array([[0.0], [2000.0], [-2000.0]])
    close(solution.softmax(far), reference.softmax(x), tol=1e-9)


def test_input_unchanged(solution, reference, rng):
    x = rng.normal(size=(4, 3))
    close(solution.softmax(x), reference.softmax(x))
    unchanged(solution)
