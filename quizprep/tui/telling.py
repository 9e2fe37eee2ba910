"""What the first screen tells: of a topic, of today, and of all in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.content import Content

from quizprep.i18n import _
from quizprep.tui.moments import countdown
from quizprep.tui.prose import bar, lines, said

if TYPE_CHECKING:
    from quizprep.content.library import Library, Topic
    from quizprep.tui.tally import Facts, Tally


def topic_card(topic: Topic | None, facts: Facts | None) -> Content:
    """A topic, or all of them: how much there is, how the user stands, what it covers."""
    counted = Content("")
    if facts is not None:
        counted = Content.assemble(
            (str(facts.questions), "bold $accent"), " " + (_("question") if facts.questions == 1 else _("questions")), "   ",
            (str(facts.drills), "bold $accent"), " " + (_("drill") if facts.drills == 1 else _("drills")), "\n",
            (str(facts.answered), "bold $accent"), " " + _("answered"), "   ",
            (str(facts.right), "bold $accent"), " " + _("right"),
        )  # fmt: skip
    if topic is None:
        words = Content(_("Questions from all topics, new ones first. Numbers are drawn afresh each time."))
        return lines(words, " ", counted, " ", _mastery_words())
    known = facts.mastered if facts is not None else frozenset()
    concepts = []
    for concept in topic.info.concepts:
        sign = ("✓ ", "bold $success") if f"{topic.slug}/{concept.slug}" in known else ("· ", "$primary")
        concepts.append(Content.assemble(sign, said(concept.title)))
    covers = Content.styled(_("Covers (✓ mastered)"), "bold")
    return lines(said(topic.info.summary), " ", counted, " ", covers, *concepts)


def today_card(known: Tally, library: Library, keys: dict[str, str]) -> Content:
    """Why this is the most useful thing now, and what there is.

    Args:
        known: what was counted.
        library: the banks.
        keys: those that open the settings ("" where nothing is saved), the drills and the interviews.
    """
    from quizprep.quiz.words import drill_title, drill_words, suggestion_words

    counts = known.counts
    rows = [
        Content.styled(_("Press enter: {why}.", why=suggestion_words(counts, library)), "bold"),
        Content(" "),
        *_begun(known, library, keys),
        _figure(counts.due + counts.back, _("due")),
        _figure(counts.failed, _("wrong lately")),
        _figure(counts.new, _("never asked")),
    ]
    if counts.drill:
        title = drill_title(counts.drill, library)
        rows += [Content(" "), Content(_("Then a drill: {title}", title=title))]
        rows += [Content.styled(drill_words(counts.drill_why), "$quiet")]
    if counts.days_left == 0:
        rows += [Content(" "), Content.styled(_("The interview is today."), "bold $accent")]
    elif counts.days_left is not None:
        left = _("day to interview") if counts.days_left == 1 else _("days to interview")
        rows += [Content(" "), _figure(counts.days_left, left)]
    elif keys["settings"]:
        rows += [Content(" "), Content.styled(_("Press {key} to set the interview date.", key=keys["settings"]), "$quiet")]
    return lines(*rows, " ", _mastery_words())


def statistics(total: Facts, passed: int, drills: int, streak: int) -> Content:
    """How the user is doing, in one line."""
    share = "–" if total.share is None else f"{round(100 * total.share)} %"
    parts = [
        _("{n} answered", n=total.answered),
        _("{share} right", share=share),
        _("{passed}/{n} drills passed", passed=passed, n=drills),
        _("1 day in a row") if streak == 1 else _("{n} days in a row", n=streak),
    ]
    return Content("   ").join([_numbers_bold(part) for part in parts])


def reading(n: int, total: int) -> Content:
    """How far the questions are read, which takes seconds at the first start."""
    words = _("Reading the questions once: {n} of {total}", n=n, total=total)
    return Content.assemble((words + "  ", "$quiet"), bar(n / total), ("  " + _("You may begin now."), "$quiet"))


def _mastery_words() -> Content:
    words = _("Bars: the share of concepts whose last two first tries were right.")
    return Content.styled(words, "$quiet")


def _begun(known: Tally, library: Library, keys: dict[str, str]) -> list[Content]:
    """What was begun against the clock and waits."""
    from quizprep.quiz.words import drill_title

    rows = []
    if known.interview is not None:
        words = _("Go on with the mock interview") if known.interview.asked is None else _("Mark your open answers")
        rows += [f"{words} ({keys['interviews']})"]
    for slug, run in known.begun.items():
        rows += [f"{drill_title(slug, library)}  {countdown(run.left)} ({keys['drills']})"]
    if not rows:
        return []
    return [Content.styled(_("Begun against the clock"), "bold"), *(Content.styled("‖ ", "$accent") + row for row in rows), Content(" ")]


def _figure(number: int, words: str) -> Content:
    return Content.assemble((f"{number:>4}", "bold $accent"), "  " + words)


def _numbers_bold(text: str) -> Content:
    pieces = re.split(r"(\d[\d/]*(?: %)?)", text)
    return Content.assemble(*((piece, "bold $foreground" if n % 2 else "$quiet") for n, piece in enumerate(pieces)))
