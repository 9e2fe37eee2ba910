"""Hidden checks of affine_forward and affine_backward."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

NAMES = ("dx", "dw", "db")
SHAPES = (((4, 5), 3), ((3, 2, 4), 5), ((2, 3, 4, 2), 6))


def draw(rng, x_shape, m):
    """x, w, b; the bias is of the size of a response."""
    d = int(np.prod(x_shape[1:]))
    return rng.normal(size=x_shape), rng.normal(size=(d, m)), rng.normal(scale=d**0.5, size=m)


def forward(solution, args):
    """The submission's out and cache."""
    answer = solution.affine_forward(*args)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "affine_forward must return a pair (out, cache)")
    return answer


def backward(solution, dout, cache):
    """The submission's gradients by name."""
    answer = solution.affine_backward(dout, cache)
    triple = isinstance(answer, (tuple, list)) and len(answer) == 3
    require(triple, "affine_backward must return three arrays (dx, dw, db)")
    return dict(zip(NAMES, answer))


def out_agrees(solution, reference, rng, x_shape, m):
    """The forward pass is the reference's."""
    args = draw(rng, x_shape, m)
    close(forward(solution, args)[0], reference.affine_forward(*args)[0], what=f"out, x of shape {x_shape}, M={m}")


def gradients_agree(solution, reference, rng, x_shape, m, names=NAMES):
    """The gradients in `names` are the reference's."""
    args, dout = draw(rng, x_shape, m), rng.normal(size=(x_shape[0], m))
    want = dict(zip(NAMES, reference.affine_backward(dout, reference.affine_forward(*args)[1])))
    got = backward(solution, dout, forward(solution, args)[1])
    for name in names:
        close(got[name], want[name], what=f"{name}, x of shape {x_shape}, M={m}")


def test_forward(solution, reference, rng):
    out_agrees(solution, reference, rng, (4, 5), 3)
    out_agrees(solution, reference, rng, (3, 2), 6)
    out_agrees(solution, reference, rng, (5, 3), 5)  # as many outputs as samples


def test_forward_flattens(solution, reference, rng):
    for shape, m in SHAPES[1:]:
        out_agrees(solution, reference, rng, shape, m)


def test_dx(solution, reference, rng):
    for shape, m in SHAPES:
        gradients_agree(solution, reference, rng, shape, m, ["dx"])
    gradients_agree(solution, reference, rng, (3, 4), 4, ["dx"])  # square w


def test_dw(solution, reference, rng):
    for shape, m in SHAPES:
        gradients_agree(solution, reference, rng, shape, m, ["dw"])
    gradients_agree(solution, reference, rng, (3, 4), 4, ["dw"])


def test_db(solution, reference, rng):
    for shape, m in SHAPES:
        gradients_agree(solution, reference, rng, shape, m, ["db"])


def test_batch_of_one(solution, reference, rng):
    for shape, m in (((1, 5), 3), ((1, 2, 3), 4), ((4, 1, 3), 1)):
        out_agrees(solution, reference, rng, shape, m)
        gradients_agree(solution, reference, rng, shape, m)


def test_two_layers(solution, reference, rng):
    args = [draw(rng, (3, 2, 4), 5) for _ in range(2)]
    caches = [forward(solution, a)[1] for a in args]
    for a, cache, what in zip(args, caches, ("first", "second")):
        dout = rng.normal(size=(3, 5))
        got = backward(solution, dout, cache)
        for name, part in zip(NAMES, reference.affine_backward(dout, reference.affine_forward(*a)[1])):
            close(got[name], part, what=f"{name} of the {what} of two layers")


def test_inputs_unchanged(solution, reference, rng):
    args, dout = draw(rng, (3, 2, 4), 5), rng.normal(size=(3, 5))
    want, kept = reference.affine_forward(*args)
    got, cache = forward(solution, args)
    unchanged(solution)
    close(got, want, what="out")
    gradients = backward(solution, dout, cache)
    unchanged(solution, 0)
    for name, part in zip(NAMES, reference.affine_backward(dout, kept)):
        close(gradients[name], part, what=name)
