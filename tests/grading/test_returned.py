"""What a function answered before stays as it was: copies on the wire don't hide that it doesn't."""

import numpy as np
import pytest
import torch

from quizprep.grading.codec import encode
from quizprep.grading.returned import MOST_BYTES, OverwrittenError, Returned


def noted(*answers):
    returned = Returned()
    for answer in answers:
        made = answer() if callable(answer) else answer
        returned.note(made, encode(made))


def test_answers_of_their_own_are_fine():
    noted(*(lambda i=i: (np.full(3, i), {"x": [i]}, torch.full((2,), i)) for i in range(50)))


def test_the_same_answer_again_is_fine():
    kernel, table = np.ones((3, 3)), {"a": 1}
    noted(kernel, kernel, kernel[1:], (kernel, table), table)


@pytest.mark.parametrize(
    ("make", "write", "form"),
    [
        (lambda: np.zeros(4), lambda x: x.fill(2), lambda x: x),
        (lambda: np.zeros(4), lambda x: x.fill(2), lambda x: (1.0, x[:2])),
        (lambda: np.zeros((2, 2)), lambda x: x.fill(2), lambda x: {"cache": [x.T]}),
        (lambda: torch.zeros(4), lambda x: x.fill_(2), lambda x: x.reshape(2, 2)),
        (dict, lambda x: x.update(a=1), lambda x: (0, x)),
        (list, lambda x: x.append(1), lambda x: x),
    ],
)
def test_one_that_is_filled_anew_is_not(make, write, form):
    returned, kept = Returned(), make()
    returned.note(form(kept), encode(form(kept)))
    write(kept)
    with pytest.raises(OverwrittenError):
        returned.note(form(kept), encode(form(kept)))


def test_what_has_no_plain_memory_is_passed_over():
    for odd in (torch.zeros(2).to_sparse(), torch.zeros(2, device="meta"), torch.zeros(0), np.zeros(0), object(), None):
        Returned().note(odd, b"")


def test_the_oldest_answers_are_let_go():
    returned, size = Returned(), MOST_BYTES // 4
    for i in range(20):
        answer = np.full(size // 8, i)
        returned.note(answer, encode(answer))
    assert len(returned._answers) <= 4 and len(returned._by_part) <= 4
