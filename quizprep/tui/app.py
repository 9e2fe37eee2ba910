"""The app: themes, language, the desk, and the one place where a failure becomes a dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.worker import Worker, WorkerState

from quizprep import i18n
from quizprep.errors import QuizprepError
from quizprep.i18n import _
from quizprep.tui.base import QuizScreen
from quizprep.tui.desk import Desk
from quizprep.tui.theme import INK, PAPER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.geometry import Size
    from textual.screen import Screen

SMALLEST = (80, 24)


class QuizprepApp(App[int]):
    """The interview gym.

    Args:
        desk: what the screens work with; a test may give its own.
    """

    CSS_PATH: ClassVar[Any] = ["app.tcss", "screens/home.tcss"]
    """The first screen's style is read with the app's own; the others' when they are first shown."""
    TITLE = "quizprep"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "language", "中/EN", id="app.language", priority=True, key_display="^l",
                tooltip="Switch between English and Chinese; what was typed stays"),
        Binding("f1", "help", "Help", id="app.help-anywhere", tooltip="All keys of this screen"),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True, show=False, tooltip="Leave quizprep"),
    ]  # fmt: skip

    def __init__(self, desk: Desk | None = None) -> None:
        super().__init__()
        self.desk = desk or Desk()
        self.register_theme(INK)
        self.register_theme(PAPER)
        self.theme = self._wanted_theme()

    def _wanted_theme(self) -> str:
        """The theme of the settings, where there is such a one."""
        from quizprep import config

        with suppress(QuizprepError):
            if (name := config.load().theme) in self.available_themes:
                return name
        return "ink"

    def get_default_screen(self) -> Screen[Any]:
        """The first screen."""
        from quizprep.tui.screens.home import Home

        return Home()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette's commands, ours among them."""
        yield from super().get_system_commands(screen)
        yield SystemCommand(_("Language"), _("Switch between English and Chinese"), self.action_language)

    # ------------------------------------------------------------------ language

    def action_language(self) -> None:
        """Say everything again in the other language; what was typed stays."""
        i18n.choose("en" if i18n.language() == "zh" else "zh")
        for screen in self.screen_stack:
            if isinstance(screen, QuizScreen):
                screen.retext()

    # ------------------------------------------------------------------ size

    def on_resize(self, event: events.Resize) -> None:
        """Cover the screen while the terminal is too small."""
        self._fit(event.size)

    def on_ready(self) -> None:
        """Look at the size again: the first resize may come before there is a screen to cover."""
        self._fit(self.size)

    def _fit(self, size: Size) -> None:
        from quizprep.tui.screens.too_small import TooSmall

        small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        covered = isinstance(self.screen, TooSmall)
        if small and not covered:
            self.push_screen(TooSmall(*SMALLEST))
        elif covered and not small:
            self.pop_screen()

    # ------------------------------------------------------------------ help

    def action_help(self) -> None:
        """All keys of this screen."""
        from quizprep.tui.screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    # ------------------------------------------------------------------ failures

    def show_problem(self, message: str, title: str | None = None) -> None:
        """One sentence in a dialog."""
        from quizprep.tui.screens.dialogs import Problem

        self.push_screen(Problem(title or _("Something is wrong"), message))

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn an error that a user can meet into a dialog."""
        try:
            yield
        except QuizprepError as e:
            self.show_problem(str(e))

    def background(self, work: Callable[[], Any], *, name: str, group: str) -> Worker[Any]:
        """Run `work` in a thread. It posts messages; a failure of it becomes a dialog."""
        return self.run_worker(work, name=name, group=group, thread=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """The one place where a failed worker becomes a dialog."""
        error = event.worker.error
        if event.state != WorkerState.ERROR or error is None:
            return
        if isinstance(error, QuizprepError):
            self.show_problem(str(error))
        else:
            self.show_problem(self.note_crash(error))

    def note_crash(self, error: BaseException) -> str:
        """Write the traceback to a file and return a sentence that names it."""
        import traceback

        from quizprep import paths

        what = f"{type(error).__name__}: {error}".strip().splitlines()[0][:300]
        place = paths.data_dir() / "crash.log"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text("".join(traceback.format_exception(error)), "utf-8")
        except OSError:
            return _("quizprep made a mistake of its own ({what}).", what=what)
        return _("quizprep made a mistake of its own ({what}); the details are in {place}.", what=what, place=place)

    def _fatal_error(self) -> None:
        """An error of ours in a handler: leave with one sentence, not with a traceback."""
        error = getattr(self, "_exception", None)
        self.bell()
        self.panic(self.note_crash(error) if error else _("quizprep had to stop."))

    async def on_unmount(self) -> None:
        """End what was started."""
        self.desk.close()


def run(lang: str | None = None) -> int:
    """Run the app until it is left; returns the exit code."""
    i18n.choose(lang)
    app = QuizprepApp()
    app.run()
    return app.return_code or 0
