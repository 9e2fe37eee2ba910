"""The app: themes, language, the desk, and the one place where a failure becomes a dialog."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.worker import Worker, WorkerState

from quizprep import i18n
from quizprep.errors import QuizprepError, UsageError
from quizprep.i18n import _
from quizprep.tui.desk import Desk
from quizprep.tui.theme import THEMES
from quizprep.tui.typeahead import KeysInOrder

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.geometry import Size
    from textual.screen import Screen

SMALLEST = (80, 24)
ROOMS = [
    ("drills", "Drills", "Drills", "Coding drills, judged at once"),
    ("history", "History", "History", "What you answered and submitted"),
    ("statistics", "Statistics", "Statistics", "How you are doing, day by day and topic by topic"),
    ("find", "Find", "Find", "Questions, drills and your notes by words"),
    ("interviews", "Interviews", "Mock interviews", "Against the clock, with a report at the end"),
]
"""Screens for the palette: module, class, title, what for."""


def _palette() -> type[Provider]:
    from quizprep.tui.palette import Everything

    return Everything


class QuizprepApp(KeysInOrder[int]):
    """The interview gym.

    Args:
        desk: what the screens work with; a test may give its own.
    """

    CSS_PATH: ClassVar[Any] = ["app.tcss", "screens/home.tcss"]
    """The first screen's style is read with the app's own; the others' when they are first shown."""
    TITLE = "quizprep"
    NOTIFICATION_TIMEOUT = 3
    ENABLE_COMMAND_PALETTE = False
    """Textual's own binding for it has no id; ours opens the same palette."""
    COMMANDS: ClassVar[Any] = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "language", "中/EN", id="app.language", priority=True, key_display="^l",
                tooltip="Switch between English and Chinese; what was typed stays"),
        Binding("ctrl+p", "palette", "Everything", id="app.palette", priority=True, show=False,
                tooltip="Everything there is to do, by its name"),
        Binding("f1", "help", "Help", id="app.help-anywhere", tooltip="All keys of this screen"),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", priority=True, show=False, tooltip="Leave quizprep"),
    ]  # fmt: skip

    def __init__(self, desk: Desk | None = None) -> None:
        colourless = os.environ.get("NO_COLOR", "")
        if not colourless:
            os.environ.pop("NO_COLOR", None)  # set but empty means nothing; Textual would obey it
        super().__init__(ansi_color=True if colourless else None)  # else Textual would draw in greys
        if colourless:
            os.environ["NO_COLOR"] = colourless  # Textual takes it away; the user's editor should see it
        self.desk = desk or Desk()
        self.interview: int | None = None
        """A mock interview to open when the app is ready; 0 for the list of them."""
        for theme in THEMES:
            self.register_theme(theme)
        self._begin_in(self._wanted_theme())

    def _begin_in(self, theme: str) -> None:
        """Take a theme before there is anything to draw; setting `theme` would have all styles read and laid out twice."""
        self.set_reactive(QuizprepApp.theme, theme)
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)

    def _wanted_theme(self) -> str:
        """Without colour where NO_COLOR asks for that; else the theme of the settings; else ink."""
        from quizprep import config

        if self.no_color:
            return "plain"
        with suppress(QuizprepError):
            if (name := config.load().theme) in self.available_themes:
                return name
        return "ink"

    def use_settings(self) -> None:
        """Take the keys of the settings, and insist that its theme is one.

        Raises:
            UsageError: there is no such theme, or the keys can't be.
        """
        from quizprep import config

        settings = config.load()
        if settings.theme and settings.theme not in self.available_themes:
            names = ", ".join([*(t.name for t in THEMES), *sorted(self.available_themes.keys() - {t.name for t in THEMES})])
            raise UsageError(_("there is no theme {name!r}; there are {names}.", name=settings.theme, names=names))
        if settings.keys:
            from quizprep.tui import keys

            self.set_keymap(keys.accepted(settings.keys))

    def get_default_screen(self) -> Screen[Any]:
        """The first screen."""
        from quizprep.tui.screens.home import Home

        return Home()

    # ------------------------------------------------------------------ everything

    def rooms(self) -> list[tuple[str, str, str, str]]:
        """The screens that open from anywhere: module, class, title, what for (both in English, as keys)."""
        return ROOMS

    def action_palette(self) -> None:
        """Everything there is to do."""
        from quizprep.tui.palette import Palette
        from quizprep.tui.screens.too_small import TooSmall

        if not isinstance(self.screen, Palette | TooSmall):
            self.push_screen(Palette())

    def action_help_quit(self) -> None:
        """Ctrl-C ends nothing here; say what does."""
        self.notify(_("{key} ends quizprep.", key=self.key_of("app.quit")), markup=False)

    def key_of(self, id: str) -> str:
        """The key that a binding of the app or of a screen that is open has now, as it is shown; "" where there is no such binding."""
        for node in (*reversed(self.screen_stack), self):
            bindings = node._bindings.copy()
            bindings.apply_keymap(self._keymap)
            for binding in (b for some in bindings.key_to_bindings.values() for b in some):
                if binding.id == id:
                    return self.get_key_display(binding)
        return ""

    def action_statistics(self) -> None:
        """How the user is doing."""
        from quizprep.tui.screens.statistics import Statistics

        self.push_screen(Statistics())

    def action_find(self) -> None:
        """Questions, drills and notes by words."""
        from quizprep.tui.screens.find import Find

        self.push_screen(Find())

    def action_interviews(self) -> None:
        """The mock interviews."""
        from quizprep.tui.screens.interviews import Interviews

        self.push_screen(Interviews())

    # ------------------------------------------------------------------ language

    def action_language(self) -> None:
        """Say everything again in the other language; what was typed stays."""
        i18n.choose("en" if i18n.language() == "zh" else "zh")
        for screen in self.screen_stack:
            if (again := getattr(screen, "retext", None)) is not None:
                again()

    # ------------------------------------------------------------------ size

    def on_resize(self, event: events.Resize) -> None:
        """Cover the screen while the terminal is too small."""
        self._fit(event.size)

    def on_ready(self) -> None:
        """Look at the size again: the first resize may come before there is a screen to cover."""
        if self.interview is not None:
            from quizprep.tui.screens.interviews import Interviews

            self.push_screen(Interviews(self.interview))
        self._fit(self.size)
        if not self.is_headless:
            from quizprep.tui import terminal

            terminal.end_on_signals(self)

    def _fit(self, size: Size) -> None:
        from quizprep.tui.screens.too_small import TooSmall

        small = size.width < SMALLEST[0] or size.height < SMALLEST[1]
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(*SMALLEST))
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    # ------------------------------------------------------------------ help

    def action_help(self) -> None:
        """All keys of this screen."""
        from quizprep.tui.screens.help import Help
        from quizprep.tui.screens.too_small import TooSmall

        if not isinstance(self.screen, Help | TooSmall):
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


def run(lang: str | None = None, *, interview: int | None = None) -> int:
    """Run the app until it is left; returns the exit code.

    Args:
        lang: the language, where it is not the one in use.
        interview: a mock interview to open at once; 0 shows the list of them.

    Raises:
        UsageError: there is no terminal, or the settings name a theme or keys that can't be.
    """
    from quizprep.tui import terminal

    terminal.needed()
    if lang:
        i18n.choose(lang)
    app = QuizprepApp()
    app.use_settings()
    app.interview = interview
    with terminal.titled("quizprep"):
        app.run()
    return app.return_code or 0
