"""Hidden checks of conv_backward."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

NAMES = ("dx", "dw", "db")


def draw(rng, x_shape, w_shape, stride, pad):
    """A dout and a cache, as conv_forward would leave it."""
    h, width = (1 + (x_shape[a] + 2 * pad - w_shape[a]) // stride for a in (2, 3))
    x, w, b = rng.normal(size=x_shape), rng.normal(size=w_shape), rng.normal(size=w_shape[0])
    return rng.normal(size=(x_shape[0], w_shape[0], h, width)), (x, w, b, {"stride": stride, "pad": pad})


def agree(solution, reference, rng, x_shape, w_shape, stride, pad, names=NAMES):
    """The gradients in `names` are the reference's."""
    dout, cache = draw(rng, x_shape, w_shape, stride, pad)
    want = dict(zip(NAMES, reference.conv_backward(dout, cache)))
    got = solution.conv_backward(dout, cache)
    triple = isinstance(got, (tuple, list)) and len(got) == 3
    require(triple, "conv_backward must return three arrays (dx, dw, db)")
    where = f"{x_shape[2]}×{x_shape[3]} input, {w_shape[2]}×{w_shape[3]} kernel, {stride=}, {pad=}"
    for name, part in zip(NAMES, got):
        if name in names:
            close(part, want[name], dtype=np.float64, what=f"{name}, {where}")


def test_dx(solution, reference, rng):
    agree(solution, reference, rng, (2, 3, 6, 7), (4, 3, 3, 2), 1, 1, ["dx"])
    agree(solution, reference, rng, (3, 2, 7, 5), (5, 2, 2, 4), 1, 2, ["dx"])


def test_dw(solution, reference, rng):
    agree(solution, reference, rng, (2, 3, 6, 7), (4, 3, 3, 2), 1, 1, ["dw"])
    agree(solution, reference, rng, (3, 2, 7, 5), (5, 2, 2, 4), 1, 2, ["dw"])


def test_db(solution, reference, rng):
    agree(solution, reference, rng, (2, 3, 6, 7), (4, 3, 3, 2), 1, 1, ["db"])
    agree(solution, reference, rng, (3, 2, 5, 6), (4, 2, 2, 3), 1, 0, ["db"])  # W_out equals F


def test_no_padding(solution, reference, rng):
    agree(solution, reference, rng, (2, 3, 7, 9), (4, 3, 3, 2), 1, 0)
    agree(solution, reference, rng, (3, 2, 8, 10), (5, 2, 2, 4), 2, 0)


def test_stride(solution, reference, rng):
    agree(solution, reference, rng, (2, 3, 7, 10), (4, 3, 3, 4), 2, 1)  # windows overlap
    agree(solution, reference, rng, (3, 2, 7, 5), (5, 2, 2, 3), 3, 2)  # with gaps in the height


def test_remainder(solution, reference, rng):
    agree(solution, reference, rng, (2, 3, 10, 13), (4, 3, 3, 4), 2, 0)  # 1 row, 1 column left
    agree(solution, reference, rng, (3, 2, 9, 13), (2, 2, 4, 2), 3, 0)  # 2 rows, 2 columns left
    agree(solution, reference, rng, (2, 4, 8, 10), (3, 4, 3, 2), 3, 1)  # 1 row, 1 column left


def test_kernel_extremes(solution, reference, rng):
    agree(solution, reference, rng, (2, 5, 4, 3), (6, 5, 1, 1), 1, 0)
    agree(solution, reference, rng, (3, 2, 6, 5), (4, 2, 1, 1), 2, 1)
    agree(solution, reference, rng, (2, 3, 4, 5), (4, 3, 4, 5), 1, 0)
    agree(solution, reference, rng, (2, 3, 3, 2), (5, 3, 7, 6), 2, 2)


def test_inputs_unchanged(solution, reference, rng):
    for stride, pad in ((2, 1), (1, 0)):
        agree(solution, reference, rng, (2, 3, 6, 7), (4, 3, 3, 2), stride, pad)
        unchanged(solution)
