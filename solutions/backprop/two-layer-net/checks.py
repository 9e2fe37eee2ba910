"""Hidden checks of the two-layer network's loss."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

SIZES = ((5, 4, 6, 3), (3, 6, 5, 4))


def draw(rng, n, d, h, c):
    """params, X, y; about half of the hidden units are active, biases are not small, some scores are below 0, classes repeat."""
    params = {
        "W1": rng.normal(size=(d, h)) / d**0.5,
        "b1": rng.normal(size=h),
        "W2": rng.normal(size=(h, c)) / h**0.5,
        "b2": rng.normal(size=c),
    }
    params["b2"][rng.integers(c)] -= 4.0
    return params, rng.normal(size=(n, d)), rng.integers(0, c, size=n)


def ask(solution, *args):
    """The submission's loss and gradients."""
    answer = solution.loss(*args)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair and isinstance(answer[1], dict), "loss must return a pair (loss, grads), where grads is a dict")
    return answer


def gradients_agree(solution, reference, args, names, what):
    """The gradients in `names` are the reference's."""
    got, want = ask(solution, *args)[1], reference.loss(*args)[1]
    for name in names:
        require(name in got, f"grads lacks {name!r}", sorted(map(str, got)), sorted(want))
        close(got[name], want[name], what=f"grads[{name!r}], {what}")


def test_loss_without_penalty(solution, reference, rng):
    for sizes in SIZES:
        args = *draw(rng, *sizes), 0.0
        close(ask(solution, *args)[0], reference.loss(*args)[0], what="loss, (N, D, H, C) = {}, reg=0".format(sizes))


def test_loss_with_penalty(solution, reference, rng):
    for reg in (0.3, 2.0):
        args = *draw(rng, *SIZES[0]), reg
        close(ask(solution, *args)[0], reference.loss(*args)[0], what=f"loss, {reg=}")


def test_second_layer(solution, reference, rng):
    for sizes in SIZES:
        what = "(N, D, H, C) = {}, reg=0".format(sizes)
        gradients_agree(solution, reference, (*draw(rng, *sizes), 0.0), ("W2", "b2"), what)


def test_first_layer(solution, reference, rng):
    for sizes in SIZES:
        what = "(N, D, H, C) = {}, reg=0".format(sizes)
        gradients_agree(solution, reference, (*draw(rng, *sizes), 0.0), ("W1", "b1"), what)


def test_penalty_gradients(solution, reference, rng):
    for reg in (0.3, 2.0):
        args = *draw(rng, *SIZES[1]), reg
        gradients_agree(solution, reference, args, ("W1", "b1", "W2", "b2"), f"{reg=}")


def test_large_scores(solution, reference, rng):
    params, X, y = draw(rng, 6, 4, 5, 3)
    params["W2"] = params["W2"] * 4000.0
    scores = np.maximum(X @ params["W1"] + params["b1"], 0) @ params["W2"]
    widest = np.ptp(scores, axis=1).argmax()
    y[widest] = scores[widest].argmin()  # badly wrong: the probability of the true class underflows
    args = params, X, y, 0.0
    (got, grads), (want, wanted) = ask(solution, *args), reference.loss(*args)
    close(got, want, what="loss, scores being in the thousands")
    close(grads, wanted, what="grads, scores being in the thousands")


def test_relu_at_zero(solution, reference, rng):
    params, X, y = draw(rng, 5, 4, 6, 3)
    params["b1"][[0, 3]] = 0.0
    X[[1, 4]] = 0.0
    args = params, X, y, 0.0
    gradients_agree(solution, reference, args, ("W1", "b1"), "two hidden units being exactly 0 for two samples")


def test_inputs_unchanged(solution, reference, rng):
    args = *draw(rng, *SIZES[0]), 0.5
    (got, grads), (want, wanted) = ask(solution, *args), reference.loss(*args)
    unchanged(solution)
    close(got, want, what="loss")
    close(grads, wanted, what="grads")
