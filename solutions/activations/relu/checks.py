"""Hidden checks of relu."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def forward(solution, x):
    """out and cache of the submission, the answer's form looked at."""
    answer = solution.relu_forward(x)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "relu_forward must return a pair (out, cache)")
    return answer[0], answer[1]


def same_dx(solution, reference, x, dout, what):
    """One forward and one backward pass."""
    _, cache = forward(solution, x)
    want = reference.relu_backward(dout, reference.relu_forward(x)[1])
    close(solution.relu_backward(dout, cache), want, what=what)


def test_forward(solution, reference, rng):
    for shape in ((4, 7), (2, 3, 5), (6,)):
        x = rng.normal(scale=5.0, size=shape)
        close(forward(solution, x)[0], reference.relu_forward(x)[0], what=f"out, x of shape {shape}")
    x = np.array([-1.5, 0.0, 2.5, -3.0])
    close(forward(solution, x)[0], reference.relu_forward(x)[0], what="out, x with a 0 in it")
    x = -rng.uniform(0.1, 3.0, size=(3, 2))
    close(forward(solution, x)[0], np.zeros((3, 2)), what="out, every x negative")


def test_backward(solution, reference, rng):
    for shape in ((5, 4), (2, 3, 4), (8,)):
        x, dout = rng.normal(scale=3.0, size=shape), rng.normal(scale=2.0, size=shape)
        same_dx(solution, reference, x, dout, f"dx, x of shape {shape}")


def test_backward_at_zero(solution, reference, rng):
    x, dout = rng.normal(size=(3, 4)), rng.uniform(0.5, 2.0, size=(3, 4)) * np.array([1.0, -1.0, 1.0, -1.0])
    x[[0, 1, 2, 2], [1, 3, 0, 2]] = 0.0
    same_dx(solution, reference, x, dout, "dx, some x being exactly 0 (the slope there is 0)")


def test_two_layers(solution, reference, rng):
    xs = [rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), rng.normal(size=(2, 5))]
    caches = [forward(solution, x)[1] for x in xs]
    for i in (2, 0, 1):
        dout = rng.normal(size=xs[i].shape)
        want = reference.relu_backward(dout, reference.relu_forward(xs[i])[1])
        what = f"dx of layer {i + 1}, three layers having gone forward first"
        close(solution.relu_backward(dout, caches[i]), want, what=what)


def test_inputs_unchanged(solution, reference, rng):
    x, dout = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    out, cache = forward(solution, x)
    unchanged(solution)
    close(out, reference.relu_forward(x)[0], what="out")
    dx = solution.relu_backward(dout, cache)
    unchanged(solution, 0)
    close(dx, reference.relu_backward(dout, reference.relu_forward(x)[1]), what="dx")
