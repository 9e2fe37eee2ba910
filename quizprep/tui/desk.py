"""What the screens work with: the library, the progress store and the grader, each opened when first needed.

One lock holds the library's lazy loading to one thread at a time.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from quizprep.errors import ProgressError, QuizprepError

if TYPE_CHECKING:
    from quizprep.content.library import Drill, Library
    from quizprep.content.render import Rendered
    from quizprep.grading.client import Grader
    from quizprep.progress.store import Store
    from quizprep.quiz.today import Session


class Desk:
    """The app's way to everything that is not on the screen."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.trouble: ProgressError | None = None
        """Why nothing is being saved, where that is so."""
        self._store: Store | None = None

    @cached_property
    def library(self) -> Library:
        """The banks."""
        from quizprep.content.library import Library

        return Library()

    @cached_property
    def grader(self) -> Grader:
        """The grading service."""
        from quizprep import config
        from quizprep.grading.client import Grader

        settings = config.load()
        return Grader(seconds_scale=settings.check_seconds_scale, device=settings.device)

    @property
    def store(self) -> Store | None:
        """The progress store; None where it can't be opened, and `trouble` says why."""
        if self._store is not None:
            return self._store
        with self.lock:
            if self._store is None and self.trouble is None:
                from quizprep.progress.store import Store

                try:
                    self._store = Store.open()
                except ProgressError as e:
                    self.trouble = e
            return self._store

    def plan(self, topics: list[str] | None, n: int, seed: int | None = None) -> list[Rendered]:
        """What to ask next."""
        from quizprep.quiz.choose import plan

        with self.lock:
            return plan(self.library, topics, n, seed=seed, store=self.store)

    def cram(self, topics: list[str] | None, n: int | None, minutes: int | None) -> list[Rendered]:
        """The weakest questions first, `n` of them or what fits into `minutes`; without a store, what `plan` gives."""
        from quizprep.quiz.choose import READING, cram

        with self.lock:
            if (store := self.store) is None:
                return self.plan(topics, n or int(60 * (minutes or 0) / (4 * READING)) or 1)
            return cram(self.library, topics, n, minutes=minutes, store=store)

    def today(self) -> Session:
        """Today's session.

        Raises:
            ProgressError: progress can't be read.
        """
        from quizprep.quiz.today import today

        with self.lock:
            if (store := self.store) is None:
                raise self.trouble or ProgressError("")
            return today(self.library, store)

    def render(self, question: str, seed: int) -> Rendered:
        """The variant of a question that was asked before."""
        from quizprep.content.render import render

        return render(self.library.item(question), seed)

    def drill_of(self, question: str) -> Drill | None:
        """The drill of whose known mistake a question is made; None for any other question."""
        from quizprep.content.mistakes import is_faulty_line, question_id

        if not is_faulty_line(question):
            return None
        with self.lock, suppress(QuizprepError):
            topic = self.library.topic(question.partition(".")[0])
            for drill in topic.drills:
                begin, _line, mistake = question.partition(question_id(topic.slug, drill.slug, ""))
                if not begin and mistake in {m.name for m in drill.mistakes().mistakes}:
                    return drill
        return None

    def title(self, topic: str) -> Any:
        """The topic's title as a `Text`, or its slug where the topic is gone."""
        from quizprep.content.model import Text

        return next((t.info.title for t in self.library.topics if t.slug == topic), Text(topic))

    def close(self) -> None:
        """End what was started."""
        if "grader" in self.__dict__:
            self.grader.close()
        if self._store is not None:
            self._store.close()
            self._store = None
