"""What is meant by a few letters of a name."""

import pytest

from quizprep.content.names import BEGINNINGS, BEGUN, INSIDE, NAME, WORDS, fit, place

SOFTMAX = ("softmax", "Softmax, stable, along any axis", "数值稳定、可指定轴的 softmax")
LOG = ("log-softmax", "Log-softmax, stable, along any axis", "数值稳定、可指定轴的 log-softmax")


@pytest.mark.parametrize(
    ("typed", "softmax", "log"),
    [
        ("softmax", NAME, WORDS), ("SOFT MAX", NAME, INSIDE), ("softmax, st", BEGUN, BEGINNINGS), ("log_softmax", None, NAME),
        ("stable softmax", WORDS, WORDS), ("any soft", BEGINNINGS, BEGINNINGS), ("oftm", INSIDE, INSIDE), ("数值稳", BEGUN, BEGUN),
        ("指定轴", INSIDE, INSIDE), ("torch", None, None), ("softmax 3", None, None), ("++", None, None),
    ],
)  # fmt: skip
def test_a_name_comes_before_its_beginning_its_words_and_a_piece_of_them(typed, softmax, log):
    assert (fit(typed, SOFTMAX), fit(typed, LOG)) == (softmax, log)


def test_other_words_find_it_but_are_no_name():
    assert fit("torch", SOFTMAX, "Losses torch") == INSIDE == fit("losses soft", SOFTMAX, "Losses torch")


def test_of_those_that_fit_as_well_the_shortest_slug_comes_first():
    slugs = ["adagrad", "adamw", "adam"]
    assert sorted(slugs, key=lambda s: place(fit("ada", (s,)), s)) == ["adam", "adamw", "adagrad"]
    assert place(fit("x", ("adam",)), "adam") is None
