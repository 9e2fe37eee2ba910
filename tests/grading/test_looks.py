"""Which parts of an answer a check looks at: a cache is its author's own affair, the elements of a list are not."""

import numpy as np

from quizprep.grading.checking import close, unchanged
from quizprep.grading.looks import Looks, of_the_reference

SOURCE = """
import numpy as np

def forward(x, state):
    state["n"] = 1
    return 2 * x, (x, "cache")

def backward(cache):
    return cache[0]

def batches(x):
    return [(x, x + i) for i in range(4)]
"""


def forward_only(solution, reference, rng):
    out, _cache = solution.forward(rng.normal(size=3), {})
    close(out, out)
    unchanged(solution, 0)


def then_backward(solution, reference, rng):
    out, cache = solution.forward(rng.normal(size=3), {})
    close(solution.backward(cache), np.array(out) / 2)


def first_batch(solution, reference, rng):
    close(solution.batches(rng.normal(size=3))[0][1], np.zeros(3))


def looks(*checks):
    return Looks([of_the_reference(check.__name__, check, SOURCE, None) for check in checks])


def test_beside_what_is_compared_the_rest_is_aside():
    seen, right = looks(forward_only), (np.ones(3), (np.ones(3), "cache"))
    assert not seen.aside("forward()", (0,), right)
    assert seen.aside("forward()", (1, 0), right) and seen.aside("forward()", (1,), right)
    assert not seen.aside("backward()", (), np.ones(3)), "nothing of it is compared: it is judged as one"


def test_what_is_passed_back_is_hidden():
    assert looks(then_backward).hidden("forward()", (1, 0)) and not looks(forward_only).hidden("forward()", (1, 0))


def test_an_argument_counts_where_a_check_minds():
    seen = looks(forward_only)
    assert seen.hidden("forward()", ("argument", 1, "n")) and not seen.hidden("forward()", ("argument", 0))


def test_of_a_list_all_is_looked_at_if_one_element_is():
    seen, right = looks(first_batch), [(np.ones(3), np.ones(3))] * 4
    assert not seen.aside("batches()", (3, 1), right) and not seen.aside("batches()", (7, 1), right), "one too many counts"
    assert seen.aside("batches()", (3, 0), right)


def test_a_check_that_fails_has_shown_what_it_did_until_then():
    assert not looks(first_batch).aside("batches()", (0, 1), [(1, 1)])


def test_a_check_that_needs_more_than_a_solution_is_not_run():
    assert of_the_reference("gpu", lambda solution, device: None, SOURCE, None) is None
