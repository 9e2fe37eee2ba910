"""A drill: its statement, the user's file, and the verdict on it."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Markdown

from quizprep import i18n, practice
from quizprep.errors import ProgressError, QuizprepError
from quizprep.i18n import _
from quizprep.progress.clocks import ELSEWHERE, IDLE, PAUSED, RUNNING
from quizprep.tui.base import QuizScreen
from quizprep.tui.editing import run_editor
from quizprep.tui.judging import CheckEnded, Graded, Isolated, Judging, News, Saved, Stopped
from quizprep.tui.prose import CodeFlow, code
from quizprep.tui.screens.question import Page
from quizprep.tui.widgets.clock import ClockView
from quizprep.tui.widgets.drill_panes import DrillHead, VerdictPane, running
from quizprep.tui.widgets.invitation import hints, invitation
from quizprep.tui.widgets.keybar import KeyBar
from quizprep.tui.widgets.report import ReportView
from quizprep.tui.widgets.running import Running
from quizprep.tui.widgets.said import Panel, Said

if TYPE_CHECKING:
    from quizprep.content.library import Drill


COVERED = {"check", "edit", "builtin", "start", "hint", "reveal", "past", "turn"}
"""What can't be done while the clock stands still."""


class DrillScreen(QuizScreen[None]):
    """Statement at the left, verdict at the right; one at a time where the window is narrow."""

    CSS_PATH = "drill.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "check", "Check", id="drill.check", tooltip="Judge your file; once more cancels"),
        Binding("e", "edit", "Editor", id="drill.edit",
                tooltip="Your file in your own editor (VISUAL, EDITOR)"),
        Binding("i", "builtin", "Edit", id="drill.builtin", tooltip="Your file in the built-in editor"),
        Binding("w", "watch", "Watch", id="drill.watch", show=False,
                tooltip="Judge again whenever the file is saved: on or off"),
        Binding("s", "start", "Start", id="drill.start", tooltip="Write the starter file; never overwrites"),
        Binding("h", "hint", "Hint", id="drill.hint", tooltip="The next of three hints"),
        Binding("r", "reveal", "Reveal", id="drill.reveal", tooltip="A reference solution (asks first)"),
        Binding("t", "clock", "Time", id="drill.clock", tooltip="Start the clock; once more pauses it, and goes on"),
        Binding("T", "give_up", "Give up", id="drill.give-up", show=False, key_display="T",
                tooltip="End the timed run without a result (asks first)"),
        Binding("p", "past", "Past", id="drill.past", tooltip="What you submitted before"),
        Binding("o", "runs", "Curves", id="drill.runs", tooltip="Your training runs, two curves over each other"),
        Binding("tab,v", "turn", "Statement/verdict", id="drill.turn", key_display="tab", show=False,
                tooltip="Statement or verdict, in a narrow window"),
        Binding("escape", "back", "Back", id="drill.back", tooltip="Cancel the check, or go back"),
    ]  # fmt: skip

    def __init__(self, drill: Drill) -> None:
        super().__init__()
        self.drill = drill
        self.file = practice.submission_file(drill)
        self.judging: Judging | None = None
        self.watching = True
        self._left = threading.Event()
        self._as_found = self.file.read_bytes() if self.file.is_file() else b""
        self._judged = b""
        self._unasked = False
        self._hints = 0
        self._since = time.monotonic()
        self._status = ""
        self._device = ""

    def compose(self) -> ComposeResult:
        """Head, statement, verdict, status, keys."""
        self.clock = ClockView(self.drill, self.desk)
        with Horizontal(id="top"):
            yield DrillHead(self.drill)
            yield self.clock
        yield Said(self._covered, id="cover")
        with Horizontal(id="panes"):
            with Page(id="statement", classes="pane"):
                yield Markdown(self._statement(), open_links=False)
            with VerdictPane(id="verdict", classes="pane"):
                yield Said(self._invitation, id="invitation")
                yield Said(self._told_hints, id="hints")
        yield Said(self._say_status, id="hint")
        yield KeyBar()

    @property
    def _trains(self) -> bool:
        return self.drill.info.kind == "training"

    def on_mount(self) -> None:
        """Read the hints shown so far; start the service."""
        self.query_one("#statement").focus()
        self._hints = self.clock.hints_shown()
        self.gym.background(self._warm_up, name="warm-up", group="warm-up")
        self.gym.background(self._watch, name="watch", group="watch")
        self._refresh_invitation()

    def _warm_up(self) -> None:
        """In a thread: start the service, and say how it isolates."""
        level = self.desk.grader.isolation(self.drill.info.framework)
        device = self.desk.grader.device(self.drill) if self._trains else ""
        self.post_message(Isolated(level, device))

    @on(Isolated)
    def _isolated(self, event: Isolated) -> None:
        self._device = event.device
        self.query_one(VerdictPane).ready(event.device)
        self.query_one(DrillHead).known(event.level, event.device)

    def on_unmount(self) -> None:
        """Stop watching the file."""
        self._left.set()

    def _watch(self) -> None:
        """In a thread: tell of each save that changed the file."""
        from quizprep.watching import saves

        for number, source in enumerate(saves(self.file, self._left)):
            if source is not None and (number or source != self._as_found):
                self.post_message(Saved(source))

    # ------------------------------------------------------------------ words

    def _statement(self) -> str:
        try:
            return self.drill.statement(i18n.language())
        except OSError:
            return self.drill.statement("en")

    def _invitation(self) -> Content:
        clock = self.clock
        keys = {name: self.gym.key_of(f"drill.{name}") for name in ("edit", "builtin", "check", "start")}
        return invitation(self.drill, self.file, keys, clock.runs, clock.best)

    def _told_hints(self) -> Content:
        return hints(self.drill, self._hints)

    def _covered(self) -> Content:
        keys = {"on": self.gym.key_of("drill.clock"), "up": self.gym.key_of("drill.give-up")}
        return Content(_("The clock stands still, and the drill is covered. Press {on} to go on, {up} to give up this run.", **keys))

    def _say_status(self) -> Content:
        if self._status:
            return Content(self._status)
        if "-narrow" in self.classes:
            return Content.styled(_("tab: statement or verdict"), "$quiet")
        return Content("")

    def _tell(self, status: str) -> None:
        self._status = status
        self.query_one("#hint", Said).retext()

    def retext(self) -> None:
        """Say everything again; what was told of something past is not."""
        self._status = self._to_cancel() if self.judging is not None else ""
        super().retext()
        self.query_one(Markdown).update(self._statement())

    def _refresh_invitation(self) -> None:
        for name in ("#invitation", "#hints"):
            self.query_one(name, Said).retext()
        self.query_one("#hints").display = self._hints > 0

    # ------------------------------------------------------------------ panes

    def _turn_to(self, pane: str) -> None:
        self.set_class(pane == "verdict", "-verdict")
        self.query_one(f"#{pane}").focus()

    def action_turn(self) -> None:
        """The other pane."""
        self._turn_to("statement" if self.has_class("-verdict") else "verdict")

    # ------------------------------------------------------------------ the file

    def action_start(self) -> None:
        """Write the starter."""
        with self.gym.guarded():
            if practice.write_starter(self.drill):
                self._event("start")
                self._tell("✓ " + _("Starter written to {path}.", path=self.file))
            else:
                self._tell("! " + _("{path} is there already; it was left as it is.", path=self.file))
        self._refresh_invitation()

    def action_edit(self) -> None:
        """The user's own editor."""
        with self.gym.guarded():
            command = practice.editor_command()
            if not command:
                self.app.notify(_("No editor is set (VISUAL, EDITOR): this is the built-in one."), markup=False)
                self.action_builtin()
                return
            practice.write_starter(self.drill)
            trouble = run_editor(self.app, [*command, str(self.file)], self.gym.key_of("drill.builtin"))
            if trouble:
                raise QuizprepError(trouble)
            self._tell(_("Press {key} to check {path}.", key=self.gym.key_of("drill.check"), path=self.file))
        self._refresh_invitation()

    def action_builtin(self) -> None:
        """The built-in editor."""
        from quizprep.tui.screens.editor import Editor

        with self.gym.guarded():
            practice.write_starter(self.drill)
            self.app.push_screen(Editor(self.file, practice.read(self.file), self.clock.words), self._edited)

    def _edited(self, check: bool | None) -> None:
        self._refresh_invitation()
        if check:
            self.action_check()

    # ------------------------------------------------------------------ judging

    def action_check(self) -> None:
        """Judge the file, or cancel."""
        if self.judging is not None:
            if self._unasked:  # the habit of pressing c after a save must not stop what the save began
                self._unasked = False
                self._tell(_("Judged since you saved. Press {key} or {back} to cancel.", **self._cancelling))
                return
            self._tell(_("Cancelling…"))
            self.judging.cancel()
            return
        self._unasked = False
        with self.gym.guarded():
            if not self.file.exists():
                raise QuizprepError(_("there is no {path} yet; press {key} to write the starter.", path=self.file, key=self.gym.key_of("drill.start")))
            self._judge()

    @property
    def _cancelling(self) -> dict[str, str]:
        return {"key": self.gym.key_of("drill.check"), "back": self.gym.key_of("drill.back")}

    def _to_cancel(self) -> str:
        return _("Press {key} or {back} to cancel.", **self._cancelling)

    def _judge(self) -> None:
        """Judge what the file holds now; a verdict under way ends."""
        from quizprep.grading.submission import read_submission

        source = read_submission(str(self.file))
        if self.judging is not None:
            self.judging.cancel()
        self.judging, self._judged = Judging(self, self.drill, source, self.desk), source
        self._show(running(self.drill, self._device))
        self._tell(self._to_cancel())
        self.gym.background(self.judging.work, name="check", group="check")

    @on(News)
    def _news(self, event: News) -> None:
        if event.judging is self.judging:
            self.query_one(VerdictPane).hear(event.news)

    def action_watch(self) -> None:
        """Judge on save, or only when asked."""
        self.watching = not self.watching
        self._tell(_("Judged again on each save.") if self.watching else _("Judged only when you press {key}.", key=self.gym.key_of("drill.check")))

    @on(Saved)
    def _saved(self, event: Saved) -> None:
        starter = self.drill.starter().encode()
        if self.watching and self.clock.state != PAUSED and event.source not in (starter, self._judged):
            self._unasked = True
            with self.gym.guarded():
                self._judge()

    def _show(self, *widgets: Running | ReportView | Panel) -> None:
        self.query_one(VerdictPane).show(*widgets)
        self._turn_to("verdict")

    @on(CheckEnded)
    def _check_ended(self, event: CheckEnded) -> None:
        if event.judging is self.judging:
            self.query_one(VerdictPane).ended(event.check)

    @on(Graded)
    def _graded(self, event: Graded) -> None:
        if event.judging is not self.judging:
            return
        self.judging = None
        saved = self._record(event)
        self._show(ReportView(event.report))
        self._tell(self.clock.saved() if saved else "! " + _("This verdict could not be saved."))

    def _record(self, event: Graded) -> bool:
        """Recorded before it is shown as saved."""
        store = self.desk.store
        if store is None:
            return False
        try:
            event.judging.record(store, event.report, time.monotonic() - self._since)
        except ProgressError as e:
            self.gym.show_problem(str(e))
            return False
        return True

    @on(Stopped)
    def _stopped(self, event: Stopped) -> None:
        if event.judging is not self.judging:
            return
        self.judging = None
        self._show()
        self._tell(_("Cancelled; nothing was recorded.") if event.cancelled else "")

    # ------------------------------------------------------------------ the clock

    def action_clock(self) -> None:
        """Start, pause, go on."""
        self._tell(self.clock.toggle())

    def action_give_up(self) -> None:
        """Ask, then end the run."""
        from quizprep.tui.screens.dialogs import Confirm

        self.app.push_screen(
            Confirm(lambda: _("Give up this run? It is kept, and counts for nothing."),
                    lambda: _("Give up"), lambda: _("Go on")),
            lambda yes: self.clock.give_up() if yes else None,
        )  # fmt: skip

    @on(ClockView.Changed)
    def _clock_changed(self) -> None:
        covered = self.clock.state == PAUSED
        if covered and self.judging is not None:
            self.judging.cancel()
        self.set_class(covered, "-covered")
        self._hints = self.clock.hints_shown()
        self._refresh_invitation()
        self.refresh_bindings()
        if not covered and self.focused is None and self.app.screen is self:
            self.query_one("#statement").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A covered drill can only be gone on with."""
        state = self.clock.state if self.is_mounted else IDLE
        if action == "give_up":
            return state not in (IDLE, ELSEWHERE)
        if action == "runs" and not self._trains:
            return False
        return state != PAUSED or action not in COVERED

    # ------------------------------------------------------------------ help along the way

    def _event(self, kind: str) -> None:
        with self.gym.guarded():
            if (store := self.desk.store) is not None:
                store.record_event(self.drill.slug, kind)

    def action_hint(self) -> None:
        """The next hint."""
        cost = ""
        if self._hints < len(self.drill.info.hints):
            self._hints += 1
            self._event("hint")
            self.clock.look()
            cost = self.clock.hint_costs()
        self._refresh_invitation()
        self._turn_to("verdict")
        self._tell(_("Hint {n} of {total}", n=self._hints, total=len(self.drill.info.hints)) + cost)
        pane = self.query_one(VerdictPane)
        self.call_after_refresh(pane.scroll_end, animate=False)

    def action_reveal(self) -> None:
        """Ask, then show the reference."""
        from quizprep.tui.screens.dialogs import Confirm

        self.app.push_screen(
            Confirm(lambda: _("Show a reference solution? You learn more from one more try."),
                    lambda: _("Show it"), lambda: _("Try again")),
            lambda yes: self._reveal() if yes else None,
        )  # fmt: skip

    def _reveal(self) -> None:
        try:
            source = self.drill.reference()
        except OSError as e:
            self.gym.show_problem(_("the reference can't be read ({why}).", why=e.strerror))
            return
        self._event("reveal")
        self.clock.look()
        shown = Said(lambda: CodeFlow(code(source)), classes="source")
        self._show(Panel(shown, title=lambda: _("A reference solution"), classes="solution"))

    def action_past(self) -> None:
        """Past attempts."""
        from quizprep.tui.screens.attempts import Attempts

        self.app.push_screen(Attempts(self.drill))

    def action_runs(self) -> None:
        """Past training runs."""
        from quizprep.tui.screens.runs import Runs

        self.app.push_screen(Runs(self.drill))

    def action_back(self) -> None:
        """Cancel, or go back."""
        self._unasked = False
        if self.judging is not None:
            self.action_check()
            return
        if self.clock.state == RUNNING:
            self.app.notify(_("The clock stands still until you come back."), markup=False)
        self.dismiss(None)
