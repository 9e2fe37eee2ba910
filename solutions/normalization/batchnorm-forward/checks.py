"""Hidden checks of batchnorm_forward."""

import copy

import numpy as np

from quizprep.grading.checking import close, raises, require, unchanged


def batch(rng, n, d):
    """Features of different means and spreads, with scales and shifts of their own."""
    x = rng.normal(size=(n, d)) * rng.uniform(0.5, 4.0, size=d) + rng.normal(scale=3.0, size=d)
    return x, rng.uniform(0.5, 2.0, size=d) * rng.choice([-1.0, 1.0], size=d), rng.normal(size=d)


def param(rng, d, mode="train"):
    """A bn_param without any default in it."""
    return {
        "mode": mode,
        "eps": 0.02,
        "momentum": 0.7,
        "running_mean": rng.normal(scale=2.0, size=d),
        "running_var": rng.uniform(0.5, 6.0, size=d),
    }


def forward(solution, x, gamma, beta, bn_param):
    """out, and the caller's bn_param after the call."""
    answer = solution.batchnorm_forward(x, gamma, beta, copy.deepcopy(bn_param))
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "batchnorm_forward must return a pair (out, cache)")
    return answer[0], solution.last_argument(3)


def expected(reference, x, gamma, beta, bn_param):
    """What `forward` should give."""
    after = copy.deepcopy(bn_param)
    return reference.batchnorm_forward(x, gamma, beta, after)[0], after


def same_statistics(got, want, what):
    """The running statistics of two bn_params."""
    for name in ("running_mean", "running_var"):
        require(name in got, f"bn_param has no {name!r} {what}: write it into the caller's dict")
        close(got[name], want[name], what=f"bn_param[{name!r}] {what}")


def test_train_output(solution, reference, rng):
    for n, d in [(7, 4), (3, 6)]:
        args = *batch(rng, n, d), param(rng, d)
        close(forward(solution, *args)[0], expected(reference, *args)[0], what=f"out, x of shape ({n}, {d})")
    x, gamma, beta = batch(rng, 8, 3)
    args = x + 1e6, gamma, beta, param(rng, 3)
    close(forward(solution, *args)[0], expected(reference, *args)[0], what="out, features around 10⁶")


def test_epsilon(solution, reference, rng):
    x, gamma, beta = batch(rng, 6, 5)
    for mode in ("train", "test"):
        own = {"eps": 0.3, "running_var": rng.uniform(0.05, 0.4, size=5)}
        args = x * 0.1, gamma, beta, param(rng, 5, mode) | own
        got, want = forward(solution, *args)[0], expected(reference, *args)[0]
        close(got, want, what=f"out in {mode!r} mode with eps = 0.3")


def test_constant_feature(solution, reference, rng):
    x, gamma, beta = batch(rng, 8, 3)
    x[:, 1] = 1.25
    past = {"running_mean": rng.normal(size=3), "running_var": rng.uniform(1, 2, size=3)}
    args = x, gamma, beta, {"mode": "train", **past}
    got, want = forward(solution, *args)[0], expected(reference, *args)[0]
    close(got, want, what="out, feature 1 being 1.25 in every sample")


def test_running_statistics(solution, reference, rng):
    for n, d in [(5, 3), (4, 7)]:
        args = *batch(rng, n, d), param(rng, d)
        after, wanted = forward(solution, *args)[1], expected(reference, *args)[1]
        same_statistics(after, wanted, f"after a training batch of {n}")
    args = *batch(rng, 4, 3), param(rng, 3) | {"momentum": 0.0}
    same_statistics(forward(solution, *args)[1], expected(reference, *args)[1], "after a training batch with momentum 0")


def test_first_batch(solution, reference, rng):
    for layer in ("", ", a second layer of the same width"):
        args = *batch(rng, 5, 4), {"mode": "train"}
        (got, after), (want, wanted) = forward(solution, *args), expected(reference, *args)
        close(got, want, what=f"out with bn_param = {{'mode': 'train'}}{layer}")
        same_statistics(after, wanted, f"after the first batch, with bn_param = {{'mode': 'train'}}{layer}")


def test_three_batches_then_test(solution, reference, rng):
    got_param = want_param = param(rng, 4)
    for n in (6, 3, 5):
        x, gamma, beta = batch(rng, n, 4)
        got, got_param = forward(solution, x, gamma, beta, got_param)
        want, want_param = expected(reference, x, gamma, beta, want_param)
        close(got, want, what=f"out of a training batch of {n}")
    x, gamma, beta = batch(rng, 2, 4)
    got, _ = forward(solution, x, gamma, beta, got_param | {"mode": "test"})
    want, _ = expected(reference, x, gamma, beta, want_param | {"mode": "test"})
    close(got, want, what="out in 'test' mode after three training batches")


def test_test_mode(solution, reference, rng):
    for n, d in [(5, 3), (1, 4)]:
        args = *batch(rng, n, d), param(rng, d, "test")
        got, want = forward(solution, *args)[0], expected(reference, *args)[0]
        close(got, want, what=f"out in 'test' mode, batch of {n}")


def test_test_mode_keeps_statistics(solution, reference, rng):
    args = *batch(rng, 6, 5), param(rng, 5, "test")
    (got, after), (want, wanted) = forward(solution, *args), expected(reference, *args)
    close(got, want, what="out in 'test' mode")
    same_statistics(after, wanted, "after a call in 'test' mode")


def test_unknown_mode(solution, reference, rng):
    raises(solution.batchnorm_forward, ValueError, *batch(rng, 4, 3), param(rng, 3, "validate"))


def test_inputs_unchanged(solution, reference, rng):
    for mode in ("train", "test"):
        x, gamma, beta = batch(rng, 5, 3)
        bn_param = param(rng, 3, mode)
        got, want = forward(solution, x, gamma, beta, bn_param)[0], expected(reference, x, gamma, beta, bn_param)[0]
        close(got, want, what=f"out in {mode!r} mode")
        unchanged(solution, 0, 1, 2)
