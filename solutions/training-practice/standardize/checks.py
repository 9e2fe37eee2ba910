"""Hidden checks of standardize."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged


def data(rng, n, m, d):
    """Training and test features of different means and spreads; the test set is distributed otherwise."""
    scale, mean = 10.0 ** rng.uniform(-2, 2, size=d), rng.normal(scale=3.0, size=d)
    train = (rng.normal(size=(n, d)) + mean) * scale
    if n > 2:
        train[1, -1] = train[0, -1]
    test = (1.5 * rng.normal(size=(m, d)) + mean + rng.choice([-1.0, 1.0], size=d)) * scale
    return train, test


def ask(solution, train, test):
    """The two arrays."""
    answer = solution.standardize(train, test)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "standardize must return a pair (train, test)")
    return answer


def test_train(solution, reference, rng):
    for n, m, d in [(8, 5, 3), (4, 7, 6), (2, 3, 5)]:
        train, test = data(rng, n, m, d)
        got, want = ask(solution, train, test)[0], reference.standardize(train, test)[0]
        close(got, want, what=f"train of shape ({n}, {d}), standardized")


def test_test(solution, reference, rng):
    for n, m, d in [(8, 5, 3), (4, 7, 6), (6, 6, 2)]:
        train, test = data(rng, n, m, d)
        got, want = ask(solution, train, test)[1], reference.standardize(train, test)[1]
        close(got, want, what=f"test of shape ({m}, {d}), standardized")


def test_single_sample(solution, reference, rng):
    train, test = data(rng, 9, 1, 4)
    got, want = ask(solution, train, test), reference.standardize(train, test)
    close(got[1], want[1], what="test with a single sample, standardized")


def test_small_spread(solution, reference, rng):
    train, test = data(rng, 9, 5, 4)
    for k, (mean, spread) in enumerate([(1000.0, 1e-3), (-2000.0, 5e-4), (0.0, 3e-4)]):
        train[:, k] = mean + spread * rng.permutation(np.linspace(-1.0, 1.0, 9))  # std: 0.65 spread
        test[:, k] = mean + spread * rng.normal(size=5)
    got, want = ask(solution, train, test), reference.standardize(train, test)
    close(got[0], want[0], what="train, features 0 to 2 varying by less than 0.001")
    close(got[1], want[1], what="test, features 0 to 2 varying by less than 0.001")


def test_constant_feature(solution, reference, rng):
    train, test = data(rng, 8, 5, 4)
    train[:, 1], train[:, 3] = 2.5, 0.0  # sums of these are exact
    test[:, 1], test[:, 3] = 2.5 + rng.normal(size=5), rng.normal(size=5)
    test[2, 1] = 2.5
    got, want = ask(solution, train, test), reference.standardize(train, test)
    close(got[0], want[0], what="train, features 1 and 3 being constant in it")
    close(got[1], want[1], what="test, features 1 and 3 being constant in train")


def test_constant_up_to_rounding(solution, reference, rng):
    constants = np.array([0.1, 0.7, 5e8 / 7, 0.3, -1.1, 0.9])  # the third has a std of 1.5e-8
    train, test = data(rng, 11, 4, 8)
    train[:, 1:7] = constants
    test[:, 1:7] = constants + rng.normal(size=(4, 6))
    got, want = ask(solution, train, test), reference.standardize(train, test)
    close(got[0], want[0], what="train, features 1 to 6 being constants such as 0.1")
    close(got[1], want[1], what="test, features 1 to 6 being constants such as 0.1 in train")


def test_inputs_unchanged(solution, reference, rng):
    train, test = data(rng, 7, 4, 3)
    want = reference.standardize(train, test)
    got = ask(solution, train, test)
    unchanged(solution)
    close(got[0], want[0], what="train, standardized")
    close(got[1], want[1], what="test, standardized")
