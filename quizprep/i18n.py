"""The interface's language: `_("English sentence")` in the language chosen.

Sentences are looked up by gettext in ``locale/<language>/LC_MESSAGES/quizprep.mo``, which ``make translations`` compiles from the ``.po``
beside it; a test holds both to the code.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_language = "en"


@cache
def _catalogue(lang: str) -> Callable[[str], str]:
    """The translation of a sentence; itself where there is none."""
    import gettext  # only where another language than English is used

    return gettext.translation("quizprep", Path(__file__).parent / "locale", [lang], fallback=True).gettext


def choose(lang: str | None = None) -> str:
    """Set the language: `lang`, else QUIZPREP_LANG, else LANG; returns "en" or "zh"."""
    global _language  # noqa: PLW0603 - one interface, one language
    wanted = lang or os.environ.get("QUIZPREP_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    _language = "zh" if wanted.lower().startswith("zh") else "en"
    return _language


def language() -> str:
    """The language in use, "en" or "zh"."""
    return _language


def _(sentence: str, **values: object) -> str:
    """`sentence` in the language in use, with ``{name}`` filled from `values`."""
    text = sentence if _language == "en" else _catalogue(_language)(sentence)
    return text.format(**values) if values else text
