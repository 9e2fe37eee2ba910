"""Hidden checks of layernorm."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

SHAPES = ((4, 7), (6, 3), (1, 5))


def batch(rng, *shape):
    """Vectors of different means and spreads, features with scales and shifts of their own, and a gradient."""
    d = shape[-1]
    x = rng.normal(size=shape) * rng.uniform(0.5, 4.0, size=(*shape[:-1], 1))
    x += rng.normal(scale=3.0, size=(*shape[:-1], 1)) + rng.normal(size=d)
    gamma = rng.uniform(0.5, 2.0, size=d) * rng.choice([-1.0, 1.0], size=d)
    return (x, gamma, rng.normal(size=d)), rng.normal(size=shape) + rng.normal(size=d)


def forward(solution, args, *eps):
    """out and cache, the answer's form looked at."""
    answer = solution.layernorm_forward(*args, *eps)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "layernorm_forward must return a pair (out, cache)")
    return answer[0], answer[1]


def backward(solution, dout, cache):
    """dx, dgamma, dbeta, the answer's form looked at."""
    answer = solution.layernorm_backward(dout, cache)
    triple = isinstance(answer, (tuple, list)) and len(answer) == 3
    require(triple, "layernorm_backward must return (dx, dgamma, dbeta)")
    return answer


def both(solution, reference, args, dout, *eps):
    """What the submission's backward pass gives, and what it should."""
    _, cache = forward(solution, args, *eps)
    wanted = reference.layernorm_forward(*args, *eps)[1]
    return backward(solution, dout, cache), reference.layernorm_backward(dout, wanted)


def all_three(got, want, what):
    """Each gradient by itself."""
    for name, g, w in zip(("dx", "dgamma", "dbeta"), got, want):
        close(g, w, what=f"{name}{what}")


def test_forward(solution, reference, rng):
    for shape in SHAPES:
        args, _ = batch(rng, *shape)
        for eps in ((0.02,), ()):
            want = reference.layernorm_forward(*args, *eps)[0]
            what = f"out, x of shape {shape}, eps {eps[0] if eps else 'not given'}"
            close(forward(solution, args, *eps)[0], want, what=what)
    (x, gamma, beta), _ = batch(rng, 4, 8)
    args = x + 1e6, gamma, beta
    want = reference.layernorm_forward(*args, 0.02)[0]
    close(forward(solution, args, 0.02)[0], want, what="out, features around 10⁶")


def test_sequence(solution, reference, rng):
    for shape in ((2, 5, 4), (3, 2, 2, 6)):
        args, dout = batch(rng, *shape)
        close(
            forward(solution, args, 0.02)[0],
            reference.layernorm_forward(*args, 0.02)[0],
            what=f"out, x of shape {shape}",
        )
        got, want = both(solution, reference, args, dout, 0.02)
        all_three(got, want, f", x of shape {shape}")


def test_epsilon(solution, reference, rng):
    (x, gamma, beta), dout = batch(rng, 5, 6)
    args = x * 0.1, gamma, beta
    want = reference.layernorm_forward(*args, 0.3)[0]
    close(forward(solution, args, 0.3)[0], want, what="out, eps = 0.3")
    close(solution.layernorm_forward(*args, eps=0.3)[0], want, what="out, eps=0.3 passed by name")
    got, want = both(solution, reference, args, dout, 0.3)
    all_three(got, want, ", eps = 0.3")


def test_constant_row(solution, reference, rng):
    (x, gamma, beta), dout = batch(rng, 4, 8)
    x[2] = 1.25
    args = x, gamma, beta
    close(
        forward(solution, args)[0], reference.layernorm_forward(*args)[0], what="out, every feature of row 2 being 1.25"
    )
    got, want = both(solution, reference, args, dout, 0.5)
    all_three(got, want, ", every feature of row 2 being 1.25")


def test_dgamma_dbeta(solution, reference, rng):
    for shape in SHAPES:
        got, want = both(solution, reference, *batch(rng, *shape), 0.02)
        close(got[1], want[1], what=f"dgamma, x of shape {shape}")
        close(got[2], want[2], what=f"dbeta, x of shape {shape}")


def test_dx(solution, reference, rng):
    for shape in SHAPES:
        got, want = both(solution, reference, *batch(rng, *shape), 0.02)
        close(got[0], want[0], what=f"dx, x of shape {shape}")


def test_two_layers(solution, reference, rng):
    layers = [batch(rng, 5, 4), batch(rng, 5, 4), batch(rng, 3, 6)]
    caches = [forward(solution, args, 0.02)[1] for args, _ in layers]
    for i in (2, 0, 1):
        args, dout = layers[i]
        want = reference.layernorm_backward(dout, reference.layernorm_forward(*args, 0.02)[1])
        all_three(
            backward(solution, dout, caches[i]), want, f" of layer {i + 1}, three layers having gone forward first"
        )


def test_inputs_unchanged(solution, reference, rng):
    args, dout = batch(rng, 5, 3)
    out, cache = forward(solution, args, 0.02)
    unchanged(solution)
    want, wanted = reference.layernorm_forward(*args, 0.02)
    close(out, want, what="out")
    got = backward(solution, dout, cache)
    unchanged(solution, 0)
    all_three(got, reference.layernorm_backward(dout, wanted), "")
