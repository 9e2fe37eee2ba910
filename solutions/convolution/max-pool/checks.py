"""Hidden checks of max_pool_forward and max_pool_backward."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def param(height, width, stride):
    """A pool_param."""
    return {"pool_height": height, "pool_width": width, "stride": stride}


def forward(solution, x, pool_param):
    """The submission's out and cache."""
    answer = solution.max_pool_forward(x, pool_param)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "max_pool_forward must return a pair (out, cache)")
    return answer


def text(x, p):
    """The layer in words."""
    return f"{x.shape[2]}×{x.shape[3]} input, {p['pool_height']}×{p['pool_width']} window, stride {p['stride']}"


def out_agrees(solution, reference, x, p):
    """The forward pass is the reference's."""
    close(forward(solution, x, p)[0], reference.max_pool_forward(x, p)[0], dtype=np.float64, what=f"out, {text(x, p)}")


def dx_agrees(solution, reference, rng, x, p):
    """The backward pass is the reference's, out not looked at."""
    want, kept = reference.max_pool_forward(x, p)
    dout = rng.normal(size=want.shape)
    _, cache = forward(solution, x, p)
    got = solution.max_pool_backward(dout, cache)
    close(got, reference.max_pool_backward(dout, kept), dtype=np.float64, what=f"dx, {text(x, p)}")


def test_forward(solution, reference, rng):
    out_agrees(solution, reference, rng.normal(size=(2, 3, 6, 8)), param(3, 2, 1))
    out_agrees(solution, reference, rng.normal(size=(3, 2, 8, 9)), param(2, 3, 3))  # stride as wide as the window


def test_forward_stride(solution, reference, rng):
    out_agrees(solution, reference, rng.normal(size=(2, 3, 9, 12)), param(3, 4, 2))
    out_agrees(solution, reference, rng.normal(size=(3, 2, 10, 11)), param(2, 3, 4))


def test_negative_input(solution, reference, rng):
    for p in (param(2, 3, 2), param(3, 2, 1)):
        out_agrees(solution, reference, -rng.uniform(1.0, 9.0, size=(2, 3, 6, 9)), p)


def test_backward(solution, reference, rng):
    dx_agrees(solution, reference, rng, rng.normal(size=(2, 3, 6, 8)), param(2, 2, 2))
    dx_agrees(solution, reference, rng, rng.normal(size=(3, 2, 5, 9)), param(2, 3, 3))


def test_backward_overlap(solution, reference, rng):
    dx_agrees(solution, reference, rng, rng.normal(size=(2, 3, 6, 7)), param(3, 2, 1))
    dx_agrees(solution, reference, rng, rng.normal(size=(3, 2, 9, 10)), param(3, 4, 2))


def test_remainder(solution, reference, rng):
    for shape, p in [((2, 3, 10, 13), param(3, 4, 2)), ((3, 2, 9, 11), param(2, 3, 3)), ((2, 4, 5, 8), param(2, 3, 4))]:
        x = rng.normal(size=shape)
        out_agrees(solution, reference, x, p)
        dx_agrees(solution, reference, rng, x, p)


def test_ties(solution, reference, rng):
    for p in (param(2, 3, 3), param(3, 2, 1)):
        dx_agrees(solution, reference, rng, rng.integers(-1, 2, size=(2, 3, 6, 9)).astype(float), p)


def test_two_layers(solution, reference, rng):
    xs, p = rng.normal(size=(2, 2, 3, 6, 7)), param(3, 2, 2)
    caches = [forward(solution, x, p)[1] for x in xs]
    for x, cache, what in zip(xs, caches, ("first", "second")):
        want, kept = reference.max_pool_forward(x, p)
        dout = rng.normal(size=want.shape)
        got = solution.max_pool_backward(dout, cache)
        close(got, reference.max_pool_backward(dout, kept), what=f"dx of the {what} of two forward calls")


def test_inputs_unchanged(solution, reference, rng):
    for p in (param(2, 3, 1), param(2, 2, 2)):
        x = rng.normal(size=(2, 3, 6, 8))
        want, kept = reference.max_pool_forward(x, p)
        out, cache = forward(solution, x, p)
        unchanged(solution)
        close(out, want, what="out")
        dout = rng.normal(size=want.shape)
        dx = solution.max_pool_backward(dout, cache)
        unchanged(solution, 0)
        close(dx, reference.max_pool_backward(dout, kept), what="dx")
