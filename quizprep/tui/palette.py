"""The command palette: what this screen can do, the other screens, topics, drills, looks. Imported when it is opened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher
from textual.markup import escape

from quizprep import i18n
from quizprep.content import names
from quizprep.i18n import _
from quizprep.tui.screens.dialogs import Dialog
from quizprep.tui.theme import THEMES

if TYPE_CHECKING:
    from quizprep.tui.app import QuizprepApp


class Palette(CommandPalette):
    """Textual's palette, speaking the language in use."""

    def __init__(self) -> None:
        super().__init__(id="--command-palette", placeholder=_("What do you want to do? Topics and drills too"))


class Command:
    """One line of the palette.

    Args:
        name: what it is called.
        said: a few words on it.
        names: what it is called besides.
        run: does it.
        slug: of a topic or drill.
    """

    def __init__(self, name: str, said: str, names: Iterable[str], run: Callable[[], Any], slug: str = "") -> None:
        self.name, self.said, self.run, self.slug = name, said, run, slug
        self.names = [name, *names, *([slug] if slug else [])]


class Everything(Provider):
    """All there is to do."""

    async def startup(self) -> None:
        """What is known at once; the lists of topics and drills are read aside."""
        self._found = self._keys(shown=True)
        self._later: asyncio.Future[list[Command]] | None = None
        if not isinstance(self.screen, Dialog):
            self._found += self._screens()
            self._later = asyncio.ensure_future(asyncio.to_thread(self._content))
        self._found += self._looks() + self._keys(shown=False)

    async def shutdown(self) -> None:
        """Nobody waits for the lists any more."""
        if self._later is not None:
            self._later.cancel()

    @property
    def gym(self) -> QuizprepApp:
        """The app, by its own type."""
        return cast("QuizprepApp", self.app)

    def _keys(self, *, shown: bool) -> list[Command]:
        """What the keys of the screen do now: those of the bar at the bottom, or the others."""
        found: dict[str, Command] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show != shown or not (binding.id and active.enabled and (binding.description or binding.tooltip)):
                continue
            key = self.app.get_key_display(binding)
            run = partial(self.app.run_action, binding.action, active.node)
            name = _(binding.tooltip) if binding.tooltip else _(binding.description)
            said = f"{key}   {_(binding.description)}" if binding.description else key
            found.setdefault(binding.id, Command(name, said, (_(binding.description), binding.description, binding.tooltip), run))
        return list(found.values())

    def _screens(self) -> list[Command]:
        return [
            Command(_("Go to: {screen}", screen=_(title)), _(about), (_(title), title, about), partial(self._go, module, name))
            for module, name, title, about in self.gym.rooms()
        ]

    def _go(self, module: str, name: str) -> None:
        import importlib

        screen = getattr(importlib.import_module(f"quizprep.tui.screens.{module}"), name)
        self.app.push_screen(screen())

    def _content(self) -> list[Command]:
        """In a thread: topics and drills."""
        from quizprep.content.index import index

        found = []
        known = index()
        titles = {t["slug"]: t["title"] for t in known["topics"]}
        for slug, title in titles.items():
            name = _("Practise: {topic}", topic=_local(title))
            found.append(Command(name, _("questions"), title.values(), partial(self._practise, slug), slug))
        for drill in known["drills"]:
            name = _("Drill: {title}", title=_local(drill["title"]))
            said = f"{drill['slug']}   {_local(titles.get(drill['topic'], {}))}   {drill['framework']}"
            found.append(Command(name, said, drill["title"].values(), partial(self._drill, drill["slug"]), drill["slug"]))
        return found

    def _practise(self, slug: str) -> None:
        from quizprep.tui.screens.setup import Setup

        self.app.push_screen(Setup(self.gym.desk.library.topic(slug)))

    def _drill(self, slug: str) -> None:
        from quizprep.tui.screens.drill import DrillScreen

        with self.gym.guarded():
            self.app.push_screen(DrillScreen(self.gym.desk.library.drill(slug)))

    def _looks(self) -> list[Command]:
        words = {
            "ink": _("dark"), "paper": _("light"), "contrast": _("high contrast"), "plain": _("no colour"),
        }  # fmt: skip
        return [
            Command(_("Look: {name}", name=t.name), words[t.name], ("theme", "look", "colour"), partial(self._wear, t.name))
            for t in THEMES
        ]

    def _wear(self, name: str) -> None:
        self.app.theme = name

    # ------------------------------------------------------------------ Textual's side

    async def discover(self) -> Hits:
        """What is offered before anything is typed: this screen's own, then the other screens."""
        for command in self._found:
            yield DiscoveryHit(Content(command.name), command.run, command.name, escape(command.said))

    async def search(self, query: str) -> Hits:
        """What fits the words typed, in either language."""
        matcher = self.matcher(query)
        for command in self._found:
            if (hit := _hit(command, matcher)) is not None:
                yield hit
        for command in await asyncio.shield(self._later) if self._later is not None else []:
            if (hit := _hit(command, matcher)) is not None:
                yield hit


def _hit(command: Command, matcher: Matcher) -> Hit | None:
    """`command` where its names fit what was typed, in the order in which drills are found elsewhere too; or where the letters do."""
    score, places = matcher.fuzzy_search.match(matcher.query, command.name)
    place = names.place(names.fit(matcher.query, command.names, command.said), command.slug)
    if place is not None:
        score += 10_000 * (1 + names.INSIDE - place[0]) - 100 * place[1]
    elif not score:
        score, places = 0.9 * max(matcher.match(" ".join(command.names[1:])), matcher.match(command.said)), ()
    return Hit(score, _lit(command.name, places), command.run, command.name, escape(command.said)) if score > 0 else None


def _local(title: dict[str, str]) -> str:
    return title.get(i18n.language()) or title.get("en", "")


def _lit(name: str, places: Sequence[int]) -> Content:
    """`name` with the letters found marked; brackets in it are brackets."""
    shown = Content(name)
    for place in places:
        shown = shown.stylize("bold underline", place, place + 1)
    return shown
