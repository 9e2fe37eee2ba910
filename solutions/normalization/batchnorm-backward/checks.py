"""Hidden checks of batchnorm_backward."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

SIZES = ((7, 4), (3, 6), (2, 5))


def batch(rng, n, d):
    """Features of different means and spreads, with scales and shifts of their own, and a gradient."""
    x = rng.normal(size=(n, d)) * rng.uniform(0.5, 4.0, size=d) + rng.normal(scale=3.0, size=d)
    gamma = rng.uniform(0.5, 2.0, size=d) * rng.choice([-1.0, 1.0], size=d)
    gamma[0] *= n != 7  # one of 0 passes nothing to x, and has a gradient
    return (x, gamma, rng.normal(size=d)), rng.normal(size=(n, d)) + rng.normal(size=d)


def param(eps=0.02):
    """A fresh bn_param."""
    return {"mode": "train", "eps": eps}


def forward(solution, args, bn_param):
    """out and cache, the answer's form looked at."""
    answer = solution.batchnorm_forward(*args, bn_param)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "batchnorm_forward must return a pair (out, cache)")
    return answer[0], answer[1]


def backward(solution, dout, cache):
    """dx, dgamma, dbeta, the answer's form looked at."""
    answer = solution.batchnorm_backward(dout, cache)
    triple = isinstance(answer, (tuple, list)) and len(answer) == 3
    require(triple, "batchnorm_backward must return (dx, dgamma, dbeta)")
    return answer


def both(solution, reference, args, dout, bn_param):
    """What the submission's backward pass gives, and what it should."""
    _, cache = forward(solution, args, dict(bn_param))
    wanted = reference.batchnorm_forward(*args, dict(bn_param))[1]
    return backward(solution, dout, cache), reference.batchnorm_backward(dout, wanted)


def all_three(got, want, what):
    """Each gradient by itself."""
    for name, g, w in zip(("dx", "dgamma", "dbeta"), got, want):
        close(g, w, what=f"{name}{what}")


def test_forward(solution, reference, rng):
    for n, d in SIZES:
        args, _ = batch(rng, n, d)
        for bn_param in (param(), {"mode": "train"}):
            want, _ = reference.batchnorm_forward(*args, dict(bn_param))
            close(forward(solution, args, bn_param)[0], want, what=f"out, x of shape ({n}, {d})")


def test_dgamma_dbeta(solution, reference, rng):
    for n, d in SIZES:
        got, want = both(solution, reference, *batch(rng, n, d), param())
        close(got[1], want[1], what=f"dgamma, x of shape ({n}, {d})")
        close(got[2], want[2], what=f"dbeta, x of shape ({n}, {d})")


def test_dx(solution, reference, rng):
    for n, d in SIZES:
        got, want = both(solution, reference, *batch(rng, n, d), param())
        close(got[0], want[0], what=f"dx, x of shape ({n}, {d})")
    got, want = both(solution, reference, *batch(rng, 6, 3), {"mode": "train"})
    close(got[0], want[0], what="dx, eps not given")


def test_epsilon(solution, reference, rng):
    (x, gamma, beta), dout = batch(rng, 6, 5)
    got, want = both(solution, reference, (x * 0.1, gamma, beta), dout, param(0.3))
    all_three(got, want, ", eps = 0.3")


def test_constant_feature(solution, reference, rng):
    (x, gamma, beta), dout = batch(rng, 8, 3)
    x[:, 1] = 1.25
    got, want = both(solution, reference, (x, gamma, beta), dout, param(0.5))
    all_three(got, want, ", feature 1 being 1.25 in every sample")


def test_two_layers(solution, reference, rng):
    layers = [batch(rng, 5, 4), batch(rng, 5, 4), batch(rng, 3, 6)]
    caches = [forward(solution, args, param())[1] for args, _ in layers]
    for i in (2, 0, 1):
        args, dout = layers[i]
        want = reference.batchnorm_backward(dout, reference.batchnorm_forward(*args, param())[1])
        all_three(
            backward(solution, dout, caches[i]), want, f" of layer {i + 1}, three layers having gone forward first"
        )


def test_inputs_unchanged(solution, reference, rng):
    args, dout = batch(rng, 5, 3)
    out, cache = forward(solution, args, param())
    unchanged(solution, 0, 1, 2)
    want, wanted = reference.batchnorm_forward(*args, param())
    close(out, want, what="out")
    got = backward(solution, dout, cache)
    unchanged(solution, 0)
    all_three(got, reference.batchnorm_backward(dout, wanted), "")
