"""Handing the terminal to the user's own editor."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from quizprep.i18n import _

if TYPE_CHECKING:
    from textual.app import App


def run_editor(app: App[object], command: list[str], builtin: str) -> str:
    """Run it in the foreground; returns what went wrong. Nothing is raised while the app is suspended.

    Args:
        builtin: the key of the built-in editor.
    """
    trouble = ""
    try:
        with app.suspend():
            try:
                ended = subprocess.run(command, check=False)
                if ended.returncode:
                    trouble = _(
                        "the editor {editor} ended with code {code}.",
                        editor=command[0],
                        code=ended.returncode,
                    )
            except (OSError, ValueError) as e:
                why = getattr(e, "strerror", None) or e
                trouble = _(
                    "the editor {editor} could not be started ({why}); press {key} for the built-in one.",
                    key=builtin,
                    editor=command[0],
                    why=why,
                )
            except KeyboardInterrupt:
                trouble = _("the editor was interrupted.")
    except SuspendNotSupported:
        trouble = _("this terminal can't be handed to another program; press {key} for the built-in editor.", key=builtin)
    app.screen.refresh(layout=True)
    return trouble
