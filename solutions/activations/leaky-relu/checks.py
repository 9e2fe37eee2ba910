"""Hidden checks of leaky_relu."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def forward(solution, x, *slope):
    """out and cache of the submission, the answer's form looked at."""
    answer = solution.leaky_relu_forward(x, *slope)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "leaky_relu_forward must return a pair (out, cache)")
    return answer[0], answer[1]


def same(solution, reference, x, slope, dout=None):
    """out, and dx where dout is given."""
    out, cache = forward(solution, x, *slope)
    want, wanted = reference.leaky_relu_forward(x, *slope)
    close(out, want, what=f"out, slope {slope[0] if slope else 'not given'}")
    if dout is not None:
        dx = solution.leaky_relu_backward(dout, cache)
        close(dx, reference.leaky_relu_backward(dout, wanted), what=f"dx, slope {slope[0] if slope else 'not given'}")


def test_default_slope(solution, reference, rng):
    for shape in ((4, 7), (2, 3, 5)):
        same(solution, reference, rng.normal(scale=5.0, size=shape), ())
    same(solution, reference, np.array([-1.5, 0.0, 2.5, -300.0]), ())


def test_slope(solution, reference, rng):
    for slope in (0.2, 0.05, 0.7):
        same(solution, reference, rng.normal(scale=3.0, size=(3, 5)), (slope,))
    x = rng.normal(scale=3.0, size=(6,))
    want, _ = reference.leaky_relu_forward(x, 0.3)
    close(solution.leaky_relu_forward(x, slope=0.3)[0], want, what="out, slope=0.3 passed by name")


def test_unusual_slopes(solution, reference, rng):
    for slope in (1.7, 0.0, -0.5):
        x, dout = rng.normal(scale=3.0, size=(4, 5)), rng.normal(size=(4, 5))
        same(solution, reference, x, (slope,), dout)


def test_backward(solution, reference, rng):
    for shape in ((5, 4), (2, 3, 4), (8,)):
        x, dout = rng.normal(scale=3.0, size=shape), rng.normal(scale=2.0, size=shape)
        same(solution, reference, x, (0.15,), dout)
        same(solution, reference, x, (), dout)


def test_backward_at_zero(solution, reference, rng):
    x, dout = rng.normal(size=(3, 4)), rng.uniform(0.5, 2.0, size=(3, 4)) * np.array([1.0, -1.0, 1.0, -1.0])
    x[[0, 1, 2, 2], [1, 3, 0, 2]] = 0.0
    _, cache = forward(solution, x, 0.3)
    want = reference.leaky_relu_backward(dout, (x, 0.3))
    close(solution.leaky_relu_backward(dout, cache), want, what="dx, some x being exactly 0 (the slope applies there)")


def test_two_layers(solution, reference, rng):
    xs = [rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), rng.normal(size=(2, 5))]
    slopes = [0.1, 0.4, 0.25]
    caches = [forward(solution, x, slope)[1] for x, slope in zip(xs, slopes)]
    for i in (2, 0, 1):
        dout = rng.normal(size=xs[i].shape)
        want = reference.leaky_relu_backward(dout, (xs[i], slopes[i]))
        what = f"dx of layer {i + 1}, three layers having gone forward first"
        close(solution.leaky_relu_backward(dout, caches[i]), want, what=what)


def test_inputs_unchanged(solution, reference, rng):
    x, dout = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    out, cache = forward(solution, x, 0.2)
    unchanged(solution)
    close(out, reference.leaky_relu_forward(x, 0.2)[0], what="out")
    dx = solution.leaky_relu_backward(dout, cache)
    unchanged(solution, 0)
    close(dx, reference.leaky_relu_backward(dout, (x, 0.2)), what="dx")
