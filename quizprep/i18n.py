"""The interface's language: `_("English sentence")` in the language chosen.

Sentences are looked up in ``locale/zh.json``; a test holds the file to the calls in the code.
"""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path

_language = "en"


@cache
def _catalogue(lang: str) -> dict[str, str]:
    path = Path(__file__).parent / "locale" / f"{lang}.json"
    if not path.exists():
        return {}
    loaded: dict[str, str] = json.loads(path.read_text("utf-8"))
    return loaded


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
    text = sentence if _language == "en" else _catalogue(_language).get(sentence, sentence)
    return text.format(**values) if values else text
