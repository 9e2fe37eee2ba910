"""Saying in one line why something is asked or proposed, in the language in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizprep import i18n
from quizprep.errors import UnknownName
from quizprep.i18n import _
from quizprep.quiz import schedule, today

if TYPE_CHECKING:
    from quizprep.content.library import Library
    from quizprep.quiz.today import Counts

NEAR = 2
"""Days before the interview at which the weakest are asked whether due or not."""
SESSION, CRAM, DRILLS = "session", "cram", "drills"
"""The useful things that home can begin."""


def why_words(why: str, drill: str, library: Library) -> str:
    """Why a question is asked."""
    if why == today.MISTAKE:
        return _("you made this mistake in {drill}", drill=drill_title(drill, library))
    return _("due") if why == today.DUE else _("new")


def drill_title(slug: str, library: Library) -> str:
    """The drill's title, or its slug where it left the banks."""
    try:
        return library.drill(slug).info.title.get(i18n.language())
    except UnknownName:
        return slug


def drill_words(why: str) -> str:
    """Why a drill is proposed."""
    if why == today.MISSED:
        return _("You missed questions of this topic lately.")
    return _("You began it and have not passed it yet.") if why == today.TRIED else _("An easy one that you have not tried.")


def rating_words(rating: int) -> str:
    """A rating's name."""
    names = {
        schedule.AGAIN: _("Again"),
        schedule.HARD: _("Hard"),
        schedule.GOOD: _("Good"),
        schedule.EASY: _("Easy"),
    }
    return names[rating]


def rating_meaning(rating: int, then: str) -> str:
    """What a rating says of the answer, and what comes of it."""
    meanings = {
        schedule.AGAIN: _("not known"),
        schedule.HARD: _("known, with trouble or by luck"),
        schedule.GOOD: _("known"),
        schedule.EASY: _("known at once"),
    }
    return _("{rating}: {meaning}. {then}", rating=rating_words(rating), meaning=meanings[rating], then=then)


def suggestion(counts: Counts) -> str:
    """The most useful thing to begin now: `SESSION`, `CRAM` or `DRILLS`."""
    if counts.days_left is not None and counts.days_left <= NEAR and not (counts.due or counts.back):
        return CRAM
    return SESSION if counts.due or counts.back or counts.new else CRAM if counts.seen else DRILLS


def suggestion_words(counts: Counts, library: Library) -> str:
    """Why that is the most useful thing, in one line."""
    if counts.back:
        title = drill_title(counts.back_drill, library)
        if counts.back == 1:
            return _("1 question comes back because of a mistake you made in {drill}", drill=title)
        return _("{n} questions come back because of a mistake you made in {drill}", n=counts.back, drill=title)
    if counts.due:
        return _("1 question is due") if counts.due == 1 else _("{n} questions are due", n=counts.due)
    if suggestion(counts) == CRAM:
        if counts.days_left is not None and counts.days_left <= NEAR:
            return _("the weakest first, since the interview is close and nothing is due")
        return _("the weakest first, since nothing is due and nothing is new")
    if counts.new:
        return _("new questions, of the topics you know least first; nothing is due")
    return _("a drill, since there are no questions")
