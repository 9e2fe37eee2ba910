"""The keys that a user has chosen: the table ``[keys]`` of the settings, binding id -> keys, checked as a whole.

An unknown id, a key that is none, and two things on one key of one screen are refused before the app starts.
Looking for them means importing every screen, so a table that was found good is kept until it or the program changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from quizprep.errors import UsageError
from quizprep.i18n import _

if TYPE_CHECKING:
    from textual.binding import Binding
    from textual.dom import DOMNode

OURS = "quizprep.tui"
MODIFIERS = {"ctrl", "alt", "shift", "meta", "super", "hyper"}


def accepted(wanted: dict[str, str]) -> dict[str, str]:
    """As `check`, which is asked only when the table or the program has changed since."""
    from quizprep.content import kept

    stamp = [[list(pair) for pair in sorted(wanted.items())], *kept.stamp_of(sorted(Path(__file__).parent.rglob("*.py")))]
    found: dict[str, str] | None = kept.read("keys", stamp)
    if found is None:
        found = check(wanted)
        kept.write("keys", stamp, found)
    return found


def check(wanted: dict[str, str]) -> dict[str, str]:
    """`wanted` as Textual takes it.

    Raises:
        UsageError: an id that no binding has, a key that is none, a key that does two things on one screen.
    """
    if not wanted:
        return {}
    places = contexts()
    known = {name: binding for bindings in places.values() for name, binding in bindings.items()}
    chosen = {}
    for name, keys in wanted.items():
        if name not in known:
            raise UsageError(_unknown(name, set(known)))
        chosen[name] = ",".join(_keys(name, keys, typing=known[name].priority))
    for bindings in places.values():
        _no_clash(bindings, chosen)
    return chosen


def _unknown(id: str, known: set[str]) -> str:
    import difflib

    near = difflib.get_close_matches(id, known, n=1, cutoff=0.5)
    if near:
        return _("settings, [keys]: there is no {id}; did you mean {near}?", id=id, near=near[0])
    return _("settings, [keys]: there is no {id}; docs/keys.md lists them all.", id=id)


def _keys(id: str, keys: str, *, typing: bool) -> list[str]:
    from textual.keys import _character_to_key

    found = []
    for key in [k.strip() for k in keys.split(",")] if keys != "," else [","]:
        name = _character_to_key(key) if len(key) == 1 else key
        if not _is_key(name):
            raise UsageError(
                _('settings, [keys]: {id} is on {key!r}, which is no key; write "x", "f5" or "ctrl+x".', id=id, key=key)
            )
        if typing and not (name.startswith(("ctrl+", "alt+")) or name == "escape" or re.fullmatch(r"f\d+", name)):
            raise UsageError(
                _("settings, [keys]: {id} is heard while you type too, so it takes ctrl+…, alt+… or f1 to f12, not {key}.",
                  id=id, key=key)
            )  # fmt: skip
        found.append(name)
    return found


def _is_key(name: str) -> bool:
    from textual.keys import KEY_NAME_REPLACEMENTS, Keys

    *held, key = name.split("+")
    if not MODIFIERS.issuperset(held):
        return False
    if {name, key} & ({k.value for k in Keys} | set(KEY_NAME_REPLACEMENTS.values())):
        return True
    if len(key) == 1:
        return key.isprintable()
    try:
        return bool(unicodedata.lookup(key.replace("_", " ").upper()))
    except KeyError:
        return False


def _no_clash(bindings: dict[str, Binding], chosen: dict[str, str]) -> None:
    """Two things may share a key only where they did so before (enter: answer, then next)."""
    before = {name: _default(binding) for name, binding in bindings.items()}
    after = {name: set(chosen[name].split(",")) if name in chosen else keys for name, keys in before.items()}
    for name in chosen.keys() & bindings.keys():
        for other in bindings.keys() - {name}:
            both = after[name] & after[other]
            if both and not before[name] & before[other]:
                first, second = sorted((name, other), key=lambda n: (n not in chosen, n))
                raise UsageError(
                    _("settings, [keys]: {id} and {other} would both be on {key}; give one of them another key.",
                      id=first, other=second, key=min(both))
                )  # fmt: skip


def _default(binding: Binding) -> set[str]:
    from textual.keys import _character_to_key

    return {_character_to_key(k) if len(k) == 1 else k for k in (k.strip() for k in binding.key.split(","))}


# ---------------------------------------------------------------------- what can be on the screen together


@cache
def contexts() -> dict[str, dict[str, Binding]]:
    """For each screen, by its class: the bindings with an id of itself, of the app and of its widgets."""
    from quizprep.tui.app import QuizprepApp

    anywhere = _bindings(QuizprepApp)
    return {
        screen.__name__: anywhere | _bindings(screen) | {k: b for w in _widgets(screen) for k, b in _bindings(w).items()}
        for screen in screens()
    }


@cache
def screens() -> tuple[type[DOMNode], ...]:
    """Every screen and dialog of ours."""
    import importlib
    import pkgutil

    from textual.screen import Screen

    from quizprep.tui import screens as package

    found: list[type[DOMNode]] = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found += [c for c in _classes(module) if issubclass(c, Screen) and c.__module__ == module.__name__]
    return tuple(found)


def _classes(module: ModuleType) -> Iterator[type[Any]]:
    return (thing for thing in vars(module).values() if isinstance(thing, type))


def _widgets(screen: type[DOMNode]) -> list[type[DOMNode]]:
    """The widgets that the screen's module, and the widgets' modules that it uses, name."""
    import sys

    from textual.screen import Screen
    from textual.widget import Widget

    waiting, seen = [screen.__module__], {screen.__module__}
    found: list[type[DOMNode]] = []
    while waiting:
        module = sys.modules[waiting.pop()]
        for thing in vars(module).values():
            home = thing.__name__ if isinstance(thing, ModuleType) else str(getattr(thing, "__module__", ""))
            if home.startswith(f"{OURS}.widgets") and home in sys.modules and home not in seen:
                seen.add(home)
                waiting.append(home)
        found += [c for c in _classes(module) if issubclass(c, Widget) and not issubclass(c, Screen)]
    return found


def _bindings(node: type[DOMNode]) -> dict[str, Binding]:
    """The bindings with an id of a class and of those of ours that it inherits from."""
    from textual.binding import Binding

    found: dict[str, Binding] = {}
    for base in reversed(node.__mro__):
        if base.__module__.startswith("quizprep."):
            for binding in base.__dict__.get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id:
                    found[binding.id] = binding
    return found
