"""The clock of a drill in the head line: quiet, and right after a crash, a restart or in a second window."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.message import Message

from quizprep.errors import ProgressError
from quizprep.i18n import _
from quizprep.progress.clocks import (
    BEAT_SECONDS,
    ELSEWHERE,
    HINT_SHARE,
    IDLE,
    PAUSED,
    RUNNING,
    Clock,
    Run,
    best,
    drill_clock,
    runs,
)
from quizprep.tui.moments import countdown, timed
from quizprep.tui.widgets.said import Said

if TYPE_CHECKING:
    from quizprep.content.library import Drill
    from quizprep.tui.app import QuizprepApp
    from quizprep.tui.desk import Desk

TRIES = 5
"""Heartbeats that may fail in a row before it is told."""


def keep_beating(
    app: QuizprepApp, clock: Clock, left: threading.Event, each: Callable[[], None] = lambda: None
) -> None:
    """Start the heartbeat of `clock`, until `left` is set. It goes on while an editor has the terminal.

    A thread of its own, since those of the app's workers are few and each open drill would keep one.

    Args:
        app: told where the clock can't be written several times in a row.
        clock: what is running.
        left: set when the screen is left.
        each: called in the thread after each heartbeat.
    """

    def beat() -> None:
        failed = 0
        while not left.wait(BEAT_SECONDS):
            try:
                clock.beat()
                each()
                failed = 0
            except ProgressError as e:
                failed += 1
                if failed == TRIES and not left.is_set():
                    app.call_later(app.show_problem, str(e))

    threading.Thread(target=beat, name="clock", daemon=True).start()


class ClockView(Said):
    """Counts down from par, then up beyond it.

    Args:
        drill: what is timed.
        desk: where its clock is kept.
    """

    class Changed(Message):
        """It was started, paused or ended, here or in another program, or a hint was taken off."""

    def __init__(self, drill: Drill, desk: Desk) -> None:
        self.drill, self.desk = drill, desk
        self.clock: Clock | None = None
        self.best: Run | None = None
        self.runs: list[Run] = []
        self._left = threading.Event()
        self._known: object = None
        super().__init__(self.words, id="clock", flow=False)

    @property
    def gym(self) -> QuizprepApp:
        """The app, by its own type."""
        return cast("QuizprepApp", self.app)

    def on_mount(self) -> None:
        """Read the clock; keep its heartbeat."""
        with self.gym.guarded():
            if (store := self.desk.store) is not None:
                info = self.drill.info
                self.clock = Clock(
                    store, drill_clock(self.drill.slug), par=60.0 * info.par_minutes, revision=info.revision
                )
                self._read()
                keep_beating(self.gym, self.clock, self._left)
                self.set_interval(0.5, self.tick)
        self.tick()

    def on_unmount(self) -> None:
        """The clock runs only while the drill is open."""
        self._left.set()
        if self.clock is not None:
            with suppress(ProgressError):  # then the time since the last heartbeat becomes part of the pause
                self.clock.pause()

    def _read(self) -> None:
        store = self.desk.store
        if store is not None and self.clock is not None:
            self.runs = runs(store, self.clock.what)
            self.best = best(store, self.clock.what, self.clock.revision)

    @property
    def state(self) -> str:
        """As `Clock.state`."""
        return self.clock.state if self.clock is not None else IDLE

    def tick(self) -> None:
        """Say the time; tell where something has changed."""
        run = self.clock.run if self.clock is not None else None
        now = (self.state, run.id if run else 0, run.hints if run else 0)
        if now != self._known:
            first, self._known = self._known is None, now
            with self.gym.guarded():
                self._read()
            if not first or now[0] != IDLE:
                self.post_message(self.Changed())
        self.retext()

    def words(self) -> Content:
        """The time: quiet up to par, then how much it is over; the best time where no clock is open."""
        if self.clock is None or self.state == IDLE:
            return Content.styled(_("best {time}", time=timed(self.best.total)) if self.best else "", "$quiet")
        left = self.clock.left
        time = countdown(left)
        style = "$quiet" if left > 0 else "$warning"
        if self.state == PAUSED:
            return Content.styled("‖ " + time, "$quiet")
        if self.state == ELSEWHERE:
            return Content.styled(time + " " + _("in another window"), "$quiet")
        return Content.styled(time, style)

    def toggle(self) -> str:
        """Start, pause or go on; returns what to tell."""
        if self.clock is None:
            return "! " + _("Without the progress database there is no clock.")
        with self.gym.guarded():
            if self.state == RUNNING:
                self.clock.pause()
            elif not self.clock.go():
                self.clock.look()
                self.tick()
                return "! " + _("The clock of this drill runs in another window.")
        self.tick()
        return _("The clock runs; {key} pauses it.", key=self.gym.key_of("drill.clock")) if self.state == RUNNING else ""

    def give_up(self) -> None:
        """End the run without a result."""
        if self.clock is not None:
            with self.gym.guarded():
                self.clock.stop()
            self.tick()

    def hints_shown(self) -> int:
        """Hints shown so far: in the timed run while there is one, since each costs; else of all time."""
        run = self.clock.run if self.clock is not None else None
        with self.gym.guarded():
            if run is None and (store := self.desk.store) is not None:
                return min(3, store.hints_shown(self.drill.slug))
        return min(3, run.hints) if run else 0

    def hint_costs(self) -> str:
        """What to tell of a hint just shown: what it costs, where the clock is open."""
        run = self.clock.run if self.clock is not None else None
        return "  " + _("(+{cost} on the clock)", cost=timed(HINT_SHARE * run.par)) if run else ""

    def saved(self) -> str:
        """What to tell after a verdict was saved: the time, where it stopped the clock."""
        before = self.best
        run = self.look()
        if run is None:
            return _("Saved.")
        if run.counts and (before is None or run.total < before.total):
            return _("Saved. {time} on the clock: your best time.", time=timed(run.total))
        return _("Saved. {time} on the clock.", time=timed(run.total))

    def look(self) -> Run | None:
        """Read again; returns the run that has just ended, if one has."""
        if self.clock is None or self.clock.run is None:
            return None
        was = self.clock.run.id
        with self.gym.guarded():
            self.clock.look()
        self.tick()
        return next((r for r in self.runs if r.id == was), None) if self.clock.run is None else None
