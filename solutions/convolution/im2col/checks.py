"""Hidden checks of im2col and col2im."""

import numpy as np

from quizprep.grading.checking import close, unchanged


def columns(solution, reference, rng, x_shape, kernel, *rest, **named):
    """im2col agrees."""
    x = rng.normal(size=x_shape)
    want = reference.im2col(x, kernel, *rest, **named)
    shown = ", ".join(map(str, (kernel, *rest, *(f"{k}={v}" for k, v in named.items()))))
    close(solution.im2col(x, kernel, *rest, **named), want, dtype=np.float64, what=f"im2col(x of {x_shape}, {shown})")


def image(solution, reference, rng, x_shape, kernel, *rest, **named):
    """col2im agrees, on columns that no im2col has made."""
    cols = rng.normal(size=reference.im2col(np.zeros(x_shape), kernel, *rest, **named).shape)
    want = reference.col2im(cols, x_shape, kernel, *rest, **named)
    shown = ", ".join(map(str, (x_shape, kernel, *rest, *(f"{k}={v}" for k, v in named.items()))))
    got = solution.col2im(cols, x_shape, kernel, *rest, **named)
    close(got, want, dtype=np.float64, what=f"col2im(cols, {shown})")


def test_columns(solution, reference, rng):
    columns(solution, reference, rng, (2, 3, 6, 8), (3, 2))
    columns(solution, reference, rng, (3, 2, 5, 7), (2, 4))


def test_columns_padded(solution, reference, rng):
    columns(solution, reference, rng, (2, 3, 5, 4), (3, 2), pad=1)
    columns(solution, reference, rng, (3, 2, 4, 6), (5, 3), 1, 3)


def test_columns_strided(solution, reference, rng):
    columns(solution, reference, rng, (2, 3, 7, 10), (3, 4), 2)
    columns(solution, reference, rng, (3, 2, 8, 9), (2, 3), stride=3, pad=1)  # 2 rows, 2 columns left
    columns(solution, reference, rng, (2, 4, 5, 3), (5, 3), 2)  # as large as the image


def test_overlaps_add_up(solution, reference, rng):
    image(solution, reference, rng, (2, 3, 6, 8), (3, 2))
    image(solution, reference, rng, (3, 2, 5, 7), (2, 4))


def test_image_padded(solution, reference, rng):
    image(solution, reference, rng, (2, 3, 5, 4), (3, 2), pad=1)
    image(solution, reference, rng, (3, 2, 4, 6), (5, 3), 1, 3)


def test_image_strided(solution, reference, rng):
    image(solution, reference, rng, (2, 3, 7, 10), (3, 4), 2)
    image(solution, reference, rng, (3, 2, 6, 8), (2, 2), stride=2)  # side by side
    image(solution, reference, rng, (2, 3, 8, 11), (2, 3), 4)  # with gaps


def test_remainder(solution, reference, rng):
    image(solution, reference, rng, (3, 2, 8, 12), (3, 4), 2)  # 1 row left
    image(solution, reference, rng, (2, 3, 8, 9), (2, 3), stride=3, pad=1)  # 2 rows, 2 columns left
    columns(solution, reference, rng, (2, 3, 10, 13), (3, 4), 2)  # 1 row, 1 column left


def test_inputs_unchanged(solution, reference, rng):
    for pad in (0, 1):
        columns(solution, reference, rng, (2, 3, 6, 5), (3, 2), 1, pad)
        unchanged(solution)
        image(solution, reference, rng, (2, 3, 6, 5), (3, 2), 1, pad)
        unchanged(solution)
