"""Hidden checks of svm_loss."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def labels(rng, n, c):
    """n labels of c classes, in random order: for n > c every class occurs, for n <= c all differ."""
    return rng.permutation(np.resize(rng.permutation(c), n)).astype(np.int64)


def svm_loss(solution, *args):
    """loss and dscores, the answer's form looked at."""
    answer = solution.svm_loss(*args)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "svm_loss must return a pair (loss, dscores)")
    return answer[0], answer[1]


SIZES = ((6, 4), (3, 9), (31, 10), (1, 5))


def test_loss(solution, reference, rng):
    for n, c in SIZES:
        scores, y = rng.normal(scale=2.0, size=(n, c)), labels(rng, n, c)
        loss, _ = svm_loss(solution, scores, y)
        close(loss, reference.svm_loss(scores, y)[0], what=f"loss, N={n}, C={c}")


def test_gradient(solution, reference, rng):
    for n, c in SIZES:
        scores, y = rng.normal(scale=2.0, size=(n, c)), labels(rng, n, c)
        _, dscores = svm_loss(solution, scores, y)
        close(dscores, reference.svm_loss(scores, y)[1], what=f"dscores, N={n}, C={c}")


def test_margin(solution, reference, rng):
    for margin in (0.25, 3.5, 2.0):
        scores, y = rng.normal(size=(7, 5)), labels(rng, 7, 5)
        loss, dscores = svm_loss(solution, scores, y, margin)
        want, wanted = reference.svm_loss(scores, y, margin)
        close(loss, want, what=f"loss, margin {margin}")
        close(dscores, wanted, what=f"dscores, margin {margin}")
    scores, y = rng.normal(size=(4, 3)), labels(rng, 4, 3)
    want = reference.svm_loss(scores, y, 0.5)[0]
    close(solution.svm_loss(scores, y, margin=0.5)[0], want, what="loss, margin=0.5 passed by name")


def test_all_satisfied(solution, reference, rng):
    scores, y = rng.uniform(-1.0, 1.0, size=(5, 4)), labels(rng, 5, 4)
    scores[np.arange(5), y] += 6.0
    loss, dscores = svm_loss(solution, scores, y, 1.5)
    for got, shape, name in ((loss, (), "loss"), (dscores, (5, 4), "gradient")):
        array = np.asarray(got)
        close(array.shape, shape, what=f"the shape of the {name}")
        zero = array.dtype.kind in "fiu" and bool((np.abs(array) < 1e-9).all())
        require(zero, f"no margin is violated, so the {name} must be 0", got, np.zeros(shape))


def test_at_the_kink(solution, reference, rng):
    y = labels(rng, 4, 5)
    scores = rng.integers(-8, 9, size=(4, 5)) * 0.5  # halves: every difference is exact
    rows = np.arange(4)
    scores[rows, (y + 1) % 5] = scores[rows, y] - 0.5
    scores[rows, (y + 2) % 5] = scores[rows, y] + 2.0
    scores[rows, (y + 3) % 5] = scores[rows, y]  # a draw is no victory
    want, wanted = reference.svm_loss(scores, y, 0.5)
    loss, dscores = svm_loss(solution, scores, y, 0.5)
    close(loss, want, what="loss, some margins being kept exactly")
    close(dscores, wanted, what="dscores, some margins being kept exactly (those pass no gradient)")


def test_inputs_unchanged(solution, reference, rng):
    scores, y = rng.normal(size=(5, 3)), labels(rng, 5, 3)
    close(svm_loss(solution, scores, y, 0.7), reference.svm_loss(scores, y, 0.7))
    unchanged(solution)
