"""All keys of a screen."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from quizprep.i18n import _
from quizprep.tui.prose import Flow
from quizprep.tui.screens.dialogs import Dialog
from quizprep.tui.widgets.said import Panel, Said


class Help(Dialog):
    """Lists the keys that are active on `below`, each with what it does."""

    CSS_PATH: ClassVar[Any] = ["dialogs.tcss", "help.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q,enter", "close", "Close", id="help.close", tooltip="Close the help"),
    ]

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._rows: list[tuple[str, str, str]] = []
        seen: dict[str, list[str]] = {}
        for active in below.active_bindings.values():
            binding = active.binding
            if not binding.id and not binding.show:
                continue
            name = binding.id or binding.action
            keys = seen.setdefault(name, [])
            keys.append(self._key(below, binding))
            if len(keys) == 1:
                self._rows.append((name, binding.description, binding.tooltip))
        self._keys = seen

    @staticmethod
    def _key(below: Screen[Any], binding: Binding) -> str:
        return below.app.get_key_display(binding)

    def compose(self) -> ComposeResult:
        """The list."""
        with (
            Panel(title=lambda: _("Keys of this screen"), classes="dialog"),
            VerticalScroll(),
        ):
            for name, description, tooltip in self._rows:
                yield Said(lambda n=name, d=description, t=tooltip: self._line(n, d, t))  # type: ignore[misc]
            yield Said(
                lambda: Content.styled(_("The mouse works everywhere; a click is an enter."), "$quiet"),
                classes="note",
            )

    def _line(self, name: str, description: str, tooltip: str) -> Flow:
        keys = " ".join(dict.fromkeys(self._keys[name]))
        words = _(tooltip) if tooltip else _(description)
        return Flow(Content.assemble((f"{keys:>12}", "bold $accent"), "  ", words), hang=14)

    def action_close(self) -> None:
        """Close."""
        self.dismiss(True)
