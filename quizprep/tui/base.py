"""What all our screens share: the keys for help and leaving, and saying everything again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual.binding import Binding, BindingType
from textual.screen import Screen

if TYPE_CHECKING:
    from quizprep.tui.app import QuizprepApp
    from quizprep.tui.desk import Desk

R = TypeVar("R")

HELP = Binding("question_mark", "app.help", "Help", key_display="?", id="screen.help",
               tooltip="All keys of this screen")  # fmt: skip


def retext(screen: Screen[Any]) -> None:
    """Have every widget of `screen` that speaks say its words again."""
    for widget in screen.query("*"):
        again = getattr(widget, "retext", None)
        if again is not None:
            again()
    screen.refresh_bindings()


class QuizScreen(Screen[R]):
    """A screen of ours."""

    BINDINGS: ClassVar[list[BindingType]] = [HELP]
    HORIZONTAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS: list[tuple[int, str]] | None = [(0, "-short"), (34, "-tall")]  # noqa: RUF012 - Textual's type

    @property
    def gym(self) -> QuizprepApp:
        """The app, by its own type; known to a thread, too, that outlives the screen."""
        if self._gym is None:
            self._gym = cast("QuizprepApp", self.app)
        return self._gym

    _gym: QuizprepApp | None = None

    @property
    def desk(self) -> Desk:
        """Library, store and grader."""
        return self.gym.desk

    def retext(self) -> None:
        """Say everything again in the language in use."""
        retext(self)
