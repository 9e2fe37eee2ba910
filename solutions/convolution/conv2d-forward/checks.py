"""Hidden checks of conv_forward."""

import numpy as np

from quizprep.grading.checking import close, unchanged


def draw(rng, x_shape, w_shape):
    """Random x, w and b; the bias is of the size of a typical response, so that it can't hide."""
    return rng.normal(size=x_shape), rng.normal(size=w_shape), rng.normal(scale=4.0, size=w_shape[0])


def agree(solution, reference, arrays, stride, pad):
    """The submission's out is the reference's; the cache is its own affair."""
    out, _cache = solution.conv_forward(*arrays, {"stride": stride, "pad": pad})
    want, _ = reference.conv_forward(*arrays, {"stride": stride, "pad": pad})
    (_, _, h, width), (_, _, hh, ww) = arrays[0].shape, arrays[1].shape
    close(out, want, dtype=np.float64, what=f"{h}×{width} input, {hh}×{ww} kernel, {stride=}, {pad=}")


def test_plain(solution, reference, rng):
    agree(solution, reference, draw(rng, (2, 3, 7, 9), (4, 3, 3, 2)), 1, 0)
    agree(solution, reference, draw(rng, (3, 2, 8, 6), (5, 2, 2, 4)), 1, 0)


def test_padding(solution, reference, rng):
    agree(solution, reference, draw(rng, (2, 3, 6, 5), (4, 3, 3, 4)), 1, 1)
    agree(solution, reference, draw(rng, (3, 2, 4, 7), (2, 2, 5, 3)), 1, 3)
    agree(solution, reference, draw(rng, (2, 3, 7, 6), (4, 3, 5, 4)), 2, 2)


def test_stride(solution, reference, rng):
    agree(solution, reference, draw(rng, (2, 3, 9, 12), (4, 3, 3, 2)), 2, 0)
    agree(solution, reference, draw(rng, (3, 2, 8, 10), (5, 2, 2, 4)), 3, 0)


def test_remainder(solution, reference, rng):
    agree(solution, reference, draw(rng, (2, 3, 10, 13), (4, 3, 3, 4)), 2, 0)  # 1 row, 1 column left
    agree(solution, reference, draw(rng, (3, 2, 9, 13), (2, 2, 4, 2)), 3, 0)  # 2 rows, 2 columns left
    agree(solution, reference, draw(rng, (2, 4, 8, 10), (3, 4, 3, 2)), 3, 1)  # 1 row, 1 column left
    agree(solution, reference, draw(rng, (2, 3, 7, 5), (4, 3, 2, 3)), 2, 1)  # 1 row left


def test_bias(solution, reference, rng):
    x, w, b = draw(rng, (2, 3, 5, 7), (4, 3, 2, 4))  # W_out equals F: any axis takes b
    agree(solution, reference, (x, w, b + 3.0), 1, 0)
    agree(solution, reference, (x, 0.01 * w, b - 2.0), 2, 1)


def test_kernel_extremes(solution, reference, rng):
    agree(solution, reference, draw(rng, (2, 5, 4, 3), (6, 5, 1, 1)), 1, 0)
    agree(solution, reference, draw(rng, (3, 2, 6, 5), (4, 2, 1, 1)), 2, 1)
    agree(solution, reference, draw(rng, (2, 3, 4, 5), (4, 3, 4, 5)), 1, 0)
    agree(solution, reference, draw(rng, (2, 3, 3, 2), (5, 3, 7, 6)), 2, 2)


def test_input_unchanged(solution, reference, rng):
    arrays = draw(rng, (2, 3, 6, 7), (4, 3, 3, 2))
    agree(solution, reference, arrays, 2, 1)
    unchanged(solution)
    agree(solution, reference, arrays, 1, 0)
    unchanged(solution)
