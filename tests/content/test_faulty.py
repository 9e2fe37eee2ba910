"""The questions made of known mistakes: the key is the line that differs, and nothing in the code gives it away."""

import ast
import io
import tokenize

import pytest

from quizprep.content import mistakes
from quizprep.content.faulty import Right, one_line, plain, questions_of
from quizprep.content.library import Library
from quizprep.content.lint_question import problems

LIBRARY = Library()
MADE = {q.id: (d, q) for d in LIBRARY.drills for q in questions_of(d)}


def test_every_topic_with_drills_has_some():
    assert len(MADE) >= 60
    assert {d.topic for d, _ in MADE.values()} == {d.topic for d in LIBRARY.drills}


def test_the_key_is_the_only_line_that_differs_from_the_reference():
    for drill, question in MADE.values():
        right, wrong = plain(drill.reference()), question.code.splitlines()
        (place,) = question.answer
        assert len(right) == len(wrong)
        assert [n for n, (a, b) in enumerate(zip(right, wrong, strict=True), 1) if a != b] == [place]
        assert right[place - 1].strip() == question.fixed


def test_a_changed_statement_reads_as_in_the_whole_program():
    """What is read in parts is what would be read as a whole, and most of it is read in parts."""
    parts = total = 0
    for drill in LIBRARY.drills:
        right = Right(drill.reference())
        assert right.lines == plain(drill.reference())
        for mistake in drill.mistakes().mistakes:
            if not mistake.file:
                total += 1
                changed = right.changed(*mistake.edit[0]) if len(mistake.edit) == 1 else None
                parts += changed is not None
                assert changed in (None, plain(mistakes.program(drill.solution, mistake))), (drill.slug, mistake.name)
    assert parts > total / 2


def test_what_is_more_than_one_short_statement_is_not_read_in_parts():
    right = Right("def f(x):\n    \"\"\"a = b\"\"\"\n    a = (x +\n         1)\n    if a:\n        return 'β', a\n    return x\n")
    assert right.changed("+\n         1", "- 2") == ["def f(x):", '    """a = b"""', "    a = x - 2", *right.lines[3:]]
    assert right.changed("'β', a", "a, 'β'")[-2] == "        return (a, 'β')"
    for old, new in (("if a", "if not a"), ("a = b", "a = c"), ("return x", "pass"), ("return x", "y = 1\n    return y"), ("- 1", ""), ("return x", "return (")):
        assert right.changed(old, new) is None, (old, new)


def test_the_code_runs_and_says_nothing_of_the_mistake():
    for _drill, question in MADE.values():
        ast.parse(question.code)
        kinds = {t.type for t in tokenize.generate_tokens(io.StringIO(question.code).readline)}
        assert tokenize.COMMENT not in kinds


def test_ids_are_unlike_and_all_are_sound():
    questions = [q for t in LIBRARY.topics for q in t.items]
    assert len({q.id for q in questions}) == len(questions)
    for _drill, question in MADE.values():
        assert [m for _name, m in problems(question)] == []


def test_what_is_kept_is_what_would_be_made(tmp_path, monkeypatch):
    monkeypatch.setenv("QUIZPREP_HOME", str(tmp_path))
    first, again = (Library().topic("optimizers").faulty for _ in range(2))
    assert first == again == [q for d, q in MADE.values() if d.topic == "optimizers"]
    assert list((tmp_path / "data" / "kept").glob("faulty-*.json"))
    assert Library().catalogue.count("optimizers") == len(Library().topic("optimizers").items)


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [(["a", "b"], ["a", "c"], 1), (["a", "b"], ["a"], None), (["a", "b"], ["x", "c"], None), (["a"], ["a"], None)],
)
def test_one_line_only(right, wrong, place):
    assert one_line(right, wrong) == place


def test_a_mistake_of_several_lines_is_not_asked():
    for drill in LIBRARY.drills:
        asked = {q.id.removeprefix(f"{drill.topic}.line-{drill.slug}-") for q in questions_of(drill)}
        for mistake in mistakes.known(drill.solution):
            if mistake.file:
                assert mistake.name not in asked
