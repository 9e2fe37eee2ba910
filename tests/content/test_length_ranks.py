"""The length of an option says nothing of whether it is right: no rank holds much more than its share of the keys."""

import pytest

from quizprep.content.library import Library
from quizprep.content.model import LANGUAGES, Choice

CHOICES = [q for t in Library().topics for q in t.questions if isinstance(q, Choice)]
SLOTS = 4
MOST = 0.35


def shares(question, lang):
    """How the key counts towards each rank, shortest first.

    Options of equal length share their ranks evenly. Other numbers of options are stretched over the four
    ranks: of three the middle one counts half towards either inner rank.
    """
    lengths = [len(o.text.get(lang)) for o in question.options]
    key = next(n for n, o in zip(lengths, question.options, strict=True) if o.correct)
    shorter, alike = sum(n < key for n in lengths), lengths.count(key)
    found = [0.0] * SLOTS
    for rank in range(shorter, shorter + alike):
        place = rank * (SLOTS - 1) / (len(lengths) - 1)
        low = int(place)
        found[low] += (1 - place + low) / alike
        if place > low:
            found[low + 1] += (place - low) / alike
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_length_rank_gives_the_right_option_away(lang):
    total = [sum(s) / len(CHOICES) for s in zip(*(shares(q, lang) for q in CHOICES), strict=True)]
    assert abs(sum(total) - 1) < 1e-9
    assert max(total) <= MOST, [f"{t:.0%}" for t in total]
