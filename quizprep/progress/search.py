"""Finding questions, drills and one's own notes by words and by how they stand.

Words are looked up in the catalogue's full-text index: all must be there, in singular or plural, the last letters may be missing where the
whole words find little, Chinese is
found by any characters side by side (a comma between them counts for nothing). What is typed is never read as search syntax. Where the whole is too much to rank, the matches in
prompts and titles are ranked first.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from quizprep.content.catalogue import COLUMNS, Catalogue, Entry, entry
from quizprep.content.texts import WIDE, apart, together
from quizprep.errors import UsageError
from quizprep.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quizprep.progress.store import Store

STATES = ("new", "due", "wrong", "suspended", "flagged")
"""How a question may stand: never answered, due today, wrong when last answered, not to be asked, marked by the user."""
TYPES = ("choice", "choices", "number", "shape", "text", "cloze", "order", "match", "line", "open", "drill")
RANKED = 400
"""So many matches are ranked, of those in prompts and titles and of all; it keeps a search in a large bank as fast as in a small one."""
SIFTED = 2000
"""So many matches are looked at where only questions that stand in a certain way are wanted."""
DRILL = 1.5
"""A drill counts so many times as much as a question that matches as well."""
TOKENS, LETTERS = 16, 64
"""More words, and more letters of a word, are left out."""
_EVERYWHERE = """a an and are as at be by can do does for from has have how if in is it its of on or s t that the their this to
was what when which why will with you your"""
EVERYWHERE = frozenset(_EVERYWHERE.split())
"""Words that are in most questions; they are not looked up beside others."""
_TOKEN = re.compile(f"[{WIDE}]+|[^\\W{WIDE}]+")
BEGIN, END = "\x02", "\x03"


Pieces = tuple[tuple[str, bool], ...]


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
    snippet: Pieces = ()
    """Where the words stand, outside of the title: pieces of text, and whether a piece is one of the words."""
    marked: dict[str, Pieces] = {}
    """The title by language, in pieces; {} where it has none of the words."""


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
    room = SIFTED if wanted.state else RANKED
    query, loose = _query(tokens), False
    rows = _ranked(catalogue, query, wanted, room)
    if len(rows) < limit:
        query = _query(tokens, begun=_begun(catalogue, tokens))
        rows = _ranked(catalogue, query, wanted, room)
    notes = _notes(catalogue, store, wanted, tokens)
    if not rows and not notes and len(tokens) > 1:
        query, loose = _query(tokens, " OR ", begun=_begun(catalogue, tokens)), True
        rows = _ranked(catalogue, query, wanted, room)
    more = len(rows) >= room
    rows, states = _sifted(store, rows, wanted)
    total = len(rows) + len(notes)
    if more and not wanted.state:
        total, more = _count(catalogue, query, wanted) + len(notes), False
    best = rows[: max(0, limit - len(notes))]
    shown = _marks(catalogue, query, [n for n, _entry in best])
    hits = [Hit(e.kind, e, states.get(e.id, ()) if e.kind == "question" else (), *shown.get(n, ())) for n, e in best]
    return Found([*notes, *hits][:limit], total, more, loose and bool(rows))


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


# ------------------------------------------------------------------ words


def tokens_of(words: str) -> list[str]:
    """The words that are looked up: runs of letters and digits, and runs of Chinese characters."""
    found = [t[:LETTERS].lower() for t in _TOKEN.findall(words.replace("_", " "))][:TOKENS]
    return [t for t in found if t not in EVERYWHERE] or found


def _query(tokens: list[str], join: str = " AND ", *, begun: frozenset[str] = frozenset()) -> str:
    """The tokens as an FTS5 query: each in quotes, so that nothing in them is syntax.

    Args:
        tokens: of `tokens_of`.
        join: how they are joined.
        begun: those that are taken as the beginnings of words. In a large bank that is slow for words that are everywhere.
    """
    parts = []
    for token in tokens:
        if re.match(f"[{WIDE}]", token):
            parts.append(f'"{apart(token)}"')
        elif token in begun:
            parts.append(f'"{_stem(token)}"*')
        else:
            parts.append("(" + " OR ".join(f'"{form}"' for form in _forms(token)) + ")")
    return join.join(parts)


def _begun(catalogue: Catalogue, tokens: list[str]) -> frozenset[str]:
    """The tokens that may be beginnings: the last one, which is perhaps still being typed, and those that are no word of the banks."""
    long = {t for t in tokens if len(_stem(t)) > 2 and not re.match(f"[{WIDE}]", t)}
    found = "SELECT 1 FROM words WHERE words MATCH ? LIMIT 1"
    return frozenset(t for t in long if t == tokens[-1] or not catalogue.rows(found, (_query([t]),)))


def _forms(word: str) -> list[str]:
    """A word in singular and plural."""
    stem = _stem(word)
    ends = ("", "s", "es", "y", "ies") if word.endswith(("y", "ies")) else ("", "s", "es")
    base = stem[:-1] if stem.endswith("y") else stem
    return sorted({word, stem, *((base if end in ("y", "ies") else stem) + end for end in ends)})


def _stem(word: str) -> str:
    """`word` without the ending of a plural, so that "gradients" finds "gradient"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3]
    if len(word) > 4 and word.endswith(("sses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


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


def _ranked(catalogue: Catalogue, query: str, wanted: Wanted, room: int) -> list[tuple[int, Entry]]:
    """The matches, best first: those of prompts and titles, then, where these are few, all."""
    where, values = _where(wanted)
    columns = ", ".join(f"items.{c.strip()}" for c in COLUMNS.split(","))
    select = (
        f"SELECT items.n, bm25(words, 8, 2, 1), {columns} FROM words CROSS JOIN items ON items.n = words.rowid"
        f" WHERE words MATCH ? AND {where} LIMIT ?"
    )
    rows = {row[0]: row for row in catalogue.rows(select, (f"{{head}} : ({query})", *values, room))}
    if len(rows) < room:
        rows = {row[0]: row for row in catalogue.rows(select, (query, *values, room))} | rows
    return _apart([(row[1] * (DRILL if row[2] == "drill" else 1), row[0], entry(row[2:])) for row in rows.values()])


def _apart(scored: list[tuple[float, int, Entry]]) -> list[tuple[int, Entry]]:
    """In the order of their scores, but of several with one and the same title, as many mistakes of one program have, the second
    comes after all other titles' first.
    """
    seen: Counter[str] = Counter()
    found = []
    for score, n, known in sorted(scored, key=lambda one: one[:2]):
        title = known.title["en"]
        found.append((seen[title], score, n, known))
        seen[title] += 1
    return [(n, known) for _again, _score, n, known in sorted(found, key=lambda one: one[:3])]


def _count(catalogue: Catalogue, query: str, wanted: Wanted) -> int:
    where, values = _where(wanted)
    join = "" if where == "1" else "CROSS JOIN items ON items.n = words.rowid"
    return int(catalogue.rows(f"SELECT count(*) FROM words {join} WHERE words MATCH ? AND {where}", (query, *values))[0][0])


def _line(text: str) -> str:
    """The line of a snippet with the first of its words, so that it is of one language; a heading only where there is no other."""
    found = [line for line in text.split("\n") if BEGIN in line]
    return next((line for line in found if not line.startswith("#")), found[0]).lstrip("# ")


def _marks(catalogue: Catalogue, query: str, numbers: list[int]) -> dict[int, tuple[Pieces, dict[str, Pieces]]]:
    """For each of these rows the snippet, and the title with its words marked.

    What a drill's known mistakes are told to be is searched, but not shown: it half gives the solution away.
    """
    rows = catalogue.rows(
        "SELECT words.rowid, highlight(words, 0, char(2), char(3)), snippet(words, 1, char(2), char(3), '…', 20),"
        " CASE WHEN items.kind = 'drill' OR items.family = '' THEN '' ELSE snippet(words, 2, char(2), char(3), '…', 20) END"
        " FROM words CROSS JOIN items ON items.n = words.rowid"
        " WHERE words MATCH ? AND words.rowid IN (SELECT value FROM json_each(?))",
        (query, json.dumps(numbers)),
    )
    found: dict[int, tuple[Pieces, dict[str, Pieces]]] = {}
    for n, head, shown, told in rows:
        snippet = next((pieces(together(_line(text))) for text in (shown, told) if BEGIN in text), ())
        lines = [pieces(together(line)) for line in head.split("\n")[:2]]
        has = any(on for line in lines for _text, on in line)
        title = dict(zip(("en", "zh"), lines, strict=False)) if has else {}
        found[n] = (snippet, title)
    return found


def pieces(marked: str) -> Pieces:
    """A text with marked words as its pieces, white space evened out."""
    found = []
    for place, piece in enumerate(re.split(f"[{BEGIN}{END}]", re.sub(r"\s+", " ", marked).strip())):
        if piece:
            found.append((piece, place % 2 == 1))
    return tuple(found)


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


def _sifted(
    store: Store | None, rows: list[tuple[int, Entry]], wanted: Wanted
) -> tuple[list[tuple[int, Entry]], dict[str, tuple[str, ...]]]:
    """The rows in the state that is wanted, and all their states."""
    states = states_of(store, [e.id for _n, e in rows if e.kind == "question"])
    if wanted.state is not None:
        rows = [(n, e) for n, e in rows if e.kind == "question" and wanted.state in states.get(e.id, ())]
    return rows, states


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
        page = [(row[0], entry(row[1:])) for row in catalogue.rows(select, (*values, last, SIFTED))]
        rows, states = _sifted(store, page, wanted)
        hits += [Hit(e.kind, e, states.get(e.id, ()) if e.kind == "question" else ()) for _n, e in rows]
        if len(page) < SIFTED:
            return Found(hits[:limit], len(hits))
        last = page[-1][0]
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
    stems = [t if re.match(f"[{WIDE}]", t) else _stem(t) for t in tokens]
    texts = {q: note for q, note in reversed(store.cards.notes().items()) if all(s in note.lower() for s in stems)}
    entries = catalogue.entries(texts)
    states = states_of(store, entries)
    hits = []
    for question, note in texts.items():
        known = entries.get(question)
        if known is not None and _fits(known, wanted, states.get(question, ())):
            hits.append(Hit("note", known, states.get(question, ()), pieces(_marked(note, stems))))
    return hits


def _fits(known: Entry, wanted: Wanted, states: tuple[str, ...]) -> bool:
    return (
        wanted.topic in (None, known.topic)
        and wanted.type in (None, known.type)
        and wanted.difficulty in (None, known.difficulty)
        and (wanted.state is None or wanted.state in states)
    )


def _marked(note: str, stems: list[str], around: int = 60) -> str:
    """A part of a note with the words marked."""
    words = re.compile("|".join(re.escape(s) for s in sorted(stems, key=len, reverse=True)), re.IGNORECASE)
    first = words.search(note)
    begin = max(0, first.start() - around // 2) if first else 0
    part = note[begin : begin + 2 * around]
    marked = words.sub(f"{BEGIN}\\g<0>{END}", part)
    return ("…" if begin else "") + marked + ("…" if begin + 2 * around < len(note) else "")
