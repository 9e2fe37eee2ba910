"""``today``: the session planned for today, asked in the plain terminal; ``due``: what is due, as a list."""

from __future__ import annotations

from quizprep.i18n import _, language

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from quizprep.progress.standing import Due
    from quizprep.quiz.today import Session


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    if name == "due":
        parser.add_argument("--json", action="store_true")
    else:
        from quizprep.commands.listing import seed

        parser.add_argument("--minutes", type=int, metavar="N", help=_("how long it may take (the setting, or 20)"))
        parser.add_argument("--seed", type=seed, help=_("the same seed asks the same questions"))


def run(name: str, options: argparse.Namespace) -> int:
    """Run ``today`` or ``due``."""
    return _due(options.json) if name == "due" else _today(options.minutes, options.seed)


def _today(minutes: int | None, seed: int | None) -> int:
    from quizprep.commands.ask import Asking
    from quizprep.commands.console import out
    from quizprep.content.library import Library
    from quizprep.errors import UsageError
    from quizprep.progress.store import Store
    from quizprep.quiz.sitting import Sitting
    from quizprep.quiz.today import today

    if minutes is not None and not 1 <= minutes <= 480:
        raise UsageError(_("--minutes is {n}; it takes a whole number from 1 to 480.", n=minutes))
    with Store.open() as store:
        library = Library()
        session = today(library, store, minutes, seed=seed)
        out(_size(len(session.entries), max(1, round(session.seconds / 60)), session.minutes))
        if session.entries:
            asking = Asking(store, library, Sitting.of(session))
            asking.all()
            asking.close()
        _drill(session)
    return 0


def _size(n: int, minutes: int, limit: int) -> str:
    if not n:
        return _("No question is left for today.")
    if n == 1:
        return _("1 question, about {minutes} min of {all}", minutes=minutes, all=limit)
    return _("{n} questions, about {minutes} min of {all}", n=n, minutes=minutes, all=limit)


def _drill(session: Session) -> None:
    from quizprep.commands.console import out
    from quizprep.quiz.words import drill_words

    if session.drill is None:
        return
    info = session.drill.info
    out()
    out(
        _(
            "Then the drill: {title} ({minutes} min): quizprep start {slug}",
            title=info.title.get(language()),
            minutes=info.par_minutes,
            slug=info.slug,
        )
    )
    out(drill_words(session.drill_why))


def _due(as_json: bool) -> int:
    from quizprep.commands.console import emit, out
    from quizprep.content.library import Library
    from quizprep.progress.standing import Standing
    from quizprep.progress.store import Store
    from quizprep.quiz.today import brought_back
    from quizprep.quiz.words import why_words

    with Store.open() as store:
        library = Library()
        store.cards.settle()
        now = Standing(store)
        back = brought_back(library, store, now)
        due = [d for d in now.due() if d.question not in {b.question for b in back}]
    if as_json:
        found: list[dict[str, Any]] = [
            {"question": b.question, "topic": b.topic, "why": "mistake", "drill": b.drill, "mistake": b.mistake} for b in back
        ]
        emit(found + [_row(d) for d in due])
        return 0
    for b in back:
        out(f"{b.question}  {why_words('mistake', b.drill, library)}")
    for d in due:
        day = _row(d)["due"][:10]
        out(f"{d.question}  " + _("due {day}", day=day))
    if not (back or due):
        out(_("Nothing is due."))
    return 0


def _row(due: Due) -> dict[str, Any]:
    from quizprep.progress.rows import moment

    card = due.card
    return {
        "question": due.question,
        "topic": due.topic,
        "concept": due.concept,
        "why": "due",
        "due": moment(card.due).astimezone().isoformat(timespec="seconds"),
        "last": moment(card.last).astimezone().isoformat(timespec="seconds"),
        "last_correct": bool(card.correct),
        "stability_days": card.stability,
        "reviews": card.reviews,
        "lapses": card.lapses,
    }
