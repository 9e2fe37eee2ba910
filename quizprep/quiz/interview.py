"""The plan of a mock interview: short questions, open ones with follow-ups, and a drill or two that fit the time."""

from __future__ import annotations

import importlib.util
import random
from typing import TYPE_CHECKING

from msgspec import Struct

from quizprep.content.generator import Generator
from quizprep.content.mistakes import is_faulty_line
from quizprep.content.model import Open
from quizprep.content.render import render
from quizprep.errors import UsageError
from quizprep.i18n import _
from quizprep.quiz.choose import FAULTY, interleave

if TYPE_CHECKING:
    from collections.abc import Collection

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
    opens = _opens(topics, 1 if settings.minutes < USUAL else 2, settings.level, recent, rng)
    room = 60 * settings.minutes - sum(p.par for p in (*drills, *opens))
    shorts = _Shorts(topics, settings.level, recent, rng).fill(room)
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


def _opens(topics: list[Topic], n: int, level: int, recent: Collection[str], rng: random.Random) -> list[Planned]:
    known = [(t, q) for t in topics for q in t.questions if isinstance(q, Open)]
    rng.shuffle(known)
    known.sort(key=lambda pair: (pair[1].id in recent, abs(pair[1].difficulty - level)))
    found: list[tuple[Topic, Open]] = []
    for topic, question in known:
        if len(found) < n and (topic.slug not in {t.slug for t, _q in found} or len(topics) < n):
            found.append((topic, question))
    return [
        Planned(
            kind=OPEN, name=q.id, topic=t.slug, version=q.revision, seed=0,
            par=float(OPEN_SECONDS + FOLLOW_UP_SECONDS * min(FOLLOW_UPS, len(q.followups))),
        )
        for t, q in found
    ]  # fmt: skip


class _Shorts:
    """Short questions, topics and concepts in turn."""

    def __init__(self, topics: list[Topic], level: int, recent: Collection[str], rng: random.Random) -> None:
        self.rng, self.shares = rng, LEVELS[level]
        self.queues = [(t, _queue(t, recent, rng)) for t in topics]
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
            while queue:
                item = min(queue, key=lambda i: (_distance(i, want), queue.index(i)))
                queue.remove(item)
                if (found := self._planned(topic, item, want)) is not None:
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


def _distance(item: Item, want: int) -> int:
    levels = item.levels if isinstance(item, Generator) else (item.difficulty,)
    return min(abs(level - want) for level in levels)


def _queue(topic: Topic, recent: Collection[str], rng: random.Random) -> list[Item]:
    """The topic's short questions: concepts in turn, those asked lately last."""
    fresh: dict[str, list[Item]] = {}
    stale: list[Item] = []
    for item in rng.sample(topic.items, len(topic.items)):
        if isinstance(item, Open):
            continue
        if item.id in recent:
            stale.append(item)
        else:
            name = FAULTY if is_faulty_line(item.id) else item.concept
            fresh.setdefault(name, []).append(item)
    return interleave(fresh.values()) + stale
