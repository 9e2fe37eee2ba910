"""``quiz``: questions in the plain terminal, one after the other; what was wrong comes again before the end."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from quizprep.commands.console import ask, out, talk
from quizprep.commands.listing import seed
from quizprep.commands.show import local, question_lines, result_lines, rubric_lines
from quizprep.content.library import Library
from quizprep.content.model import Open
from quizprep.content.render import render
from quizprep.errors import ProgressError, UnreadableAnswer, UsageError
from quizprep.i18n import _
from quizprep.quiz import answers
from quizprep.quiz.choose import cram, plan
from quizprep.quiz.sitting import Answered, Sitting

if TYPE_CHECKING:
    import argparse

    from quizprep.content.render import Rendered
    from quizprep.progress.store import Store
    from quizprep.quiz.answers import Result

N = 10
"""Questions, where no number is given."""
LEAVE = ("q", "quit", ":q", "退出")


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("topics", nargs="*", metavar="TOPIC")
    parser.add_argument("-n", type=int, help=_("how many questions (10)"))
    parser.add_argument("--minutes", type=int, metavar="N", help=_("with --cram: as many as fit into so many minutes"))
    parser.add_argument("--seed", type=seed, help=_("the same seed asks the same questions"))
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--mock", action="store_true", help=_("no word until the end; for one against the clock, with drills: quizprep interview"))
    way.add_argument("--cram", action="store_true", help=_("the weakest first, whether due or not"))


def run(name: str, options: argparse.Namespace) -> int:
    """Ask, grade, record; the end of the input (Ctrl-D) or ``q`` ends the quiz."""
    if options.minutes is not None and not (options.cram and 1 <= options.minutes <= 480):
        raise UsageError(_("--minutes takes a whole number from 1 to 480, and goes with --cram only."))
    with _store() as store:
        library, topics = Library(), options.topics or None
        if options.cram and store is not None:
            n = options.n if options.n is not None or options.minutes else N
            planned = cram(library, topics, n, minutes=options.minutes, seed=options.seed, store=store)
        else:
            n = N if options.n is None else options.n
            planned = plan(library, topics, n, seed=options.seed, store=store if options.seed is None else None)
        mode = "mock" if options.mock else "cram" if options.cram else "quiz"
        asking = Asking(store, library, Sitting(planned, mode=mode))
        asking.all()
        asking.close()
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


class Asking:
    """Puts the questions of a sitting in the plain terminal.

    Args:
        store: keeps the answers; None where it can't be used, and then nothing comes again.
        library: makes fresh variants of what comes again.
        sitting: the questions.
    """

    def __init__(self, store: Store | None, library: Library, sitting: Sitting) -> None:
        self.store, self.library, self.sitting = store, library, sitting

    def all(self) -> bool:
        """Ask until nothing is left; False when the user leaves before."""
        sitting = self.sitting
        while (upcoming := sitting.upcoming(self.store.cards.now if self.store else 0)) is not None:
            rendered, again = upcoming
            if again:
                rendered = render(self.library.item(rendered.id), random.randrange(2**31), rendered.topic)
            place = f"[{len(sitting.answered) + 1}/{sitting.total}]"
            out("\n" + " · ".join([f"{place} {rendered.topic}", "•" * rendered.question.difficulty, *self._why(rendered, again)]))
            if not self._ask(rendered, again):
                return False
        return True

    def _why(self, rendered: Rendered, again: bool) -> list[str]:
        from quizprep.quiz.words import why_words

        if again:
            return [_("once more")]
        why = self.sitting.whys.get(rendered.id)
        return [why_words(*why, self.library)] if why else []

    def _ask(self, rendered: Rendered, again: bool) -> bool:
        """Ask one question until its answer can be read; False when the user leaves."""
        for line in question_lines(rendered):
            out(line)
        talk("  " + answers.wanted(rendered))
        start = time.monotonic()
        answer = self._read(rendered)
        if answer is None:
            return False
        result = answers.grade(rendered, answer)
        self.sitting.answered.append(self._record(rendered, answer, result, again, time.monotonic() - start))
        if self.sitting.mode != "mock":
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

    def _record(self, rendered: Rendered, answer: Any, result: Result, again: bool, seconds: float) -> Answered:
        """Kept, and where the question stands now; in a mock interview nothing comes again."""
        sitting, number, card = self.sitting, 0, None
        if self.store:
            try:
                number = self.store.record_answer(
                    rendered, answer, result, seconds=seconds, session=sitting.id, mode=sitting.mode
                )
                review = self.store.cards.review(number)
                card = review.after if review and sitting.mode != "mock" else None
            except ProgressError as e:
                talk(_("not recorded: {why}", why=e))
        return Answered(rendered, answer, result, bool(number), number, again, card)

    def close(self) -> None:
        """The tally; of a mock interview, all explanations too."""
        sitting = self.sitting
        if sitting.mode == "mock":
            for number, answered in enumerate(sitting.answered, 1):
                out(f"\n[{number}] {local(answered.rendered.question.prompt)}")
                for line in result_lines(answered.rendered, answered.result):
                    out(line)
        out()
        out(_("{right} of {total} right", right=sitting.right, total=len(sitting.first)))
