"""The line of keys at the bottom: translated, cut where the window ends, clickable."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from quizprep.i18n import _


class KeyBar(Widget):
    """Shows the keys that are active now; `?` for the rest stands at the right."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._gap = 2
        self._spots: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the active bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[Any]) -> None:
        self.refresh()

    def retext(self) -> None:
        """Say it again."""
        self.refresh()

    def _shown(self) -> list[tuple[Binding, bool]]:
        seen: dict[str, tuple[Binding, bool]] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.binding.description:
                seen.setdefault(active.binding.action.split(".")[-1], (active.binding, active.enabled))
        return sorted(seen.values(), key=lambda one: one[0].action.split(".")[-1] == "help")

    def render(self) -> Content:
        """The keys that fit, the last one (help) always."""
        shown = self._shown()
        parts: list[Content] = []
        self._spots = []
        x, room = 1, self.size.width - 1
        self._gap = 2 if self._width(*shown) + x <= room else 1
        last = self._width(*shown[-1:]) if shown else 0
        for place, (binding, enabled) in enumerate(shown):
            size = self._width((binding, enabled))
            if place < len(shown) - 1 and x + size + last > room:
                continue
            key = self.app.get_key_display(binding)
            words = _(binding.description)
            style = "$footer-key-foreground" if enabled else "$text-disabled"
            rest = "$quiet" if enabled else "$text-disabled"
            parts.append(Content.assemble((key, f"bold {style}"), (f" {words}{' ' * self._gap}", rest)))
            self._spots.append((x, x + size, binding.key))
            x += size
        return Content(" ") + Content("").join(parts)

    def _width(self, *one: tuple[Binding, bool]) -> int:
        return sum(cell_len(f"{self.app.get_key_display(b)} {_(b.description)}") + self._gap for b, _on in one)

    def on_click(self, event: events.Click) -> None:
        """A click on a key presses it."""
        for left, right, key in self._spots:
            if left <= event.x < right:
                self.app.simulate_key(key)
