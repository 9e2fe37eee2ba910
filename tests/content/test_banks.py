"""The shipped banks keep the rules, and every generator agrees with its independent oracle."""

import math
from functools import cache

import pytest

from quizprep.content.library import Library, load_module
from quizprep.content.lint import lint, right_is_longest
from quizprep.content.model import Choice, Choices, Cloze, Number, Open, Shape, Short
from quizprep.content.render import render
from quizprep.errors import UnreadableAnswer
from quizprep.paths import solutions_dir
from quizprep.quiz import answers

LIBRARY = Library()
GENERATORS = [g for t in LIBRARY.topics for g in t.generators]
QUESTIONS = [q for t in LIBRARY.topics for q in t.questions]
SEEDS = 300


@cache
def oracles(topic):
    return load_module(solutions_dir() / topic / "oracles.py", f"oracles_{topic.replace('-', '_')}").ORACLES


def test_lint_finds_nothing_in_the_shipped_banks():
    assert [str(f) for f in lint().findings] == []


@pytest.mark.parametrize("topic", LIBRARY.topics, ids=lambda t: t.slug)
def test_a_topic_is_there_in_full(topic):
    assert len(topic.questions) >= 20 and len(topic.generators) >= 2
    assert {q.difficulty for q in topic.questions} == {1, 2, 3}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_right_option_is_seldom_the_longest(lang):
    choices = [q for q in QUESTIONS if isinstance(q, Choice)]
    assert sum(right_is_longest(q, lang) for q in choices) <= 0.35 * len(choices)


def value_of(question):
    if isinstance(question, Choice):
        return next(o.text.en for o in question.options if o.correct)
    if isinstance(question, Choices):
        return sorted(o.text.en for o in question.options if o.correct)
    if isinstance(question, Cloze):
        return [b.accept[0] for b in question.blanks]
    if isinstance(question, Short):
        return question.accept[0]
    return question.answer


def agree(question, got, want):
    """Within what the question accepts: an oracle that is off by more would be marked wrong."""
    if isinstance(question, Number):
        allowed = max(question.absolute, question.tolerance * abs(got), 1e-9)
        return math.isclose(got, float(want), rel_tol=0, abs_tol=allowed)
    if isinstance(question, Shape):
        return list(got) == [int(n) for n in want]
    if isinstance(question, Cloze):
        return len(got) == len(want) and all(
            math.isclose(float(g), float(w), rel_tol=1e-9, abs_tol=1e-9) if _is_number(g) else str(g) == str(w)
            for g, w in zip(got, want, strict=True)
        )
    return got == want


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda g: g.id)
def test_a_generator_agrees_with_its_oracle(generator):
    oracle = oracles(generator.id.split(".")[0])[generator.id]
    bad, drawn = [], set()
    for seed in range(SEEDS):
        question = generator.question(seed)
        got, want = value_of(question), oracle(question.parameters)
        drawn.add(repr(question.parameters))
        if not agree(question, got, want):
            bad.append((seed, question.parameters, got, want))
    assert bad == []
    assert len(drawn) > 20, "hardly anything varies with the seed"


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda g: g.id)
def test_the_same_seed_gives_the_same_question_and_its_own_answer_is_right(generator):
    for seed in range(40):
        rendered = render(generator, seed)
        assert render(generator, seed) == rendered
        result = answers.grade(rendered, answers.read(rendered, raw_answer(rendered)))
        assert result.correct, (seed, result)


def raw_answer(rendered):
    """The right answer as a user gives it."""
    q = rendered.question
    if q.kind == "choice":
        return rendered.key[0]
    if q.kind in ("choices", "order", "match"):
        return list(rendered.key)
    if q.kind == "cloze":
        return [b.accept[0] for b in q.blanks]
    if q.kind == "shape":
        return ", ".join(map(str, q.answer))
    if q.kind == "text":
        return q.accept[0]
    if q.kind == "line":
        return q.answer[0]
    if q.kind == "open":
        return list(range(len(q.rubric)))
    return repr(q.answer)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
def test_an_authored_questions_key_is_accepted_and_its_traps_are_not(question):
    rendered = render(question, 3)
    assert answers.grade(rendered, answers.read(rendered, raw_answer(rendered))).correct
    for trap in getattr(question, "traps", []):
        result = answers.grade(rendered, answers.read(rendered, trap.answer))
        assert not result.correct and result.feedback, trap.answer
    if isinstance(question, Choice):
        wrong = next(i for i, o in enumerate(rendered.question.options) if not o.correct)
        result = answers.grade(rendered, answers.read(rendered, wrong))
        assert not result.correct and result.feedback
    if isinstance(question, Open):
        assert not answers.grade(rendered, answers.read(rendered, [])).correct


@pytest.mark.parametrize(
    "question", [q for q in QUESTIONS if q.kind in ("number", "shape", "text", "cloze")], ids=lambda q: q.id
)
def test_an_empty_answer_is_unreadable_and_costs_nothing(question):
    rendered = render(question, 1)
    with pytest.raises(UnreadableAnswer):
        answers.read(rendered, [""] * len(question.blanks) if question.kind == "cloze" else "  ")


def test_guessing_the_longest_option_gains_little():
    chosen = [q for q in QUESTIONS if isinstance(q, Choice)]
    chance = sum(1 / len(q.options) for q in chosen) / len(chosen)
    hits = sum(max(q.options, key=lambda o: len(o.text.en)).correct for q in chosen) / len(chosen)
    assert hits <= chance + 0.05


def test_shuffling_leaves_the_right_option_anywhere():
    places = {render(q, s).key[0] for q in QUESTIONS if isinstance(q, Choice) and not q.fixed_order for s in range(20)}
    assert places >= {0, 1, 2}
