"""Hidden checks of binarize."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def filters(rng, *shape):
    """Filters of different scales and offsets, no weight near 0."""
    each = (shape[0],) + (1,) * (len(shape) - 1)
    w = rng.normal(size=shape) * rng.uniform(0.2, 2.0, size=each) + rng.normal(scale=0.3, size=each)
    return w + 0.01 * np.where(w >= 0, 1.0, -1.0)


def ask(solution, w):
    """(alpha, b), their form looked at."""
    answer = solution.binarize(w)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "binarize must return a pair (alpha, b)")
    return answer[0], answer[1]


def test_alpha(solution, reference, rng):
    for shape in [(5, 3, 4, 2), (2, 6, 3, 3), (7, 1, 5, 5)]:
        w = filters(rng, *shape)
        alpha, want = ask(solution, w)[0], reference.binarize(w)[0]
        close(alpha, want, dtype=np.float64, what=f"alpha, w of shape {shape}")


def test_signs(solution, reference, rng):
    for shape in [(5, 3, 4, 2), (6, 9)]:
        w = filters(rng, *shape)
        close(ask(solution, w)[1], reference.binarize(w)[1], what=f"b, w of shape {shape}")
        tiny = 1e-8 * w
        close(ask(solution, tiny)[1], reference.binarize(tiny)[1], what=f"b, weights of size 1e-8, shape {shape}")


def test_zero_weights(solution, reference, rng):
    w = filters(rng, 4, 2, 3, 3)
    w[rng.random(w.shape) < 0.3] = 0.0
    w[1, 0, 2, 0], w[3, 1, 0, 1] = 0.0, -0.0
    w[2] = 0.0
    (alpha, b), want = ask(solution, w), reference.binarize(w)
    close(b, want[1], what="b, some weights being 0")
    close(alpha, want[0], what="alpha, some weights being 0, filter 2 all zeros")


def test_linear_layer(solution, reference, rng):
    for shape in [(3, 8), (9, 4), (1, 5)]:
        w = filters(rng, *shape)
        (alpha, b), want = ask(solution, w), reference.binarize(w)
        close(alpha, want[0], what=f"alpha, w of shape {shape}")
        close(b, want[1], what=f"b, w of shape {shape}")


def test_input_unchanged(solution, reference, rng):
    w = filters(rng, 3, 2, 4)
    got, want = ask(solution, w), reference.binarize(w)
    unchanged(solution, 0)
    close(got, want, what="(alpha, b)")
