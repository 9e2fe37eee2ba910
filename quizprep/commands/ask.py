"""``quiz``: questions in the plain terminal, one after the other."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from quizprep.commands.console import ask, out, talk
from quizprep.commands.listing import seed
from quizprep.commands.show import local, question_lines, result_lines, rubric_lines
from quizprep.content.library import Library
from quizprep.content.model import Open
from quizprep.errors import ProgressError, UnreadableAnswer
from quizprep.i18n import _
from quizprep.quiz import answers
from quizprep.quiz.choose import plan

if TYPE_CHECKING:
    import argparse

    from quizprep.content.render import Rendered
    from quizprep.progress.store import Store
    from quizprep.quiz.answers import Result

LEAVE = ("q", "quit", ":q", "退出")


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("topics", nargs="*", metavar="TOPIC")
    parser.add_argument("-n", type=int, default=10, help=_("how many questions (10)"))
    parser.add_argument("--seed", type=seed, help=_("the same seed asks the same questions"))
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--mock", action="store_true", help=_("no word until the end; for one against the clock, with drills: quizprep interview"))
    way.add_argument("--cram", action="store_true", help=_("the weakest first, whether due or not"))


def run(name: str, options: argparse.Namespace) -> int:
    """Ask, grade, record; the end of the input (Ctrl-D) or ``q`` ends the quiz."""
    with _store() as store:
        history = None if options.seed is not None else store
        if options.cram and store is not None:
            from quizprep.quiz.choose import cram

            planned = cram(Library(), options.topics or None, options.n, seed=options.seed, store=store)
        else:
            planned = plan(Library(), options.topics or None, options.n, seed=options.seed, store=history)
        sitting = Sitting(store, "mock" if options.mock else "quiz")
        for number, rendered in enumerate(planned, 1):
            out(f"\n[{number}/{len(planned)}] {rendered.topic} · {'•' * rendered.question.difficulty}")
            if not sitting.ask(rendered):
                break
        sitting.close()
    return 0


@contextmanager
def _store() -> Iterator[Store | None]:
    """The database; None, with a word about it, where it can't be used."""
    from quizprep.progress.store import Store

    try:
        store = Store.open()
    except ProgressError as e:
        talk(_("not recorded: {why}", why=e))
        yield None
        return
    with store:
        yield store


class Sitting:
    """One quiz: what was asked and what became of it."""

    def __init__(self, store: Store | None, mode: str) -> None:
        self.store, self.mode, self.session = store, mode, uuid.uuid4().hex
        self.results: list[tuple[Rendered, Result]] = []

    def ask(self, rendered: Rendered, *, again: bool = False) -> bool:
        """Ask one question until its answer can be read; False when the user leaves. Asked `again` it is not tallied."""
        for line in question_lines(rendered):
            out(line)
        talk("  " + answers.wanted(rendered))
        start = time.monotonic()
        answer = self._read(rendered)
        if answer is None:
            return False
        result = answers.grade(rendered, answer)
        if not again:
            self.results.append((rendered, result))
        self._record(rendered, answer, result, time.monotonic() - start)
        if self.mode != "mock":
            for line in result_lines(rendered, result):
                out(line)
        return True

    def _read(self, rendered: Rendered) -> Any:
        question = rendered.question
        try:
            if isinstance(question, Open):
                ask(_("Say it aloud, then press Enter.") + " ")
                for line in rubric_lines(question):
                    out(line)
            while True:
                typed = ask("> ")
                if typed.strip().lower() in LEAVE:
                    return None
                try:
                    return answers.read(rendered, typed)
                except UnreadableAnswer as e:
                    talk(str(e))
        except EOFError:
            out()
            return None

    def _record(self, rendered: Rendered, answer: Any, result: Result, seconds: float) -> None:
        if not self.store:
            return
        try:
            self.store.record_answer(rendered, answer, result, seconds=seconds, session=self.session, mode=self.mode)
        except ProgressError as e:
            talk(_("not recorded: {why}", why=e))

    def close(self) -> None:
        """The tally; of a mock interview, all explanations too."""
        if self.mode == "mock":
            for number, (rendered, result) in enumerate(self.results, 1):
                out(f"\n[{number}] {local(rendered.question.prompt)}")
                for line in result_lines(rendered, result):
                    out(line)
        right = sum(result.correct for _rendered, result in self.results)
        out()
        out(_("{right} of {total} right", right=right, total=len(self.results)))
