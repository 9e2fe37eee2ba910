"""When two answers count as the same."""

import itertools
import math

import numpy as np
import pytest

from quizprep.grading.compare import dtype_of, leaves, near, same

NUMBERS = [
    0.0,
    -0.0,
    1.0,
    -1.0,
    1 + 0.9e-7,
    1 + 1.1e-7,
    1 - 0.9e-7,
    5e-324,
    1e308,
    -1e308,
    math.inf,
    -math.inf,
    math.nan,
]


@pytest.mark.parametrize("kind", [float, np.float64])
@pytest.mark.parametrize("each", [False, True])
def test_two_numbers_are_compared_as_two_arrays_are(kind, each):
    for a, b in itertools.product(NUMBERS, NUMBERS):
        assert same(kind(a), b, each=each) == bool(near(np.array([a]), np.array([b]), 1e-7, each=each).all()), (a, b)


@pytest.mark.parametrize("each", [False, True])
def test_what_is_finite_is_never_near_what_is_not(each):
    wanted = np.array([1.0, math.inf, -math.inf, math.nan])
    for wrong in (
        [1, 5, -math.inf, math.nan],
        [1, -math.inf, -math.inf, math.nan],
        [1, math.inf, -math.inf, 2],
        [math.inf, math.inf, -math.inf, math.nan],
    ):
        assert not same(np.array(wrong, float), wanted, each=each)
    assert same(wanted.copy(), wanted, each=each)


def test_small_values_among_large_ones_only_show_each_by_itself():
    wanted, got = np.array([1e6, 1e-6]), np.array([1e6, 2e-6])
    assert same(got, wanted) and not same(got, wanted, each=True)


def test_an_integer_is_no_float_by_its_type_only():
    assert same(2, 2.0) and same(np.int64(2), 2.0) and dtype_of(2) != dtype_of(2.0)
    assert not same(2, 3) and not same(np.float32(2), 2.001) and same(np.float32(0.1), 0.1)


def test_the_parts_that_are_compared_as_one():
    array = np.zeros(2)
    found = leaves({"a": [1, 2.5], "b": (array, None, "x"), "c": [], "d": [1, "y"]}, ("result",))
    assert found.keys() == {
        ("result", "a"), ("result", "b", 0), ("result", "b", 1), ("result", "b", 2), ("result", "c", "len"), ("result", "d", 0),
        ("result", "d", 1),
    }  # fmt: skip
    assert found["result", "a"] == [1, 2.5] and found["result", "b", 0] is array
