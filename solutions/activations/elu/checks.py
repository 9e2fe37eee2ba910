"""Hidden checks of elu."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def forward(solution, x, *alpha):
    """out and cache of the submission, the answer's form looked at."""
    answer = solution.elu_forward(x, *alpha)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "elu_forward must return a pair (out, cache)")
    return answer[0], answer[1]


def same(solution, reference, x, alpha, dout=None, what=""):
    """out, and dx where dout is given."""
    what = f"{what}alpha {alpha[0] if alpha else 'not given'}"
    out, cache = forward(solution, x, *alpha)
    want, wanted = reference.elu_forward(x, *alpha)
    close(out, want, what=f"out, {what}")
    if dout is not None:
        dx = solution.elu_backward(dout, cache)
        close(dx, reference.elu_backward(dout, wanted), what=f"dx, {what}")


def test_forward(solution, reference, rng):
    for shape in ((4, 7), (2, 3, 5), (6,)):
        same(solution, reference, rng.normal(scale=2.0, size=shape), ())
    same(solution, reference, np.array([-1.5, 0.0, 2.5, -0.2]), ())


def test_alpha(solution, reference, rng):
    for alpha in (0.3, 1.7):
        same(solution, reference, rng.normal(scale=2.0, size=(3, 5)), (alpha,))
    x = rng.normal(scale=2.0, size=(6,))
    want, _ = reference.elu_forward(x, 0.6)
    close(solution.elu_forward(x, alpha=0.6)[0], want, what="out, alpha=0.6 passed by name")


def test_large_inputs(solution, reference, rng):
    x, dout = rng.normal(scale=2.0, size=(3, 4)), rng.normal(size=(3, 4))
    x[[0, 1, 2], [1, 3, 0]] = [1000.0, -1000.0, 750.0]
    same(solution, reference, x, (0.8,), dout, "x up to 1000, ")
    x = -rng.uniform(800.0, 3000.0, size=(2, 5))
    same(solution, reference, x, (1.4,), what="every x below -800, ")


def test_backward(solution, reference, rng):
    for shape, alpha in (((5, 4), (0.3,)), ((2, 3, 4), (1.7,)), ((8,), ())):
        x, dout = rng.normal(scale=2.0, size=shape), rng.normal(scale=2.0, size=shape)
        same(solution, reference, x, alpha, dout)


def test_backward_at_zero(solution, reference, rng):
    x, dout = rng.normal(size=(3, 4)), rng.uniform(0.5, 2.0, size=(3, 4)) * np.array([1.0, -1.0, 1.0, -1.0])
    x[[0, 1, 2, 2], [1, 3, 0, 2]] = 0.0
    _, cache = forward(solution, x, 0.4)
    want = reference.elu_backward(dout, reference.elu_forward(x, 0.4)[1])
    close(solution.elu_backward(dout, cache), want, what="dx, some x being exactly 0 (the slope there is alpha = 0.4)")


def test_two_layers(solution, reference, rng):
    xs = [rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), rng.normal(size=(2, 5))]
    alphas = [0.5, 1.3, 0.8]
    caches = [forward(solution, x, alpha)[1] for x, alpha in zip(xs, alphas)]
    for i in (2, 0, 1):
        dout = rng.normal(size=xs[i].shape)
        want = reference.elu_backward(dout, reference.elu_forward(xs[i], alphas[i])[1])
        what = f"dx of layer {i + 1}, three layers having gone forward first"
        close(solution.elu_backward(dout, caches[i]), want, what=what)


def test_inputs_unchanged(solution, reference, rng):
    x, dout = rng.normal(size=(3, 5)), rng.normal(size=(3, 5))
    out, cache = forward(solution, x, 0.7)
    unchanged(solution)
    want, wanted = reference.elu_forward(x, 0.7)
    close(out, want, what="out")
    dx = solution.elu_backward(dout, cache)
    unchanged(solution, 0)
    close(dx, reference.elu_backward(dout, wanted), what="dx")
