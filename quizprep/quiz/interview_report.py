"""What a mock interview came to: score by topic, time against par, the mistakes by name, what to practise.

Points: a short question 1, an open one 3 (the share of its rubric), a drill 5 (a pass or nothing). There is one try at each, so what
was wrong at first is wrong. What was passed on, or cut off by the clock, counts; what was never reached does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, convert, to_builtins

from quizprep.content.mistakes import is_faulty_line, question_id
from quizprep.content.model import Text
from quizprep.errors import QuizprepError
from quizprep.grading.report import Named
from quizprep.progress.clocks import runs
from quizprep.progress.interviews import CUT, GIVEN, GONE, SKIPPED, WAITING, ItemRow
from quizprep.quiz import answers
from quizprep.quiz.interview import DRILL, OPEN, QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from quizprep.content.library import Library, Topic
    from quizprep.progress.rows import AnswerRow
    from quizprep.quiz.interview_sitting import Interview

POINTS = {QUESTION: 1.0, OPEN: 3.0, DRILL: 5.0}
SLOW = 1.5
"""A right answer that took this many times its par is named as slow."""
MOST_LINKS = 12


class Asked(Struct, frozen=True, kw_only=True):
    """One item and what became of it."""

    place: int
    kind: str
    name: str
    topic: str
    title: Text
    """The prompt, or the drill's title."""
    version: int
    seed: int
    par: float
    seconds: float
    state: str
    of: float
    """Points that there were; 0 where it doesn't count."""
    points: float = 0.0
    right: bool = False
    concept: str = ""
    answer: Text | None = None
    """The right answer."""
    given: Any = None
    """The answer recorded, as `answers.read` returned it."""
    why: list[Text] = []
    """Why it was wrong, what was missed."""
    said: list[str] = []
    """What was written to an open question and its follow-ups."""
    verdict: str = ""
    """Of a drill."""
    passed: int = 0
    total: int = 0
    submission: int | None = None

    @property
    def slow(self) -> bool:
        """Whether it took much longer than par."""
        return self.seconds > SLOW * self.par


class Score(Struct, frozen=True, kw_only=True):
    """A topic's part."""

    topic: str
    title: Text
    points: float
    of: float
    seconds: float
    par: float


class Link(Struct, frozen=True, kw_only=True):
    """Something to practise, and why: mistake, wrong, failed, slow, or concept (a drill on what was missed)."""

    kind: str
    """question or drill."""
    name: str
    topic: str
    title: Text
    why: str


class InterviewReport(Struct, frozen=True, kw_only=True):
    """The whole report; it is kept as JSON."""

    id: int
    started: str
    """ISO 8601, UTC."""
    minutes: int
    level: int
    topics: list[str]
    """Those asked for; none means all."""
    outcome: str
    """all, time or left."""
    seconds: float
    pauses: int
    points: float
    of: float
    by_topic: list[Score]
    items: list[Asked]
    mistakes: list[Named]
    practise: list[Link]

    @property
    def share(self) -> float | None:
        """Share of the points; None where nothing counted."""
        return self.points / self.of if self.of else None


def load(kept: dict[str, Any]) -> InterviewReport:
    """The report as it was kept."""
    return convert(kept, InterviewReport)


def make(interview: Interview) -> InterviewReport:
    """The report on an interview whose asking is over; open questions without marks count as nothing."""
    store, row = interview.store, interview.row
    given = interview.given()
    named: dict[str, Named] = {}
    asked = [_asked(interview, item, given.get((item.name, item.seed)), named) for item in interview.items]
    run = next(iter(runs(store, interview.clock.what, 1)), None)
    return InterviewReport(
        id=row.id, started=row.started.isoformat(timespec="seconds"), minutes=row.minutes, level=row.level,
        topics=row.topics, outcome=row.outcome, seconds=run.spent if run else 0.0, pauses=run.pauses if run else 0,
        points=sum(a.points for a in asked), of=sum(a.of for a in asked),
        by_topic=_by_topic(asked, interview.library.topics), items=asked, mistakes=list(named.values()),
        practise=_practise(asked, named, interview.library),
    )  # fmt: skip


def as_kept(report: InterviewReport) -> dict[str, Any]:
    """JSON values."""
    kept: dict[str, Any] = to_builtins(report)
    return kept


def _asked(interview: Interview, item: ItemRow, row: AnswerRow | None, named: dict[str, Named]) -> Asked:
    counts = item.state in (GIVEN, SKIPPED, CUT)
    values: dict[str, Any] = {
        "place": item.place, "kind": item.kind, "name": item.name, "topic": item.topic, "version": item.version,
        "seed": item.seed, "par": item.par, "seconds": round(item.seconds, 1), "state": item.state,
        "said": item.said, "of": POINTS[item.kind] if counts else 0.0, "title": Text(item.name),
    }  # fmt: skip
    if item.state in (WAITING, GONE):
        return Asked(**values | _title(interview, item))
    if item.kind == DRILL:
        return Asked(**values | _title(interview, item) | _of_drill(interview, item, named))
    return Asked(**values | _of_question(interview, item, row))


def _title(interview: Interview, item: ItemRow) -> dict[str, Any]:
    """The title, where the content is still there."""
    try:
        if item.kind == DRILL:
            return {"title": interview.drill(item).info.title}
        return {"title": interview.rendered(item).question.prompt}
    except QuizprepError:
        return {}


def _of_drill(interview: Interview, item: ItemRow, named: dict[str, Named]) -> dict[str, Any]:
    if item.submission is None:
        # handed in but never judged (the judge could not run): it neither counts nor costs
        unjudged = item.source is not None and bool([i for i, _d in interview.to_judge() if i.place == item.place])
        return {"verdict": "ungraded", "of": 0.0} if unjudged else {"verdict": ""}
    row, _source, report = interview.store.submission(item.submission)
    if report.diagnosis is not None:
        found = report.diagnosis
        first = Named(mistake=found.mistake, title=found.title, explanation=found.explanation)
        also = [] if found.explains_all else list(found.others)
        for one in (first, *also):
            named.setdefault(f"{item.name}.{one.mistake}", one)
    right = row.verdict == "pass"
    if row.verdict == "ungraded":
        return {"verdict": row.verdict, "of": 0.0, "submission": item.submission}
    return {
        "verdict": row.verdict, "passed": row.passed, "total": row.total, "submission": item.submission,
        "right": right, "points": POINTS[DRILL] * right,
        "why": [report.diagnosis.title] if report.diagnosis is not None else [],
    }  # fmt: skip


def _of_question(interview: Interview, item: ItemRow, row: AnswerRow | None) -> dict[str, Any]:
    try:
        rendered = interview.rendered(item)
    except QuizprepError:
        return {"of": 0.0}
    told: dict[str, Any] = {"title": rendered.question.prompt, "concept": rendered.question.concept}
    told["answer"] = getattr(rendered.question, "model", None) or answers.answer_text(rendered)
    if row is None:
        return told
    result = answers.grade(rendered, row.answer)
    points = POINTS[item.kind] * (result.score if item.kind == OPEN else float(result.correct))
    why = list(result.feedback)
    if is_faulty_line(item.name) and not result.correct:
        why.append(rendered.question.explanation)  # names the mistake in the line
    return told | {"right": result.correct, "points": points, "given": row.answer, "why": why}


def _by_topic(asked: Iterable[Asked], topics: Iterable[Topic]) -> list[Score]:
    titles = {t.slug: t.info.title for t in topics}
    found: dict[str, list[Asked]] = {}
    for one in asked:
        if one.of:
            found.setdefault(one.topic, []).append(one)
    return [
        Score(
            topic=slug, title=titles.get(slug, Text(slug)), points=sum(a.points for a in those),
            of=sum(a.of for a in those), seconds=sum(a.seconds for a in those), par=sum(a.par for a in those),
        )
        for slug, those in found.items()
    ]  # fmt: skip


def _practise(asked: Sequence[Asked], named: dict[str, Named], library: Library) -> list[Link]:
    """Mistakes first, then what was wrong, then a drill on each concept missed, then what was slow; each once."""
    known = {t.slug: t for t in library.topics}
    links: list[Link] = []
    for one in asked:
        if one.kind == DRILL and one.of and not one.right:
            links.append(_link(one, "failed"))
            links += _line_questions(one, named, library)
    links += [_link(one, "wrong") for one in asked if one.kind != DRILL and one.of and not one.right]
    for one in asked:
        if one.kind != DRILL and one.of and not one.right and (topic := known.get(one.topic)) is not None:
            drill = next((d for d in topic.drills if one.concept in d.info.concepts), None)
            if drill is not None:
                title = drill.info.title
                links.append(Link(kind=DRILL, name=drill.slug, topic=topic.slug, title=title, why="concept"))
    links += [_link(one, "slow") for one in asked if one.right and one.slow]
    once = {(link.kind, link.name): link for link in reversed(links)}
    return [link for link in links if once[link.kind, link.name] is link][:MOST_LINKS]


def _link(one: Asked, why: str) -> Link:
    kind = DRILL if one.kind == DRILL else QUESTION
    return Link(kind=kind, name=one.name, topic=one.topic, title=one.title, why=why)


def _line_questions(one: Asked, named: dict[str, Named], library: Library) -> list[Link]:
    """For each mistake named in the drill, the question that asks for its line, where there is one."""
    asks = {}
    for key, mistake in named.items():
        slug, _dot, name = key.partition(".")
        if slug == one.name:
            asks[question_id(one.topic, slug, name)] = mistake
    known = library.catalogue.entries(asks)
    return [
        Link(kind=QUESTION, name=question, topic=one.topic, title=mistake.title, why="mistake")
        for question, mistake in asks.items()
        if question in known
    ]
