"""Hidden checks of prune."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def weights(rng, shape):
    """Weights of both signs and different magnitudes, row by row of another scale, none of them 0."""
    w = rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.05, 1.0, size=shape)
    return w * rng.uniform(0.3, 3.0, size=(shape[0],) + (1,) * (len(shape) - 1))


def ask(solution, w, sparsity):
    """(pruned, mask as bool), their form looked at."""
    answer = solution.prune(w, sparsity)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "prune must return a pair (pruned, mask)")
    pruned, mask = answer
    close(np.shape(mask), w.shape, what=f"the shape of mask, w of shape {w.shape}")
    array = np.asarray(mask)
    require(array.dtype.kind in "biuf", "mask must be made of True and False", mask)
    require(bool(np.isin(array, (0, 1)).all()), "mask must be made of True and False (or 1 and 0)", mask)
    return pruned, array.astype(bool)


def judge(solution, w, k, what):
    """k weights are pruned, none of them larger than any that is kept, and `pruned` fits the mask."""
    pruned, mask = ask(solution, w, k / w.size)
    count = int((~mask).sum())
    require(count == k, f"{count} of {w.size} weights are pruned, expected {k} ({what})", mask)
    size = np.abs(w)
    if 0 < k < w.size and size[~mask].max() > size[mask].min():
        message = f"a weight of size {size[~mask].max():.6g} is pruned while one of {size[mask].min():.6g} is kept"
        require(False, f"{message} ({what})", mask)
    close(pruned, np.where(mask, w, 0.0), what=f"pruned, {what}")


def test_smallest_magnitudes(solution, reference, rng):
    for shape, k in [((6, 7), 17), ((3, 2, 3, 5), 66), ((11,), 4), ((4, 9), 30)]:
        w = weights(rng, shape)
        _, mask = ask(solution, w, k / w.size)
        _, want = reference.prune(w, k / w.size)
        close(mask, want, what=f"mask (True where kept), w of shape {shape}, sparsity {k}/{w.size}")


def test_pruned_weights(solution, reference, rng):
    for shape, k in [((6, 7), 17), ((3, 2, 3, 5), 66)]:
        w = weights(rng, shape)
        pruned, _ = ask(solution, w, k / w.size)
        want, _ = reference.prune(w, k / w.size)
        close(pruned, want, what=f"pruned, w of shape {shape}, sparsity {k}/{w.size}")


def test_exact_number(solution, reference, rng):
    w = weights(rng, (10, 10))
    for sparsity, k in ((0.29, 29), (0.57, 57), (0.58, 58), (0.1, 10), (0.999, 100), (0.004, 0), (0.506, 51)):
        _, mask = ask(solution, w, sparsity)
        count = int((~mask).sum())
        require(count == k, f"sparsity {sparsity} of 100 weights: {count} are pruned, expected {k}", mask)


def test_ties(solution, reference, rng):
    w = rng.permutation(np.repeat([0.5, -0.5, 0.25, 2.0], [5, 6, 3, 4])).reshape(3, 6)
    for k in (5, 8, 13):
        judge(solution, w, k, "fourteen weights in two groups of equal magnitude")
    w = rng.choice([-1.0, 1.0], size=(5, 4))
    for k in (1, 9, 19):
        judge(solution, w, k, "all magnitudes equal")


def test_zeros_already_there(solution, reference, rng):
    w = weights(rng, (5, 8))
    w[rng.permutation(np.repeat([True, False], [12, 28])).reshape(5, 8)] = 0.0
    for k in (4, 12, 25):
        judge(solution, w, k, "12 of 40 weights being 0 already")


def test_nothing_and_everything(solution, reference, rng):
    for shape in [(4, 5), (2, 3, 4)]:
        w = weights(rng, shape)
        judge(solution, w, 0, "sparsity 0")
        judge(solution, w, w.size, "sparsity 1")


def test_input_unchanged(solution, reference, rng):
    w = weights(rng, (5, 6))
    kept = w.copy()
    pruned, mask = ask(solution, w, 0.4)
    unchanged(solution, 0)
    close(pruned, np.where(mask, kept, 0.0), what="pruned")
