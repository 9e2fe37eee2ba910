"""Write docs/keys.md from the program: every key of every screen, with the id for the settings file: ``python docs/keys.py``."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

HEAD = """# Keys

Press `?` (or `f1`) on any screen for its keys, `ctrl+p` for everything there is to do by name. Every key can be another one: write it into the
table `[keys]` of the settings file (`quizprep doctor` says where that is), the id at the left, one key or several at the right:

```toml
[keys]
drill.check = "f5"
rows.down = "down,n"
```

Keys are called `x`, `X`, `f5`, `ctrl+x`, `shift+up`, `escape`, `enter`, `tab`, `space`, `pageup`, `slash` …. An unknown id, a key that there is none, and
two things on one key of one screen are refused with a sentence that names them. What is heard while you type (marked ✎) takes `ctrl+…`, `alt+…`,
`escape` or `f1` to `f12`.

This page is made by `python docs/keys.py`.
"""


def page() -> str:
    """The page as it should be."""
    from textual.binding import Binding

    import quizprep.tui
    from quizprep.tui import keys
    from quizprep.tui.app import QuizprepApp

    for module in pkgutil.walk_packages(quizprep.tui.__path__, "quizprep.tui."):
        importlib.import_module(module.name)  # a widget that is not imported has no keys
    told: set[str] = set()
    parts = [HEAD]

    def table(title: str, classes: list[type]) -> None:
        rows = []
        for cls in classes:
            for binding in cls.__dict__.get("BINDINGS", ()):
                if isinstance(binding, Binding) and binding.id and binding.id not in told:
                    told.add(binding.id)
                    names = " ".join(f"`{k.strip()}`" for k in binding.key.split(","))
                    mark = " ✎" if binding.priority else ""
                    rows.append(f"| `{binding.id}` | {names}{mark} | {binding.tooltip or binding.description} |")
        if rows:
            parts.append("\n".join([f"\n## {title}\n", "| id | key | |", "|---|---|---|", *rows, ""]))

    table("Everywhere", [QuizprepApp])
    ordered = sorted(keys.screens(), key=lambda c: (c.__name__ != "Home", c.__module__, c.__name__))
    widgets = {w for screen in ordered for w in keys._widgets(screen)}
    for screen in ordered:
        own = [w for w in widgets if w.__module__ == screen.__module__]
        table(f"{screen.__name__.removesuffix('Screen')}", [*screen.__mro__, *sorted(own, key=lambda w: w.__name__)])
    for widget in sorted(widgets, key=lambda w: (w.__module__, w.__name__)):
        table(f"{widget.__name__} (part of a screen)", [b for b in widget.__mro__ if b.__module__.startswith("quizprep")])
    return "".join(parts)


if __name__ == "__main__":
    (HERE / "keys.md").write_text(page(), "utf-8")
