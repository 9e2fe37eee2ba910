"""Keys do their work in the order in which they were typed, however fast they come.

Textual gives a letter to the focused widget at once; what is bound to a key is done later, when the key has climbed
from there to the app. Of keys that come together, ``/`` would open a search after the letters that belong into it
were gone, and a backspace take away what was typed after it. Here each key waits until the one before has done
what it does: two ways up from the focus to the app, the first behind the key, the second behind what it called for.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from textual import events
from textual.app import App

if TYPE_CHECKING:
    from textual.dom import DOMNode

R = TypeVar("R")
WAYS = 2
PATIENCE = 5.0
"""Seconds after which a key is no longer waited for: whatever it met on its way, the keyboard stays alive."""


class KeysInOrder(App[R]):
    """An app that takes one key (or paste) after the other."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._ahead: deque[events.Event] = deque()
        """Typed while a key is under way."""
        self._under_way, self._since = False, 0.0

    async def on_event(self, event: events.Event) -> None:
        """A key that comes while another is under way waits."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        else:
            self._ahead.append(event)
            if not self._under_way or monotonic() > self._since + PATIENCE:
                await self._take(self._ahead.popleft())

    async def _take(self, event: events.Event) -> None:
        self._under_way, self._since = True, monotonic()
        way = self._way_up()  # the way it takes; where it leads the focus is seen afterwards
        try:
            await super().on_event(event)
        finally:
            await self._climb(way, WAYS)

    def _way_up(self) -> list[DOMNode]:
        return (self.focused or self.screen).ancestors_with_self

    async def _climb(self, way: list[DOMNode], ways: int) -> None:
        """To the next that takes messages, behind all that wait there; at the app once more, then the next key."""
        while way:
            node, *way = way
            if node.call_later(partial(self._climb, way, ways)) or node is self:
                return
        if ways > 1:
            await self._climb(self._way_up(), ways - 1)
        elif self._ahead:
            await self._take(self._ahead.popleft())
        else:
            self._under_way = False
