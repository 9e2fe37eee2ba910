"""The line of the four ratings under an answered question: what each means for the next time."""

from __future__ import annotations

from textual.content import Content

from quizprep.i18n import _
from quizprep.quiz.schedule import Card, wait_words
from quizprep.quiz.words import rating_words


def ratings(choices: dict[int, Card], chosen: int) -> Content:
    """``Next time: 1 Again 1 min · 2 Hard 10 min · ▸3 Good 2 days · 4 Easy 8 days``."""
    parts: list[Content] = []
    for rating, card in choices.items():
        on = rating == chosen
        words = f"{rating_words(rating)} {wait_words(card)}"
        parts.append(
            Content.assemble(
                ("▸" if on else " ", "bold $accent"), (str(rating), "bold $accent"), (f" {words}", "bold" if on else "$quiet")
            )
        )
    return Content.styled(_("Next time:") + " ", "$quiet") + Content(" ").join(parts)
