"""Hidden checks of conv_output_shape."""

import numpy as np

from quizprep.grading.checking import close, raises, require


def agree(solution, reference, *args, **kwargs):
    """The submission's answer is the reference's, as whole numbers."""
    shown = ", ".join([repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()])
    got = solution.conv_output_shape(*args, **kwargs)
    close(got, reference.conv_output_shape(*args, **kwargs), what=f"conv_output_shape({shown})")
    whole = all(np.asarray(v).dtype.kind in "iu" for v in got)
    require(whole, f"conv_output_shape({shown}): both sizes must be ints, got {got!r}")
    return got


def draw(rng, low, high):
    """A pair of different ints in low … high."""
    first, second = rng.choice(np.arange(low, high + 1), size=2, replace=False)
    return int(first), int(second)


def test_kernel_alone(solution, reference, rng):
    agree(solution, reference, (17, 30), (4, 7))
    agree(solution, reference, draw(rng, 20, 60), draw(rng, 2, 9))


def test_stride_rounds_down(solution, reference, rng):
    # (n - k) mod s runs through every remainder of strides 3 and 4
    for extra in range(12):
        agree(solution, reference, (25 + extra, 40 + extra), (5, 2), (3, 4))
    agree(solution, reference, draw(rng, 30, 60), draw(rng, 2, 7), draw(rng, 2, 6))


def test_padding(solution, reference, rng):
    agree(solution, reference, (13, 20), (4, 7), padding=(1, 3))
    agree(solution, reference, (14, 21), (3, 6), (2, 3), (2, 1))
    agree(solution, reference, (2, 3), (5, 4), padding=(3, 1))  # larger than the unpadded input
    agree(solution, reference, draw(rng, 20, 60), draw(rng, 2, 7), draw(rng, 2, 4), draw(rng, 1, 5))


def test_dilation(solution, reference, rng):
    agree(solution, reference, (23, 31), (3, 4), dilation=(2, 3))
    agree(solution, reference, (24, 33), (4, 3), (2, 3), (0, 1), (3, 4))
    agree(solution, reference, (11, 12), (1, 2), dilation=(5, 4))
    size, kernel, stride = draw(rng, 40, 60), draw(rng, 2, 7), draw(rng, 2, 4)
    agree(solution, reference, size, kernel, stride, draw(rng, 1, 5), draw(rng, 2, 5))


def test_ints_and_pairs(solution, reference, rng):
    got = agree(solution, reference, 29, 4, 3, 2, 3)
    form = isinstance(got, tuple) and all(type(v) is int for v in got)
    require(form, "conv_output_shape(29, 4, 3, 2, 3): a tuple of two Python ints must come back", got)
    one = (41, 5, 3, 2, 4)
    two = (draw(rng, 42, 70), draw(rng, 2, 6), draw(rng, 2, 5), draw(rng, 1, 6), draw(rng, 2, 5))
    for i in range(5):
        agree(solution, reference, *[two[j] if j == i else one[j] for j in range(5)])
        agree(solution, reference, *[one[j] if j == i else two[j] for j in range(5)])


def test_window_just_fits(solution, reference, rng):
    agree(solution, reference, (6, 9), (6, 9))
    agree(solution, reference, (5, 8), (7, 12), 3, (1, 2))
    agree(solution, reference, (7, 6), (5, 3), (1, 4), (1, 0), 2)  # 9 in 9, 5 in 6
    agree(solution, reference, (12, 9), (3, 5), (4, 1), (0, 2), (5, 3))  # 11 in 12, 13 in 13


def test_window_too_large(solution, reference, rng):
    f = solution.conv_output_shape
    raises(f, ValueError, (6, 5), (7, 8))
    raises(f, ValueError, (6, 20), (7, 3))
    raises(f, ValueError, (20, 6), (3, 7))
    raises(f, ValueError, (9, 8), (3, 13), 2, 2)  # 13 in 12
    raises(f, ValueError, (6, 8), (9, 3), 3, 1)  # 9 in 8
    raises(f, ValueError, (5, 20), (3, 4), 1, 0, 3)  # 7 in 5
    raises(f, ValueError, (20, 10), (4, 4), 3, 1, 4)  # 13 in 12
    agree(solution, reference, (9, 8), (3, 12), 2, 2)


def test_all_arguments(solution, reference, rng):
    for _ in range(25):
        size, kernel, dilation = draw(rng, 30, 120), draw(rng, 1, 7), draw(rng, 1, 4)
        agree(solution, reference, size, kernel, draw(rng, 1, 6), draw(rng, 0, 7), dilation)
