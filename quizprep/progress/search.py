"""Finding questions, drills and one's own notes by words and by how they stand.

Words are looked up in the catalogue's full-text index: all must be there, in singular or plural, the last letters may be missing where the
whole words find little, Chinese is found by any characters side by side (a comma between them counts for nothing). What is typed is never
read as search syntax. The matches in prompts and titles are ranked first, and the others only where these don't fill the page.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

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
RANKED = 200
"""So many matches are ranked, of those in prompts and titles and, where these fill no page, of all; it keeps a search in a large bank as
fast as in a small one."""
COUNTED = 1000
"""So many matches are counted."""
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


class Match(NamedTuple):
    """A row of the catalogue that has the words; what more is known of it is read for those that are shown."""

    n: int
    kind: str
    id: str
    title: str
    score: float
    """The less, the better."""


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
    begun: frozenset[str] = frozenset()
    query, loose = _query(tokens), False
    rows = _ranked(catalogue, query, wanted, limit)
    if len(rows) < limit:
        begun = _begun(catalogue, tokens)
        query = _query(tokens, begun=begun)
        rows = _ranked(catalogue, query, wanted, limit)
    notes = _notes(catalogue, store, wanted, tokens)
    if not rows and not notes and len(tokens) > 1:
        query, loose = _query(tokens, " OR ", begun=begun), True
        rows = _ranked(catalogue, query, wanted, limit)
    if wanted.state is not None:
        more = len(rows) >= SIFTED
        states = states_of(store, [m.id for m in rows if m.kind == "question"])
        rows = [m for m in rows if wanted.state in states.get(m.id, ())]
        total = len(rows)
    else:
        total = _count(catalogue, query, wanted)
        more = total == COUNTED
    hits = _hits(catalogue, store, _words(tokens, begun), [m.n for m in rows[: max(0, limit - len(notes))]])
    return Found([*notes, *hits][:limit], total + len(notes), more, loose and bool(rows))


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


def _ranked(catalogue: Catalogue, query: str, wanted: Wanted, limit: int) -> list[Match]:
    """The matches, best first: those of prompts and titles, then, where these don't fill `limit`, all."""
    where, values = _where(wanted)
    select = (
        "SELECT items.n, items.kind, items.id, items.title, bm25(words, 8, 2, 1) FROM words"
        f" CROSS JOIN items ON items.n = words.rowid WHERE words MATCH ? AND {where} LIMIT ?"
    )
    room, enough = (SIFTED, SIFTED) if wanted.state else (max(RANKED, limit), limit)
    rows = {row[0]: Match(*row) for row in catalogue.rows(select, (f"{{head}} : ({query})", *values, room))}
    if len(rows) < enough:
        rows = {row[0]: Match(*row) for row in catalogue.rows(select, (query, *values, room))} | rows
    return _apart(rows.values())


def _apart(matches: Iterable[Match]) -> list[Match]:
    """In the order of their scores, but of several with one and the same title, as many mistakes of one program have, the second
    comes after all other titles' first.
    """
    seen: Counter[str] = Counter()
    found = []
    for score, match in sorted((m.score * (DRILL if m.kind == "drill" else 1), m) for m in matches):
        found.append((seen[match.title], score, match))
        seen[match.title] += 1
    return [match for _again, _score, match in sorted(found)]


def _count(catalogue: Catalogue, query: str, wanted: Wanted) -> int:
    where, values = _where(wanted)
    join = "" if where == "1" else "CROSS JOIN items ON items.n = words.rowid"
    matches = f"SELECT 1 FROM words {join} WHERE words MATCH ? AND {where} LIMIT ?"
    return int(catalogue.rows(f"SELECT count(*) FROM ({matches})", (query, *values, COUNTED))[0][0])


def _line(text: str, words: re.Pattern[str]) -> str:
    """The line with the first of the words, so that a snippet is of one language; a heading only where there is no other."""
    found = [line for line in text.split("\n") if words.search(_lower(line))] or [text]
    return next((line for line in found if not line.startswith("#")), found[0]).lstrip("# ")


def _hits(catalogue: Catalogue, store: Store | None, words: re.Pattern[str], numbers: list[int]) -> list[Hit]:
    """These matches, the words marked in their titles, and where else they stand.

    What a drill's known mistakes are told to be is searched, but not shown: it half gives the solution away. SQLite's own marking looks for
    all matches again, and takes as long in a large bank as the search.
    """
    columns = ", ".join(f"items.{c.strip()}" for c in COLUMNS.split(","))
    rows = catalogue.rows(
        "SELECT words.rowid, words.head, words.body, CASE WHEN items.kind = 'drill' OR items.family = '' THEN '' ELSE words.rest END,"
        f" {columns} FROM words CROSS JOIN items ON items.n = words.rowid WHERE words.rowid IN (SELECT value FROM json_each(?))",
        (json.dumps(numbers),),
    )
    found = {n: (entry(tuple(known)), head, shown, told) for n, head, shown, told, *known in rows}
    states = states_of(store, [known.id for known, *_texts in found.values() if known.kind == "question"])
    hits = []
    for known, head, shown, told in (found[n] for n in numbers if n in found):
        snippet = next((pieces(together(_marked(_line(text, words), words))) for text in (shown, told) if words.search(_lower(text))), ())
        lines = [pieces(together(_mark(line, words))) for line in head.split("\n")[:2]]
        has = any(on for line in lines for _text, on in line)
        title = dict(zip(("en", "zh"), lines, strict=False)) if has else {}
        hits.append(Hit(known.kind, known, states.get(known.id, ()), snippet, title))
    return hits


def _words(tokens: list[str], begun: frozenset[str]) -> re.Pattern[str]:
    """What `_query` looks for, as a pattern for a text of the catalogue in small letters; what it begins with is found fast."""
    parts = []
    for token in tokens:
        if re.match(f"[{WIDE}]", token):
            parts.append(r"[\W_]+".join(token))
        elif token in begun:
            stem = re.escape(_stem(token))
            parts.append(rf"{stem}(?<![^\W_]{stem})[^\W_]*")
        else:
            parts += [rf"{form}(?<![^\W_]{form})(?![^\W_])" for form in map(re.escape, _forms(token))]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)))


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
    stems = [t if re.match(f"[{WIDE}]", t) else _stem(t) for t in tokens]
    words = re.compile("|".join(re.escape(s) for s in sorted(stems, key=len, reverse=True)))
    texts = {q: note for q, note in reversed(store.cards.notes().items()) if all(s in note.lower() for s in stems)}
    entries = catalogue.entries(texts)
    states = states_of(store, entries)
    hits = []
    for question, note in texts.items():
        known = entries.get(question)
        if known is not None and _fits(known, wanted, states.get(question, ())):
            hits.append(Hit("note", known, states.get(question, ()), pieces(_marked(note, words))))
    return hits


def _fits(known: Entry, wanted: Wanted, states: tuple[str, ...]) -> bool:
    return (
        wanted.topic in (None, known.topic)
        and wanted.type in (None, known.type)
        and wanted.difficulty in (None, known.difficulty)
        and (wanted.state is None or wanted.state in states)
    )


def _lower(text: str) -> str:
    """`text` in small letters, each in its place."""
    low = text.lower()
    return low if len(low) == len(text) else text


def _mark(text: str, words: re.Pattern[str]) -> str:
    marked, end = "", 0
    for found in words.finditer(_lower(text)):
        marked += f"{text[end : found.start()]}{BEGIN}{text[found.start() : found.end()]}{END}"
        end = found.end()
    return marked + text[end:]


def _marked(text: str, words: re.Pattern[str], around: int = 60) -> str:
    """The part of a text round its first marked word."""
    first = words.search(_lower(text))
    begin = max(0, first.start() - around // 2) if first else 0
    if first and begin:
        begin = text.find(" ", begin, first.start()) + 1 or begin
    end = begin + 2 * around
    return ("…" if begin else "") + _mark(text[begin:end], words) + ("…" if end < len(text) else "")
