"""A guesser who knows how tests are written, and nothing of the subject, gains nothing on our choice questions."""

import re
import statistics

import pytest

from quizprep.content.library import Library
from quizprep.content.model import Choice

MARGIN = 0.05
SEEDS = 5


def words(option, lang):
    return option.text.get(lang)


def longest(options, lang):
    return max(options, key=lambda o: len(words(o, lang)))


def shortest(options, lang):
    return min(options, key=lambda o: len(words(o, lang)))


def odd_one_out(options, lang):
    """The one whose length is farthest from the others'."""
    sizes = {o: len(words(o, lang)) for o in options}
    return max(options, key=lambda o: abs(sizes[o] - statistics.mean(s for k, s in sizes.items() if k is not o)))


def most_specific(options, lang):
    """The one with most numbers, brackets, commas and conditions."""
    return max(
        options, key=lambda o: len(re.findall(r"[0-9(),;:：，；（）]|because|when|if|only|因为|只|当", words(o, lang)))
    )


def most_hedged(options, lang):
    return max(
        options, key=lambda o: len(re.findall(r"usually|often|may|can|mostly|通常|往往|可能|一般", words(o, lang)))
    )


def least_absolute(options, lang):
    return min(
        options,
        key=lambda o: len(re.findall(r"always|never|all|none|every|only|总是|从不|所有|必须|任何", words(o, lang))),
    )


def all_of_the_above(options, lang):
    return next((o for o in options if re.search(r"all of the|none of the|以上", words(o, lang))), options[0])


def most_like_the_others(options, lang):
    """The one that shares most words with the others: wrong options are often made by changing the right one."""
    bags = {o: set(re.findall(r"\w+", words(o, lang))) if lang == "en" else set(words(o, lang)) for o in options}
    return max(options, key=lambda o: sum(len(bags[o] & bags[p]) for p in options if p is not o))


GUESSES = [
    longest,
    shortest,
    odd_one_out,
    most_specific,
    most_hedged,
    least_absolute,
    all_of_the_above,
    most_like_the_others,
]


@pytest.fixture(scope="module")
def questions():
    library = Library()
    found = [q for t in library.topics for q in t.questions if isinstance(q, Choice)]
    for generator in [g for t in library.topics for g in t.generators]:
        drawn = [generator.question(seed) for seed in range(SEEDS)]
        found += [q for q in drawn if isinstance(q, Choice) and not q.fixed_order]
    return found


def gain(questions, guess, lang):
    """Share of right guesses above chance. Ties go to the first option in an order that knows nothing."""
    scores, chances = [], []
    for q in questions:
        options = sorted(q.options, key=lambda o: o.text.en[::-1])
        scores.append(guess(options, lang).correct)
        chances.append(1 / len(options))
    return statistics.mean(scores) - statistics.mean(chances)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("guess", GUESSES, ids=lambda g: g.__name__)
def test_the_guesser_is_at_most_five_points_above_chance(questions, guess, lang):
    assert len(questions) >= 40
    assert gain(questions, guess, lang) <= MARGIN


def test_the_guesser_would_be_caught():
    """The measure works: a bank whose right option is always the longest gives it away."""
    from quizprep.content.model import Option, Text

    options = [
        Option(Text("short a", "一")),
        Option(Text("short b", "二")),
        Option(Text("the long and careful one", "很长的一个"), correct=True),
    ]
    fields = {
        "id": "a.b",
        "concept": "c",
        "difficulty": 1,
        "prompt": Text("?"),
        "explanation": Text("!"),
        "sources": ["s"],
    }
    assert gain([Choice(options=options, **fields)] * 10, longest, "en") > 0.5
