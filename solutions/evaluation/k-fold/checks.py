"""Hidden checks of k_fold."""

from functools import partial

import numpy as np

from quizprep.grading.checking import Rng, close, raises, require, statistic

SIZES = [(11, 4), (24, 5), (20, 4), (9, 2), (7, 7), (53, 10)]


def seed(rng):
    """A fresh seed for the submission's rng."""
    return Rng(int(rng.integers(2**31)))


def indices(got, what):
    """A 1-d array of whole numbers."""
    array = np.asarray(got)
    good = array.ndim == 1 and (array.dtype.kind in "iu" or array.size == 0)
    require(good, f"{what} must be a 1-d array of integers", got)
    return array.astype(int)


def split(solution, n, k, generator):
    """The k pairs, their form looked at."""
    return formed(solution.k_fold(n, k, generator), n, k)


def formed(pairs, n, k):
    """The k pairs that came back, their form looked at."""
    require(isinstance(pairs, (list, tuple)), f"k_fold({n}, {k}, rng) must return a list of pairs", pairs)
    require(len(pairs) == k, f"k_fold({n}, {k}, rng) must return {k} pairs, not {len(pairs)}", pairs)
    found = []
    for i, pair in enumerate(pairs):
        two = isinstance(pair, (list, tuple)) and len(pair) == 2
        require(two, f"k_fold({n}, {k}, rng): fold {i} must be a pair (train, validation)", pair)
        found.append(tuple(indices(v, f"{name} of fold {i}") for name, v in zip(("train", "validation"), pair)))
    return found


def test_each_validated_once(solution, reference, rng):
    for n, k in SIZES:
        pairs = split(solution, n, k, seed(rng))
        together = np.sort(np.concatenate([validation for _, validation in pairs]))
        close(together, np.arange(n), what=f"n = {n}, k = {k}: all validation sets together, sorted")


def test_train_is_the_rest(solution, reference, rng):
    for n, k in SIZES:
        for i, (train, validation) in enumerate(split(solution, n, k, seed(rng))):
            rest = np.setdiff1d(np.arange(n), validation)
            close(np.sort(train), rest, what=f"n = {n}, k = {k}: the training set of fold {i}, sorted")


def test_even_sizes(solution, reference, rng):
    for n, k in SIZES:
        sizes = sorted(len(validation) for _, validation in split(solution, n, k, seed(rng)))
        want = sorted(n // k + (i < n % k) for i in range(k))
        close(sizes, want, what=f"n = {n}, k = {k}: the sizes of the validation sets, sorted")


def each_in_the_smaller_fold(solution, rng):
    """Five samples in folds of three and two: each is among the two in two fifths of all splits."""
    n, k, runs, want = 5, 2, 160, 2 / 5
    answers = solution.in_turn(*(partial(solution.k_fold, n, k, seed(rng)) for _ in range(runs)))
    smaller = [min((validation for _, validation in formed(pairs, n, k)), key=len) for pairs in answers]
    for i in range(n):
        share = np.mean([i in fold for fold in smaller])
        what = f"n = 5, k = 2: the share of splits with index {i} in the fold of two"
        statistic(share, want, np.sqrt(want * (1 - want) / runs), what)


def test_shuffled(solution, reference, rng):
    n, k, runs = 48, 4, 50
    together = np.zeros((n, n))
    for pairs in solution.in_turn(*(partial(solution.k_fold, n, k, seed(rng)) for _ in range(runs))):
        for _, validation in formed(pairs, n, k):
            require(bool(np.isin(validation, np.arange(n)).all()), "an index lies outside of 0 … n − 1", validation)
            together[np.ix_(validation, validation)] += 1
    want = (n / k - 1) / (n - 1)
    for distance in (1, 2, 3, k, n // k):
        share = np.diagonal(together, distance).mean() / runs
        error = 1.5 * np.sqrt(want * (1 - want) / (runs * (n - distance)))
        statistic(share, want, error, f"the share of samples i and i + {distance} that are in one fold")
    each_in_the_smaller_fold(solution, rng)


def test_uses_rng(solution, reference, rng):
    one, other = seed(rng), seed(rng)
    first, again = split(solution, 30, 4, one), split(solution, 30, 4, one)
    for i, ((_, a), (_, b)) in enumerate(zip(first, again)):
        close(np.sort(b), np.sort(a), what=f"validation set {i}, called again with a generator of the same seed")
    second = split(solution, 30, 4, other)
    same = all(np.array_equal(np.sort(a), np.sort(b)) for (_, a), (_, b) in zip(first, second))
    require(not same, "two different seeds give the same split: draw from rng")


def test_impossible_k(solution, reference, rng):
    for n, k in ((10, 1), (6, 7), (8, 0), (9, -3)):
        raises(solution.k_fold, ValueError, n, k, seed(rng))
    split(solution, 5, 5, seed(rng))
    split(solution, 2, 2, seed(rng))
