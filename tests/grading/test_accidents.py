"""Which accident several failed checks show together: one that contradicts another is not said."""

import math

from quizprep.grading.accidents import Seen, agreed, besides


def accident(name, title=""):
    return {"mistake": f"common.{name}", "title": {"en": title, "zh": title}, "explanation": {}, "check": "", "whole": True}


TWICE, THRICE = accident("constant-factor", "2"), accident("constant-factor", "3")
OVERFLOW, CHANGED, TRANSPOSED = accident("overflow"), accident("input-changed"), accident("transposed")


def test_one_check_says_what_it_saw():
    assert agreed([Seen("a", TWICE)]) == TWICE
    assert agreed([Seen("a", None)]) is None
    assert agreed([]) is None


def test_a_factor_holds_in_every_failed_check_or_is_none():
    assert agreed([Seen("a", TWICE), Seen("b", TWICE)]) == TWICE
    assert agreed([Seen("a", None, factor=2.0), Seen("b", TWICE, 2.0)]) == TWICE, "one number only, but off by the same"
    assert agreed([Seen("a", TWICE), Seen("b", THRICE)]) is None
    assert agreed([Seen("a", TWICE), Seen("b", None)]) is None
    assert agreed([Seen("a", TWICE, 2.0), Seen("b", None, factor=2.1)]) is None
    assert agreed([Seen("a", OVERFLOW), Seen("b", None, factor=2.0)]) is None


def test_what_is_certain_is_said_among_other_things():
    assert agreed([Seen("a", TWICE), Seen("b", CHANGED)]) == CHANGED | {"whole": False}
    assert agreed([Seen("a", TRANSPOSED), Seen("b", None)]) == TRANSPOSED | {"whole": False}
    assert agreed([Seen("a", TRANSPOSED), Seen("b", TRANSPOSED)]) == TRANSPOSED


def test_a_cause_is_said_besides_a_mistake_that_does_not_explain_it():
    assert besides([Seen("a", None), Seen("b", CHANGED)], {"a"}) == CHANGED | {"whole": False}
    assert besides([Seen("b", CHANGED)], {"b"}) is None
    assert besides([Seen("b", TRANSPOSED), Seen("c", TWICE)], set()) is None


def test_an_offset_is_compared_with_an_offset():
    shifted = Seen("a", accident("constant-offset", "+1"), factor=2.0, offset=1.0)
    assert Seen("b", None, offset=1.0).shows(shifted)
    assert not Seen("b", None, factor=2.0).shows(shifted)
    assert not Seen("b", None, offset=math.nan).shows(shifted)
    assert not Seen("b", None, factor=2.0).shows(Seen("a", OVERFLOW, factor=2.0))
