"""A mock interview under way: what is asked now, what becomes of an answer, when the time is up. No widgets.

Nothing is judged before the end, nothing can be gone back to, and all is kept at once: after a crash the interview goes on with
the item that was open, its clock where the last heartbeat left it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from quizprep.errors import UnknownName
from quizprep.progress import interviews
from quizprep.progress.clocks import RUNNING, Clock
from quizprep.progress.interviews import ALL, CUT, GIVEN, GONE, LEFT, SKIPPED, TIME, WAITING, ItemRow
from quizprep.quiz import answers
from quizprep.quiz.interview import DRILL, OPEN, QUESTION

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizprep.content.library import Drill, Library
    from quizprep.content.render import Rendered
    from quizprep.grading.report import Report
    from quizprep.progress.rows import AnswerRow
    from quizprep.progress.store import Store


class Interview:
    """One interview that is being asked, or waits for its open answers to be marked.

    Args:
        store: where it is kept.
        library: the banks.
        number: its id.
        tick: seconds that never go back.
    """

    def __init__(
        self, store: Store, library: Library, number: int, *, tick: Callable[[], float] = time.monotonic
    ) -> None:
        self.store, self.library, self.number = store, library, number
        self.row = interviews.interview(store, number)
        self.items = interviews.items(store, number)
        self.clock = Clock(store, interviews.clock_name(number), par=60.0 * self.row.minutes, tick=tick)
        self._rendered: dict[int, Rendered] = {}

    # ------------------------------------------------------------------ where it stands

    @property
    def now(self) -> ItemRow | None:
        """What is asked now; None when all was asked."""
        return next((i for i in self.items if i.state == WAITING), None) if self.asking else None

    @property
    def asking(self) -> bool:
        """Whether the asking is not over."""
        return self.row.asked is None

    @property
    def left(self) -> float:
        """Seconds left."""
        return self.clock.left

    def _read(self) -> None:
        self.row = interviews.interview(self.store, self.number)
        self.items = interviews.items(self.store, self.number)

    def given(self) -> dict[tuple[str, int], AnswerRow]:
        """The recorded answers by question and seed; the first to each."""
        rows = self.store.answers(session=self.row.session, limit=1000, undone=True)
        return {(r.question, r.seed): r for r in rows}  # newest first: the oldest stays

    def rendered(self, item: ItemRow) -> Rendered:
        """The question of an item.

        Raises:
            UnknownName: it is no longer in the bank, or is another one now.
        """
        from quizprep.content.render import render

        if item.place not in self._rendered:
            found = render(self.library.item(item.name), item.seed, item.topic)
            if found.version != item.version:
                raise UnknownName("question", f"{item.name} (version {item.version})", [])
            self._rendered[item.place] = found
        return self._rendered[item.place]

    def drill(self, item: ItemRow) -> Drill:
        """The drill of an item.

        Raises:
            UnknownName: it is no longer there.
        """
        return self.library.drill(item.name)

    # ------------------------------------------------------------------ going on

    def go(self) -> bool:
        """Start or go on; False where it runs in another program.

        Raises:
            ProgressError: it can't be written.
        """
        if not self.clock.go():
            return False
        self._read()
        given = self.given()
        for item in self.items:
            if item.kind == QUESTION and item.state == WAITING and (item.name, item.seed) in given:
                self._leave(item, GIVEN)  # killed between the answer and the note that the item is over
        self._enter()
        return True

    def _enter(self) -> None:
        """Open the next item that there still is, or end the asking."""
        self._read()
        while (item := self.now) is not None:
            try:
                _there = self.drill(item) if item.kind == DRILL else self.rendered(item)
            except UnknownName:
                interviews.leave(self.store, self.number, item.place, GONE, self.clock.seconds)
                self._read()
                continue
            if item.began is None:
                interviews.enter(self.store, self.number, item.place, self.clock.seconds)
                self._read()
            return
        if self.asking:
            self.close(ALL)

    def _leave(self, item: ItemRow, state: str, source: bytes | None = None) -> None:
        interviews.leave(self.store, self.number, item.place, state, self.clock.seconds, source)

    # ------------------------------------------------------------------ answers

    def answer(self, answer: Any) -> None:
        """Give the answer to a short question (as `answers.read` returns it), and go on."""
        item = self.now
        assert item is not None and item.kind == QUESTION
        self._record(item, answer, self.clock.seconds - (item.began or 0.0))
        self._leave(item, GIVEN)
        self._enter()

    def _record(self, item: ItemRow, answer: Any, seconds: float) -> None:
        rendered = self.rendered(item)
        result = answers.grade(rendered, answer)
        self.store.record_answer(
            rendered, answer, result, seconds=max(0.0, seconds), session=self.row.session, mode="mock"
        )

    def write(self, said: list[str]) -> None:
        """Keep what is written to the open question so far."""
        item = self.now
        if item is not None and item.kind == OPEN and item.said != said:
            interviews.write(self.store, self.number, item.place, said)
            self._read()

    def done(self, source: bytes | None = None) -> None:
        """The open question and its follow-ups are answered, or the drill is handed in; go on."""
        item = self.now
        assert item is not None and item.kind != QUESTION
        self._leave(item, GIVEN, source)
        self._enter()

    def skip(self) -> None:
        """Pass on this one; it counts as wrong."""
        if (item := self.now) is not None:
            self._leave(item, SKIPPED)
            self._enter()

    # ------------------------------------------------------------------ the end of the asking

    def time_up(self, source: bytes | None = None) -> bool:
        """Whether the time is up; then what is open is taken as it stands, and nothing more is asked.

        Args:
            source: the file of the drill that is open.
        """
        if not self.asking or self.clock.state != RUNNING or self.left > 0:
            return False
        self._cut(source)
        self.close(TIME)
        return True

    def _cut(self, source: bytes | None) -> None:
        item = self.now
        if item is not None and item.began is not None:
            self._leave(item, CUT, source if item.kind == DRILL else None)

    def end(self, source: bytes | None = None) -> None:
        """End it early: what is open is taken as it stands."""
        self._cut(source)
        self.close(LEFT)

    def close(self, outcome: str) -> None:
        """No more is asked; the clock stops."""
        interviews.close(self.store, self.number, outcome)
        self.clock.stop()
        self._read()

    # ------------------------------------------------------------------ afterwards

    def to_judge(self) -> list[tuple[ItemRow, Drill]]:
        """Drills that were handed in and have no verdict yet; an untouched starter needs none."""
        found = []
        for item in self.items:
            if item.kind == DRILL and item.source is not None and item.submission is None:
                try:
                    drill = self.drill(item)
                except UnknownName:
                    continue
                if item.source != drill.starter().encode():
                    found.append((item, drill))
        return found

    def judged(self, item: ItemRow, drill: Drill, report: Report) -> None:
        """Keep the verdict on a drill."""
        assert item.source is not None
        number = self.store.record_submission(drill, item.source, report, seconds_spent=item.seconds, timed=False)
        interviews.judged(self.store, self.number, item.place, number)
        self._read()

    def to_mark(self) -> list[ItemRow]:
        """Open questions that were answered and are not marked by oneself yet."""
        given = self.given()
        return [
            i for i in self.items
            if i.kind == OPEN and i.state in (GIVEN, CUT) and (i.name, i.seed) not in given and self._there(i)
        ]  # fmt: skip

    def _there(self, item: ItemRow) -> bool:
        try:
            self.rendered(item)
        except UnknownName:
            return False
        return True

    def mark(self, item: ItemRow, points: list[int]) -> None:
        """Keep which points of the rubric an open answer had."""
        self._record(item, points, item.seconds)
