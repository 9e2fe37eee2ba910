"""Questions that the drills' known mistakes ask by themselves: find the faulty line.

The reference with one mistake in it is the code, and the key is the difference. Nothing is written by hand: a drill that gains a mistake
gains its question. Comments are left out of the code, since they say what the line ought to do. What the mistake would show in
training is asked too, and told afterwards; it is not graded, since the symptoms of two mistakes are often both true.
"""

from __future__ import annotations

import ast
import contextlib
import re
from typing import TYPE_CHECKING

from quizprep.content import mistakes
from quizprep.content.model import Line, Mistake, Question, Text

if TYPE_CHECKING:
    from quizprep.content.library import Drill

MAX_LINES = 44
"""Longer programs aren't shown as a question."""
SHORT = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Return)
"""Statements that stand on one line and hold no other."""


def questions_of(drill: Drill) -> list[Question]:
    """The questions of a drill, one for each mistake that changes exactly one line.

    Raises:
        ContentError: when its mistakes or reference can't be read.
    """
    reference = drill.reference()
    right, source = Right(reference), source_of(reference)
    found: list[Question] = []
    for mistake in drill.mistakes().mistakes:
        if mistake.file or drill.info.concepts == []:
            continue
        program = mistakes.program(drill.solution, mistake)
        wrong = right.changed(*mistake.edit[0]) if len(mistake.edit) == 1 else None
        if wrong is None:
            wrong = plain(program)
        place = one_line(right.lines, wrong)
        if place is None or len(wrong) > MAX_LINES:
            continue
        found.append(_line(drill, mistake, wrong, place, right.lines[place], source))
    return found


class Right:
    """A reference, of which one statement after the other is changed: where that is all that changes, only that one is read again."""

    def __init__(self, source: str) -> None:
        self.lines = plain(source)
        self._source = source.encode()
        starts = [0]
        for line in self._source.splitlines(keepends=True):
            starts.append(starts[-1] + len(line))
        self._statements: list[tuple[int, int, int]] = []
        """Of each short statement that stands on one of the `lines`: where it begins and ends in the source, and that line."""
        there, here = (ast.walk(ast.parse(text)) for text in (source, "\n".join(self.lines)))
        for one, other in zip(there, here, strict=True):
            if isinstance(one, SHORT) and isinstance(other, SHORT) and other.lineno == other.end_lineno and one.end_lineno:
                begin, end = starts[one.lineno - 1] + one.col_offset, starts[one.end_lineno - 1] + (one.end_col_offset or 0)
                self._statements.append((begin, end, other.lineno - 1))

    def changed(self, old: str, new: str) -> list[str] | None:
        """What `plain` makes of the program with this edit, where it changes one short statement; None where it has to be asked."""
        begin = self._source.find(old.encode())
        end = begin + len(old.encode())
        for first, last, place in self._statements:
            if first <= begin and end <= last:
                with contextlib.suppress(SyntaxError):
                    text = self._source[first:begin] + new.encode() + self._source[end:last]
                    body = ast.parse(text).body
                    if len(body) == 1 and isinstance(body[0], SHORT) and "\n" not in (line := ast.unparse(body[0])):
                        before = self.lines[place]
                        indent = before[: len(before) - len(before.lstrip())]
                        return [*self.lines[:place], indent + line, *self.lines[place + 1 :]]
        return None


def plain(source: str) -> list[str]:
    """The lines of a program in one style, without comments, the source left out of its docstring."""
    tree = ast.parse(source)
    text = ast.get_docstring(tree, clean=False)
    if text is not None:
        kept = re.sub(r"\n\s*\n(Sources?|References?):.*", "\n", text, flags=re.DOTALL)
        tree.body[0] = ast.Expr(ast.Constant(kept))
    return ast.unparse(tree).splitlines()


def one_line(right: list[str], wrong: list[str]) -> int | None:
    """The index of the only line that differs; None where more than one does."""
    if len(right) != len(wrong):
        return None
    changed = [place for place, (a, b) in enumerate(zip(right, wrong, strict=True)) if a != b]
    return changed[0] if len(changed) == 1 else None


def _line(drill: Drill, mistake: Mistake, code: list[str], place: int, fixed: str, source: str) -> Question:
    title = drill.info.title
    return Line(
        id=mistakes.question_id(drill.topic, drill.slug, mistake.name),
        concept=drill.info.concepts[0],
        difficulty=min(3, drill.info.difficulty + 1),
        prompt=Text(
            f"{title.en}: one line of this program is wrong. Which one, and what would you see because of it?",
            f"{title.zh}：这段程序有一行是错的。是哪一行？它会造成什么现象？",
        ),
        explanation=_explained(mistake),
        sources=[source],
        revision=drill.info.revision,
        code="\n".join(code),
        answer=[place + 1],
        fixed=fixed.strip(),
    )


def _explained(mistake: Mistake) -> Text:
    """Name, explanation and symptom."""
    en, zh = f"**{mistake.title.en}** {mistake.explanation.en}", f"**{mistake.title.zh}** {mistake.explanation.zh}"
    if mistake.symptom is not None:
        en += f"\n\nWhat one would see: {mistake.symptom.en}"
        zh += f"\n\n会看到的现象：{mistake.symptom.zh}"
    return Text(en, zh)


def source_of(reference: str) -> str:
    """The source that the reference cites."""
    text = ast.get_docstring(ast.parse(reference)) or ""
    cited = re.search(r"(?:Sources?|References?):\s*(.+)", text, flags=re.DOTALL)
    return " ".join(cited[1].split()) if cited else "the reference solution of the drill"
