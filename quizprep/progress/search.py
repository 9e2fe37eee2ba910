"""Finding questions, drills and one's own notes by words and by how they stand.

Words are looked up in the catalogue's full-text index: all must be there, in singular or plural, the last letters may be missing where the
whole words find little, Chinese is found by any characters side by side (a comma between them counts for nothing). What is typed is never
read as search syntax. A drill that is called what was typed comes first, then the matches in prompts and titles, and the others only where
these don't fill the page.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from quizprep.content import names
from quizprep.content.catalogue import COLUMNS, Catalogue, Entry, entry
from quizprep.errors import UsageError
from quizprep.i18n import _
from quizprep.progress.search_words import Pieces, is_wide, lower, mark, pattern_of, query_of, snippet, stem, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizprep.progress.store import Store

STATES = ("new", "due", "wrong", "suspended", "flagged")
"""How a question may stand: never answered, due today, wrong when last answered, not to be asked, marked by the user."""
TYPES = ("choice", "choices", "number", "shape", "text", "cloze", "order", "match", "line", "open", "drill")
RANKED = 200
"""So many matches are ranked, of those in prompts and titles and, where these fill no page, of all; it keeps a search in a large bank as
fast as in a small one."""
COUNTED = 1000
"""So many matches are counted."""
SIFTED = 2000
"""So many matches are looked at where only questions that stand in a certain way are wanted."""
DRILL = 1.5
"""A drill counts so many times as much as a question that matches as well."""
USUAL = 160
"""Characters of a title in both languages. A word counts for more in a shorter one."""
SHORT = 2
"""A last word of so few letters that no question has is still being typed; it is left out beside others."""


class Match(NamedTuple):
    """A row of the catalogue that has the words; what more is known of it is read for those that are shown."""

    n: int
    kind: str
    id: str
    title: str
    score: float = 0.0
    """How well it fits; the more, the better."""


class Wanted(Struct, frozen=True):
    """What is looked for; None and "" ask for nothing in particular."""

    words: str = ""
    topic: str | None = None
    type: str | None = None
    difficulty: int | None = None
    state: str | None = None


class Hit(Struct, frozen=True):
    """Something found."""

    kind: str
    """``question``, ``drill``, or ``note`` (one's own, on a question)."""
    entry: Entry
    states: tuple[str, ...] = ()
    """Those of `STATES` that the question is in."""
    words: re.Pattern[str] | None = None
    """What was looked for."""
    texts: tuple[str, ...] = ()
    """Where it was looked for outside of the title, as far as it may be shown."""

    @property
    def snippet(self) -> Pieces:
        """Where the words stand, outside of the title: pieces of text, and whether a piece is one of the words."""
        return next((found for text in self.texts if self.words and (found := snippet(text, self.words))), ())

    @property
    def marked(self) -> dict[str, Pieces]:
        """The title by language, in pieces; {} where it has none of the words."""
        found = {lang: mark(text, self.words) for lang, text in self.entry.title.items()} if self.words and self.kind != "note" else {}
        return found if any(on for pieces in found.values() for _text, on in pieces) else {}


class Found(Struct, frozen=True):
    """The best hits, best first."""

    hits: list[Hit]
    total: int
    """How many there are; at least so many, where `more`."""
    more: bool = False
    loose: bool = False
    """True where nothing had all the words, and this has some of them."""


def search(catalogue: Catalogue, store: Store | None, wanted: Wanted, limit: int = 50) -> Found:
    """The best hits.

    Args:
        catalogue: of the banks.
        store: how the questions stand, and the notes; None where it can't be opened: then no state is known.
        wanted: words and filters.
        limit: how many hits at most.

    Raises:
        UsageError: a type, difficulty or state that doesn't exist, or a state where there is no store.
        UnknownName: an unknown topic.
    """
    _checked(catalogue, store, wanted)
    tokens = tokens_of(wanted.words)
    if not tokens:
        return _listed(catalogue, store, wanted, limit) if not wanted.words.strip() else Found([], 0)
    looked = _look(catalogue, wanted, tokens, limit)
    if not looked.rows and len(tokens) > 1 and len(tokens[-1]) <= SHORT and not _known(catalogue, tokens[-1]):
        tokens = tokens[:-1]
        looked = _look(catalogue, wanted, tokens, limit)
    notes = _notes(catalogue, store, wanted, tokens)
    named = _named(catalogue, wanted)
    loose = not (looked.rows or notes or named) and len(tokens) > 1
    if loose:
        looked = _look(catalogue, wanted, tokens, limit, " OR ")
    if wanted.state is not None:
        more = len(looked.rows) >= SIFTED
        states = states_of(store, [m.id for m in looked.rows if m.kind == "question"])
        rows = [m for m in looked.rows if wanted.state in states.get(m.id, ())]
        total = len(rows)
    else:
        rows = list({m.n: m for m in (*named, *looked.rows)}.values())
        total = max(len(rows), _count(catalogue, looked.query, wanted))
        more = total == COUNTED
    hits = _hits(catalogue, store, looked.words, [m.n for m in rows[: max(0, limit - len(notes))]])
    return Found([*notes, *hits][:limit], total + len(notes), more, loose and bool(looked.rows))


def _checked(catalogue: Catalogue, store: Store | None, wanted: Wanted) -> None:
    if wanted.topic is not None:
        catalogue.library.topic(wanted.topic)
    for name, value, known in (("type", wanted.type, TYPES), ("state", wanted.state, STATES)):
        if value is not None and value not in known:
            raise UsageError(
                _("there is no {name} {value!r}; there are {known}.", name=name, value=value, known=", ".join(known))
            )
    if wanted.difficulty is not None and wanted.difficulty not in (1, 2, 3):
        raise UsageError(_("the difficulty is {n}; it is 1, 2 or 3.", n=wanted.difficulty))
    if wanted.state and store is None:
        raise UsageError(_("without the progress database it is not known which questions are {state}.", state=wanted.state))


# ------------------------------------------------------------------ rows


def _where(wanted: Wanted) -> tuple[str, list[Any]]:
    """The filters on ``items`` as SQL."""
    parts: list[str] = ["1"]
    values: list[Any] = []
    if wanted.topic is not None:
        parts.append("items.topic = ?")
        values.append(wanted.topic)
    if wanted.type == "drill":
        parts.append("items.kind = 'drill'")
    elif wanted.type is not None:
        parts.append("items.type = ? AND items.kind = 'question'")
        values.append(wanted.type)
    if wanted.difficulty is not None:
        parts.append("items.difficulty = ?")
        values.append(wanted.difficulty)
    if wanted.state is not None:
        parts.append("items.kind = 'question'")
    return " AND ".join(parts), values


class Looked(NamedTuple):
    """What a query found."""

    rows: list[Match]
    query: str
    words: re.Pattern[str]
    """What it looked for."""


def _look(catalogue: Catalogue, wanted: Wanted, tokens: list[str], limit: int, join: str = " AND ") -> Looked:
    """The best matches: of the words as they are, or of what begins like them where those don't fill `limit`."""
    looked = _ranked(catalogue, query_of(tokens, join), pattern_of(tokens, frozenset()), wanted, limit)
    if len(looked.rows) >= limit:
        return looked
    begun = _begun(catalogue, tokens)
    return _ranked(catalogue, query_of(tokens, join, begun=begun), pattern_of(tokens, begun), wanted, limit) if begun else looked


def _begun(catalogue: Catalogue, tokens: list[str]) -> frozenset[str]:
    """The tokens that may be beginnings: the last one, which is perhaps still being typed, and those that are no word of the banks."""
    long = {t for t in tokens if len(stem(t)) > SHORT and not is_wide(t)}
    return frozenset(t for t in long if t == tokens[-1] or not _known(catalogue, t))


def _known(catalogue: Catalogue, token: str) -> bool:
    return bool(catalogue.rows("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (query_of([token]),)))


def _named(catalogue: Catalogue, wanted: Wanted) -> list[Match]:
    """The drills whose name or title is or begins with what was typed, the nearest first."""
    where, values = _where(wanted)
    found = []
    for row in catalogue.rows(f"SELECT n, kind, id, title FROM items WHERE kind = 'drill' AND {where}", values):
        match = Match(*row)
        place = names.place(names.begins(wanted.words, (match.id, *_titles(match.title))), match.id)
        if place is not None:
            found.append((place, match))
    return [match for _place, match in sorted(found)]


@lru_cache(1024)
def _titles(title: str) -> tuple[str, ...]:
    return tuple(json.loads(title).values())


def _ranked(catalogue: Catalogue, query: str, words: re.Pattern[str], wanted: Wanted, limit: int) -> Looked:
    """The matches, best first: those of prompts and titles, then, where these don't fill `limit`, all.

    The former are ranked by how much of the title the words are. SQLite's bm25 goes through all places of each word for that.
    """
    where, values = _where(wanted)
    select = "SELECT items.n, items.kind, items.id, items.title{} FROM words CROSS JOIN items ON items.n = words.rowid WHERE words MATCH ?"
    select += f" AND {where} LIMIT ?"
    room, enough = (SIFTED, SIFTED) if wanted.state else (max(RANKED, limit), limit)
    heads = catalogue.rows(select.format(""), (f"{{head}} : ({query})", *values, room))
    found = _apart(Match._make((*row, _share(row[3], words))) for row in heads)
    if len(found) < enough:
        known = {match.n for match in found}
        rows = catalogue.rows(select.format(", -bm25(words, 8, 2, 1)"), (query, *values, room))
        found += _apart(Match(*row) for row in rows if row[0] not in known)
    return Looked(found, query, words)


def _share(title: str, words: re.Pattern[str]) -> float:
    """How much of a title (as it is kept, in both languages) the words are: as bm25 has it for one word."""
    count = len(words.findall(lower(title.replace("\\n", " "))))
    return count / (count + 0.3 + 0.9 * len(title) / USUAL)


def _apart(matches: Iterable[Match]) -> list[Match]:
    """In the order of their scores, but of several with one and the same title, as many mistakes of one program have, the second
    comes after all other titles' first.
    """
    seen: Counter[str] = Counter()
    found: list[tuple[int, int, Match]] = []
    for match in sorted(matches, key=lambda m: (-m.score * (DRILL if m.kind == "drill" else 1), m.n)):
        found.append((seen[match.title], len(found), match))
        seen[match.title] += 1
    return [match for _again, _place, match in sorted(found)]


def _count(catalogue: Catalogue, query: str, wanted: Wanted) -> int:
    where, values = _where(wanted)
    join = "" if where == "1" else "CROSS JOIN items ON items.n = words.rowid"
    matches = f"SELECT 1 FROM words {join} WHERE words MATCH ? AND {where} LIMIT ?"
    return int(catalogue.rows(f"SELECT count(*) FROM ({matches})", (query, *values, COUNTED))[0][0])


def _hits(catalogue: Catalogue, store: Store | None, words: re.Pattern[str], numbers: list[int]) -> list[Hit]:
    """These matches, with the texts that the words are marked in when a hit is shown.

    What a drill's known mistakes are told to be is searched, but not shown: it half gives the solution away. SQLite's own marking looks for
    all matches again, and takes as long in a large bank as the search.
    """
    columns = ", ".join(f"items.{c.strip()}" for c in COLUMNS.split(","))
    rows = catalogue.rows(
        "SELECT words.rowid, words.body, CASE WHEN items.kind = 'drill' OR items.family = '' THEN '' ELSE words.rest END,"
        f" {columns} FROM words CROSS JOIN items ON items.n = words.rowid WHERE words.rowid IN (SELECT value FROM json_each(?))",
        (json.dumps(numbers),),
    )
    found = {n: (entry(tuple(known)), (shown, told)) for n, shown, told, *known in rows}
    states = states_of(store, [known.id for known, _texts in found.values() if known.kind == "question"])
    return [Hit(known.kind, known, states.get(known.id, ()), words, texts) for known, texts in (found[n] for n in numbers if n in found)]


# ------------------------------------------------------------------ how questions stand


def states_of(store: Store | None, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each of these questions, those of `STATES` that it is in."""
    if store is None:
        return {}
    from quizprep.progress.standing import Standing

    tomorrow, now = Standing(store)._bounds()
    rows = store._rows(
        "SELECT asked.value, c.question IS NULL, c.due < ?2 AND (c.state IN (0, 2) OR c.due <= ?3) AND s.question IS NULL,"
        " c.correct = 0, s.question IS NOT NULL, f.question IS NOT NULL FROM json_each(?1) AS asked"
        " LEFT JOIN cards c ON c.question = asked.value LEFT JOIN suspended s ON s.question = asked.value"
        " LEFT JOIN flags f ON f.question = asked.value",
        (json.dumps(list(ids)), tomorrow, now),
    )
    return {row[0]: tuple(state for state, on in zip(STATES, row[1:], strict=True) if on) for row in rows}


def _listed(catalogue: Catalogue, store: Store | None, wanted: Wanted, limit: int) -> Found:
    """Without words: all that pass the filters, in the order of the banks."""
    where, values = _where(wanted)
    inside = ""
    if wanted.state not in (None, "new"):
        assert store is not None
        inside = " AND items.id IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(_standing_so(store, str(wanted.state))))
    select = f"SELECT n, {COLUMNS} FROM items WHERE {where}{inside} AND n > ? ORDER BY n LIMIT ?"
    hits: list[Hit] = []
    last = -1
    while len(hits) < limit:
        rows = catalogue.rows(select, (*values, last, SIFTED))
        entries = [entry(row[1:]) for row in rows]
        states = states_of(store, [e.id for e in entries if e.kind == "question"])
        if wanted.state is not None:
            entries = [e for e in entries if wanted.state in states.get(e.id, ())]
        hits += [Hit(e.kind, e, states.get(e.id, ()) if e.kind == "question" else ()) for e in entries]
        if len(rows) < SIFTED:
            return Found(hits[:limit], len(hits))
        last = rows[-1][0]
    return Found(hits[:limit], len(hits), more=True)


def _standing_so(store: Store, state: str) -> list[str]:
    """Ids of the questions in a state that the progress database knows of itself, a few thousand at most."""
    from quizprep.progress.standing import Standing

    if state == "due":
        return [due.question for due in Standing(store).due(limit=SIFTED)]
    query = {
        "wrong": "SELECT question FROM cards WHERE correct = 0 ORDER BY last DESC LIMIT ?",
        "suspended": "SELECT question FROM suspended ORDER BY at DESC LIMIT ?",
        "flagged": "SELECT question FROM flags ORDER BY at DESC LIMIT ?",
    }[state]
    return [row[0] for row in store._rows(query, (SIFTED,))]


# ------------------------------------------------------------------ notes


def _notes(catalogue: Catalogue, store: Store | None, wanted: Wanted, tokens: list[str]) -> list[Hit]:
    """One's own notes with all the words, newest first. They are few and always read afresh."""
    if store is None or wanted.type == "drill":
        return []
    stems = [t if is_wide(t) else stem(t) for t in tokens]
    texts = {q: note for q, note in reversed(store.cards.notes().items()) if all(s in note.lower() for s in stems)}
    if not texts:
        return []
    words = re.compile("|".join(re.escape(s) for s in sorted(stems, key=len, reverse=True)))
    entries = catalogue.entries(texts)
    states = states_of(store, entries)
    hits = []
    for question, note in texts.items():
        known = entries.get(question)
        if known is not None and _fits(known, wanted, states.get(question, ())):
            hits.append(Hit("note", known, states.get(question, ()), words, (note,)))
    return hits


def _fits(known: Entry, wanted: Wanted, states: tuple[str, ...]) -> bool:
    return (
        wanted.topic in (None, known.topic)
        and wanted.type in (None, known.type)
        and wanted.difficulty in (None, known.difficulty)
        and (wanted.state is None or wanted.state in states)
    )
