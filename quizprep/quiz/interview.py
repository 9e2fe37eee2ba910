"""The plan of a mock interview: short questions, open ones with follow-ups, and a drill or two that fit the time."""

from __future__ import annotations

import importlib.util
import random
from typing import TYPE_CHECKING

from msgspec import Struct

from quizprep.content.generator import Generator
from quizprep.content.model import Open
from quizprep.content.render import render
from quizprep.errors import UsageError
from quizprep.i18n import _
from quizprep.quiz.candidates import Candidates

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from quizprep.content.catalogue import Brief
    from quizprep.content.library import Drill, Item, Library, Topic

SHORTEST, LONGEST, USUAL = 20, 90, 45
"""Minutes."""
QUESTION, OPEN, DRILL = "question", "open", "drill"
FOLLOW_UPS = 2
"""How many follow-ups of an open question are asked."""
PAR = {"text": 45, "choice": 60, "choices": 75, "cloze": 75, "order": 75, "match": 90, "shape": 90, "line": 120, "number": 120}
"""Seconds for a short question of difficulty 2."""
HARDER = {1: 0.8, 2: 1.0, 3: 1.3}
OPEN_SECONDS, FOLLOW_UP_SECONDS = 180, 60
DRILL_SHARE, TWO_DRILLS_SHARE, TWO_DRILLS_MINUTES = 0.45, 0.5, 60
"""At most this share of the time goes to drills; from an hour on there are two."""
LEVELS = {1: (0.7, 0.3, 0.0), 2: (0.3, 0.5, 0.2), 3: (0.0, 0.5, 0.5)}
"""For each level of the interview, the shares of short questions of difficulty 1, 2 and 3."""
LOOKED_AT = 200
"""Among so many questions of a topic one of the difficulty wanted is looked for."""


class Settings(Struct, frozen=True, kw_only=True):
    """What was asked for."""

    minutes: int = USUAL
    level: int = 2
    topics: tuple[str, ...] = ()
    """Slugs; none means all."""


class Planned(Struct, frozen=True, kw_only=True):
    """One thing that will be asked."""

    kind: str
    """question, open or drill."""
    name: str
    """The question's id or the drill's slug."""
    topic: str
    version: int
    seed: int
    par: float
    """Seconds."""


def check(settings: Settings) -> None:
    """Hold the length and the level to what there is.

    Raises:
        UsageError: one of them is out of range.
    """
    if not SHORTEST <= settings.minutes <= LONGEST:
        raise UsageError(
            _("an interview takes {least} to {most} minutes, not {n}.", least=SHORTEST, most=LONGEST, n=settings.minutes)
        )
    if settings.level not in LEVELS:
        raise UsageError(_("the level is 1, 2 or 3, not {n}.", n=settings.level))


def plan(library: Library, settings: Settings, *, seed: int, recent: Collection[str] = ()) -> list[Planned]:
    """Plan an interview. The same seed gives the same plan for the same banks and `recent`.

    Args:
        library: the banks.
        settings: length, level, topics.
        seed: of all that is drawn.
        recent: names asked in the last interviews; they come last.

    Raises:
        UnknownName: an unknown topic.
        UsageError: a length or level that there is not, or nothing to ask.
    """
    check(settings)
    chosen = [library.topic(t) for t in dict.fromkeys(settings.topics)] or library.topics
    rng = random.Random(f"interview:{seed}")
    topics = rng.sample(chosen, len(chosen))
    drills = _drills(topics, settings, recent, rng)
    source = Candidates(library, None, recent, rng)
    opens = _opens(topics, 1 if settings.minutes < USUAL else 2, settings.level, source)
    room = 60 * settings.minutes - sum(p.par for p in (*drills, *opens))
    shorts = _Shorts(topics, settings.level, source).fill(room)
    half = (len(shorts) + 1) // 2
    found = [*shorts[:half], *opens[:1], *drills[:1], *shorts[half:], *drills[1:], *opens[1:]]
    if not found:
        raise UsageError(_("there is nothing to ask in {topics}.", topics=", ".join(t.slug for t in chosen) or "–"))
    return found


def par_of(kind: str, difficulty: int) -> float:
    """Seconds that a short question should take."""
    return round(PAR.get(kind, 60) * HARDER[difficulty])


def runnable(drill: Drill) -> bool:
    """Whether it can be judged here."""
    return drill.info.framework != "torch" or importlib.util.find_spec("torch") is not None


def _drills(topics: list[Topic], settings: Settings, recent: Collection[str], rng: random.Random) -> list[Planned]:
    """One drill, or two of different topics, of about the level asked for, that fit."""
    known = [d for t in topics for d in t.drills if runnable(d)]
    rng.shuffle(known)
    known.sort(key=lambda d: (d.slug in recent, abs(d.info.difficulty - settings.level)))
    two = settings.minutes >= TWO_DRILLS_MINUTES
    room = settings.minutes * (TWO_DRILLS_SHARE if two else DRILL_SHARE)
    found: list[Drill] = []
    for drill in known:
        if len(found) == 1 + two:
            break
        longest = room * 0.7 if two and not found else room
        if drill.info.par_minutes <= longest and drill.topic not in {d.topic for d in found}:
            found.append(drill)
            room -= drill.info.par_minutes
    return [
        Planned(kind=DRILL, name=d.slug, topic=d.topic, version=d.info.revision, seed=0, par=60.0 * d.info.par_minutes)
        for d in found
    ]


def _opens(topics: list[Topic], n: int, level: int, source: Candidates) -> list[Planned]:
    known = [(t, name, difficulty) for t in topics for name, difficulty in source.catalogue.opens(t.slug)]
    source.rng.shuffle(known)
    known.sort(key=lambda one: (one[1] in source.left_out, abs(one[2] - level)))
    found: list[tuple[Topic, Open]] = []
    for topic, name, _difficulty in known:
        if len(found) == n:
            break
        if topic.slug not in {t.slug for t, _q in found} or len(topics) < n:
            question = source.item(topic, name)
            if isinstance(question, Open):
                found.append((topic, question))
    return [
        Planned(
            kind=OPEN, name=q.id, topic=t.slug, version=q.revision, seed=0,
            par=float(OPEN_SECONDS + FOLLOW_UP_SECONDS * min(FOLLOW_UPS, len(q.followups))),
        )
        for t, q in found
    ]  # fmt: skip


class _Shorts:
    """Short questions, topics and concepts in turn, those asked lately last; only those that are asked are read."""

    def __init__(self, topics: list[Topic], level: int, source: Candidates) -> None:
        self.source, self.rng, self.shares = source, source.rng, LEVELS[level]
        self.queues = [(t, _Queue(_fresh_first(t, source))) for t in topics]
        self._at = 0

    def fill(self, room: float) -> list[Planned]:
        """As many as fit into `room` seconds."""
        found: list[Planned] = []
        while (one := self._next()) is not None:
            if one.par > room:
                break
            found.append(one)
            room -= one.par
        return found

    def _next(self) -> Planned | None:
        want = self.rng.choices((1, 2, 3), self.shares)[0]
        for _turn in range(len(self.queues)):
            topic, queue = self.queues[self._at % len(self.queues)]
            self._at += 1
            while (brief := queue.take(want)) is not None:
                item = self.source.item(topic, brief.id)
                if item is not None and (found := self._planned(topic, item, want)) is not None:
                    return found
        return None

    def _planned(self, topic: Topic, item: Item, want: int) -> Planned | None:
        """The item with a seed that draws about the difficulty wanted; None where it can't be drawn."""
        seeds = [self.rng.randrange(2**31) for _n in range(8)]
        if isinstance(item, Generator):
            levels = {s: item.level(s) for s in seeds}
            seeds.sort(key=lambda s: abs(levels[s] - want))
        try:
            question = render(item, seeds[0], topic.slug).question
        except Exception:  # a generator of the bank may raise anything; the lint tells of it
            return None
        version = item.version if isinstance(item, Generator) else item.revision
        return Planned(
            kind=QUESTION, name=item.id, topic=topic.slug, version=version, seed=seeds[0],
            par=par_of(question.kind, question.difficulty),
        )  # fmt: skip


class _Queue:
    """Questions in their order, of which the nearest to a difficulty is taken."""

    def __init__(self, coming: Iterator[Brief]) -> None:
        self._coming = coming
        self._held: list[Brief] = []

    def take(self, want: int) -> Brief | None:
        """The first of that difficulty, else of the nearest; None where no question is left."""
        place = next((n for n, brief in enumerate(self._held) if not _distance(brief, want)), None)
        while place is None and len(self._held) < LOOKED_AT and (brief := next(self._coming, None)) is not None:
            self._held.append(brief)
            if not _distance(brief, want):
                place = len(self._held) - 1
        if place is None and self._held:
            place = min(range(len(self._held)), key=lambda n: _distance(self._held[n], want))
        return None if place is None else self._held.pop(place)


def _distance(brief: Brief, want: int) -> int:
    return max(brief.easiest - want, want - brief.hardest, 0)


def _fresh_first(topic: Topic, source: Candidates) -> Iterator[Brief]:
    stale: list[Brief] = []
    for brief in source.briefs(topic):
        if brief.id in source.left_out:
            stale.append(brief)
        elif brief.type != Open.kind:
            yield brief
    yield from (brief for brief in stale if brief.type != Open.kind)
