"""The library that checks are written with: what passes, what fails, and with which sentence."""

import numpy as np
import pytest

from quizprep.grading.checking import (
    CheckFailure,
    close,
    close_each,
    gradient,
    raises,
    require,
    statistic,
    unchanged,
    unequal,
)
from quizprep.grading.solution import local_solution


def fails(words, function, *args, **kwargs):
    """It fails, and says so."""
    with pytest.raises(CheckFailure) as failure:
        function(*args, **kwargs)
    assert words in failure.value.message
    return failure.value


def test_values_are_compared_on_the_scale_of_what_is_wanted():
    close(np.array([1e9, 1.0 + 1e-3]), np.array([1e9, 1.0]))
    fails("first at [1]", close, np.array([1e9, 1e6]), np.array([1e9, 1.0]))
    fails("first at [1]", close_each, np.array([1e9, 1.0 + 1e-3]), np.array([1e9, 1.0]))
    close(np.float32([0.1, 0.2]), np.array([0.1, 0.2]))
    fails("1 of 2 values differ", close, np.float32([0.1, 0.2001]), np.array([0.1, 0.2]))


def test_zeros_may_be_rounded_and_nothing_more():
    close(np.array([1e-16, -4e-17]), np.zeros(2))
    close(np.float32([1e-7]), np.zeros(1, np.float32))
    fails("values differ", close, np.array([1e-12, 0.0]), np.zeros(2))


def test_shapes_are_never_broadcast_and_lists_are_fine():
    close([1.0, 2.0], np.array([1.0, 2.0]))
    fails("the shape is (1, 2), expected (2,)", close, np.ones((1, 2)), np.ones(2))
    fails("the shape is (), expected (2,)", close, 1.0, np.ones(2))
    fails("unequal lengths", close, [[1.0], [1.0, 2.0]], np.ones((2, 2)))


def test_nan_none_and_foreign_kinds_are_told():
    fails("nan or inf at [1]", close, np.array([1.0, np.nan]), np.ones(2))
    close(np.array([np.nan, np.inf]), np.array([np.nan, np.inf]))
    fails("is a `return` missing?", close, None, np.ones(2))
    fails("a number was expected", close, "1.0", 1.0)
    fails("2 values were expected", close, (1.0,), (1.0, np.ones(2)))
    fails("lacks b", close, {"a": 1.0}, {"a": 1.0, "b": np.ones(2)})


def test_integers_are_exact_whatever_their_sign():
    close(np.array([3], np.uint8), np.array([3]))
    fails("first at [0]: 255, expected -1", close, np.array([255], np.uint8), np.array([-1]))
    fails("the dtype is float64, expected int64", close, np.array([3.0]), np.array([3]), dtype=np.int64)


@pytest.mark.torch
def test_half_precision_is_accepted_only_where_it_is_wanted():
    import torch

    half = torch.tensor([1.0, 2.0], dtype=torch.bfloat16)
    close(half, half.clone())
    close(half + 0.01, half)
    fails("values differ", close, half + 0.25, half)
    fails("keeps too few digits", close, half, torch.tensor([1.0, 2.0]))
    fails("a torch tensor was expected", close, np.ones(2), torch.ones(2))


def test_messages_stay_short():
    failure = fails("values differ", close, np.zeros((400, 400)), np.ones((400, 400)))
    assert len(failure.got) < 3000 and len(failure.message) < 300


def test_the_gradient_is_that_of_the_function():
    x = np.array([[0.3, -1.2], [2.0, 0.7]])
    dout = np.array([[1.0, -2.0], [0.5, 3.0]])
    assert np.allclose(gradient(lambda x: np.sin(x) * x, x, dout), dout * (np.cos(x) * x + np.sin(x)), atol=1e-8)


def test_sizes_are_unequal_and_within_the_bounds():
    rng = np.random.default_rng(0)
    for _ in range(50):
        sizes = unequal(rng, 4, 3, 9)
        assert len(set(sizes)) == 4 and all(3 <= s <= 9 for s in sizes)


def test_a_statistic_needs_power():
    statistic(0.501, 0.5, 0.001, "the mean", wrong=0.52)
    fails("standard errors away", statistic, 0.52, 0.5, 0.001, "the mean")
    fails("standard errors away", statistic, float("nan"), 0.5, 0.001, "the mean")
    with pytest.raises(ValueError, match="too few samples"):
        statistic(0.5, 0.5, 0.001, "the mean", wrong=0.505)


def test_changed_arguments_are_seen_and_returned_ones_are_not():
    solution = local_solution("def f(x, y):\n    y += 1\n    return x")
    solution.f(np.ones(2), np.zeros(2))
    unchanged(solution, 0)
    failure = fails("argument 2 was changed in place", unchanged, solution)
    assert "1" in failure.got and "0" in failure.expected


def test_an_exception_is_asked_for_by_its_kind():
    solution = local_solution("def f(x):\n    if x < 0:\n        raise KeyError(x)\n    return x")
    raises(solution.f, KeyError, -1)
    raises(solution.f, LookupError, -1)
    fails("ValueError should be raised here, but", raises, solution.f, ValueError, -1)
    fails("KeyError should be raised here", raises, solution.f, KeyError, 1)
    fails("no", require, False, "no")
