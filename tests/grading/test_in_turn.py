"""Calls made in turn, in one exchange, are what they are one by one."""

from __future__ import annotations

from functools import partial

import pytest

from quizprep.grading.codec import decode, encode
from quizprep.grading.solution import Died, LocalChannel, Raised, Solution, load_request

SOURCE = """
import random

class Counter:
    def __init__(self, start):
        self.n = start

    def add(self, by, times=1):
        if by < 0:
            raise ValueError(f"negative: {by}")
        self.n += by * times
        return [self.n, random.random()]

def double(numbers):
    numbers.append(0)
    return 2 * numbers[0]
"""


def loaded(channel=None):
    solution = Solution(channel or LocalChannel())
    solution._load(load_request(SOURCE, [], 5))
    return solution


def told(step):
    return step.payload, step.answered, step.raised, step.mutated, step.after


def test_the_answers_and_what_is_recorded_are_those_of_single_calls():
    alone, together = loaded(), loaded()
    counter = alone.Counter(3)
    single = [counter.add(2), counter.add(1, times=4), alone.double([7])]
    counter = together.Counter(3)
    add = counter.add
    answers = together.in_turn(partial(add, 2), partial(add, 1, times=4), partial(together.double, [7]))
    # random numbers are drawn from a seed for each request; `counter.add` was asked for once instead of twice
    assert [a[0] for a in answers[:2]] == [a[0] for a in single[:2]] == [5, 9] and answers[2] == single[2] == 14
    assert [s.verb for s in together._steps] == ["call", "attribute", "call", "call", "call"]
    assert told(together._steps[-1]) == told(alone._steps[-1]) and together._steps[-1].mutated == [0]
    assert together.last_argument(0) == [7, 0]


def test_what_was_answered_before_is_known_where_it_is_passed_back():
    solution = loaded()
    counter = solution.Counter(1)
    first = solution.in_turn(partial(counter.add, 1))[0]
    solution.in_turn(partial(solution.double, first))
    step = solution._steps[-1]
    assert [e.step for e in step.earlier.values()] == [2] and step.asked[2] == [first]


def test_the_first_that_raises_ends_it():
    solution = loaded()
    counter = solution.Counter(0)
    add = counter.add
    with pytest.raises(Raised, match="negative: -1") as e:
        solution.in_turn(partial(add, 1), partial(add, -1), partial(add, 10))
    assert e.value.kind == "ValueError"
    assert [s.raised for s in solution._steps] == ["", "", "", "ValueError"]
    assert counter.n == 1


class Fake:
    """A worker that answers what it likes."""

    def __init__(self, answer):
        self.answer = answer

    def request(self, payload):
        return encode(["ok", encode([]), encode([]), []]) if decode(payload, ours=True)[0] == "load" else self.answer


OK = encode(["ok", encode(1), encode([]), []])


@pytest.mark.parametrize(
    "answer",
    [OK, b"", encode([]), encode([OK, OK, OK]), encode([OK]), encode([OK, 1]), encode({"a": 1}), encode([OK, b"junk"])],
    ids=["one by itself", "nothing", "none", "too many", "too few", "a number", "a dict", "junk"],
)
def test_another_form_of_answer_is_no_answer(answer):
    solution = loaded(Fake(answer))
    with pytest.raises(Died, match="malformed"):
        solution.in_turn(partial(solution.double, [1]), partial(solution.double, [2]))


def test_answers_that_are_too_large_together_are_an_error_of_the_submission():
    solution = Solution(LocalChannel())
    solution._load(load_request("def big():\n    return b'x' * (40 << 20)\n", [], 0))
    with pytest.raises(Raised, match="at most 64 MB"):
        solution.in_turn(solution.big, solution.big)
