"""Everything that can be asked, as rows of a SQLite file: one question is read without reading its bank, and words are found.

The file is a shortcut in the data folder and holds nothing that is not in the content's files. A topic is read anew when one of its
files changes (size or time); the whole file is thrown away when it is damaged or was made by another version. Where it can't be
written, it is made in memory.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import zlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from quizprep import __version__, paths
from quizprep.content import kept
from quizprep.errors import ContentError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import msgspec

    from quizprep.content.generator import Generator
    from quizprep.content.library import Item, Library, Topic
    from quizprep.content.model import Question

FORMAT = 2
"""Changes with the tables below."""
TABLES = f"""
CREATE TABLE topics (slug TEXT PRIMARY KEY, stamp TEXT NOT NULL, items INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE items (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    topic TEXT NOT NULL,
    concept TEXT NOT NULL,
    family TEXT NOT NULL,
    place INTEGER NOT NULL,
    type TEXT NOT NULL,
    difficulty INTEGER NOT NULL,
    hardest INTEGER NOT NULL,
    generated INTEGER NOT NULL,
    title TEXT NOT NULL,
    file TEXT NOT NULL,
    body BLOB
);
CREATE UNIQUE INDEX items_by_id ON items (kind, id);
CREATE UNIQUE INDEX items_by_family ON items (kind, topic, family, place);
CREATE INDEX items_open ON items (topic, id, difficulty) WHERE type = 'open';
CREATE VIRTUAL TABLE words USING fts5 (head, body, rest, tokenize = "unicode61 remove_diacritics 2");
PRAGMA user_version = {FORMAT};
"""
COLUMNS = "kind, id, topic, concept, type, difficulty, generated, title"
FAULTY = ""
"""The family of the questions made of known mistakes; that of any other question is its concept."""


class Entry(Struct, frozen=True):
    """What is known of a question or a drill without reading it."""

    kind: str
    """``question`` or ``drill``."""
    id: str
    """The question's id, the drill's slug."""
    topic: str
    concept: str
    """Of a drill, its first."""
    type: str
    """The question's type, the drill's framework."""
    difficulty: int
    """Of a generated question, the lowest it draws."""
    generated: bool
    title: dict[str, str]
    """The prompt or the drill's title, by language. Of a generated question, that of seed 0."""


def entry(row: tuple[Any, ...]) -> Entry:
    """The entry of a row of `COLUMNS`."""
    import json

    kind, name, topic, concept, form, difficulty, generated, title = row
    return Entry(kind, name, topic, concept, form, difficulty, bool(generated), json.loads(title))


class Brief(NamedTuple):
    """What a question is chosen by."""

    id: str
    type: str
    easiest: int
    """Of a generated question, the lowest difficulty that it draws."""
    hardest: int


class Catalogue:
    """The rows of one library; made and brought up to date when first asked.

    Args:
        library: whose banks these are.
        place: the file; by default one in the data folder, named for the library's folder.
    """

    def __init__(self, library: Library, place: Path | None = None) -> None:
        name = f"bank-{zlib.crc32(str(library.root).encode()):08x}.db"  # hashlib would load OpenSSL: 4 MB
        self.place = place or paths.data_dir() / "kept" / name
        self.library = library
        self.lock = threading.RLock()
        self.done, self.total = 0, 0
        """How many of how many changed topics are read; equal when all is up to date."""
        self._files: dict[str, dict[str, Generator]] = {}
        self._fresh: set[str] = set()
        self._all_fresh = False

    # ------------------------------------------------------------------ the file

    @cached_property
    def _db(self) -> sqlite3.Connection:
        try:
            return self._open(self.place)
        except (OSError, sqlite3.DatabaseError):
            with contextlib.suppress(OSError):
                for tail in ("", "-wal", "-shm"):
                    Path(f"{self.place}{tail}").unlink(missing_ok=True)
                return self._open(self.place)
        except sqlite3.Error:
            pass
        return self._open(None)

    @staticmethod
    def _open(place: Path | None) -> sqlite3.Connection:
        if place:
            place.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(place or ":memory:", timeout=30, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = OFF")  # a damaged file is made anew
            found = db.execute("PRAGMA user_version").fetchone()[0]
            if not found:
                with contextlib.suppress(sqlite3.OperationalError):  # another program makes the tables just now
                    db.executescript("BEGIN IMMEDIATE;" + TABLES + "COMMIT;")
            elif found != FORMAT:
                raise sqlite3.DatabaseError(f"format {found}")
            db.execute("SELECT slug FROM topics LIMIT 1")
        except BaseException:
            db.close()
            raise
        return db

    def close(self) -> None:
        """Close the file, where it was opened; it opens again when asked."""
        with self.lock:
            if "_db" in self.__dict__:
                self._db.close()
                del self.__dict__["_db"]
            self._fresh, self._all_fresh = set(), False

    def rows(self, query: str, values: Iterable[Any] = (), *, topic: str | None = None) -> list[tuple[Any, ...]]:
        """The rows of a query over ``topics``, ``items`` and ``words``, all (or those of one topic) up to date."""
        with self.lock:
            self.refresh(topic=topic)
            return self._db.execute(query, tuple(values)).fetchall()

    # ------------------------------------------------------------------ bringing up to date

    def refresh(self, told: Callable[[int, int], None] | None = None, *, topic: str | None = None) -> None:
        """Read the topics whose files changed, each once in the life of this object.

        Args:
            told: is given how many of the changed topics are read, and how many there are.
            topic: only this one, where there is such a topic.
        """
        with self.lock:
            if self._all_fresh or topic in self._fresh:
                return
            topics = {t.slug: t for t in self.library.topics}
            wanted = [topic] if topic in topics else list(topics)
            known = dict(self._db.execute("SELECT slug, stamp FROM topics").fetchall())
            stamps = {slug: self._stamp(topics[slug]) for slug in wanted if slug not in self._fresh}
            changed = [slug for slug, stamp in stamps.items() if known.get(slug) != stamp]
            self.done, self.total = 0, len(changed)
            for slug in changed:
                self._read(topics[slug], stamps[slug])
                self.done += 1
                if told:
                    told(self.done, self.total)
            if len(changed) > 1:  # the index in one piece: a search takes a third less
                self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
            self._fresh |= set(wanted)
            if topic not in topics:
                for slug in set(known) - set(topics):
                    self._replace(slug, "", [])
                self._all_fresh = True

    def _stamp(self, topic: Topic) -> str:
        """What a topic's rows hang on: each of its files, and the program that reads them."""
        here = Path(__file__)
        files = [str(here.with_name(name)) for name in ("catalogue.py", "texts.py", "names.py", "faulty.py", "model.py")]
        solutions = f"{topic.folder.parent.parent}/solutions/{topic.slug}"
        files += _files(str(topic.folder), (".toml", ".py"))
        for folder in _folders(f"{topic.folder}/drills"):
            files += _files(folder, (".toml", ".md"))
            slug = os.path.basename(folder)  # noqa: PTH119 - pathlib here is half of the time
            files += [f"{solutions}/{slug}/mistakes.toml", f"{solutions}/{slug}/reference.py"]
        return f"{zlib.crc32(repr((__version__, kept.stamp_of(files))).encode()):08x}"

    def _read(self, topic: Topic, stamp: str) -> None:
        """Read one topic through an object of its own, so that its thousands of questions don't stay in memory."""
        from quizprep.content.library import Topic
        from quizprep.content.texts import drill_row, question_rows

        read = Topic(topic.folder, topic.info)
        rows = [*question_rows(read), *(drill_row(drill, place) for place, drill in enumerate(read.drills))]
        known = {str(p) for p in topic.problems}
        topic.problems += [p for p in read.problems if str(p) not in known]
        self._replace(topic.slug, "" if read.problems else stamp, rows)

    def _replace(self, slug: str, stamp: str, rows: list[tuple[Any, ...]]) -> None:
        """Put these rows in the place of the topic's, all or none."""
        questions = 0
        self._db.execute("BEGIN IMMEDIATE")
        try:
            self._db.execute("DELETE FROM words WHERE rowid IN (SELECT n FROM items WHERE topic = ?)", (slug,))
            self._db.execute("DELETE FROM items WHERE topic = ?", (slug,))
            self._db.execute("DELETE FROM topics WHERE slug = ?", (slug,))
            marks = ", ".join("?" * 13)
            for *row, head, body, rest in rows:
                put = self._db.execute(f"INSERT OR IGNORE INTO items VALUES (NULL, {marks})", row)
                if put.rowcount > 0:
                    questions += row[0] == "question"
                    words = (put.lastrowid, head, body, rest)
                    self._db.execute("INSERT INTO words (rowid, head, body, rest) VALUES (?, ?, ?, ?)", words)
            if rows or stamp:
                self._db.execute("INSERT INTO topics VALUES (?, ?, ?)", (slug, stamp, questions))
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    # ------------------------------------------------------------------ reading

    def count(self, topic: str | None = None) -> int:
        """How many questions (generated ones too) a topic or the whole library has."""
        rows = self.rows("SELECT total(items) FROM topics WHERE ?1 IS NULL OR slug = ?1", (topic,), topic=topic)
        return int(rows[0][0])

    def entry(self, id: str, kind: str = "question") -> Entry:
        """What is known of one question or drill.

        Raises:
            UnknownName: with the nearest ids.
        """
        return entry(self._one(COLUMNS, id, kind))

    def _one(self, columns: str, id: str, kind: str = "question") -> tuple[Any, ...]:
        """The row of one thing. The topic that its id names is looked into first: the others need not be read for it."""
        query = f"SELECT {columns} FROM items WHERE kind = ? AND id = ?"
        rows = self.rows(query, (kind, id), topic=id.partition(".")[0]) or self.rows(query, (kind, id))
        if not rows:
            raise UnknownName(kind, id, self._near(id, kind))
        return rows[0]

    def entries(self, ids: Iterable[str]) -> dict[str, Entry]:
        """What is known of these questions; unknown ones are left out."""
        import json

        query = f"SELECT {COLUMNS} FROM items WHERE kind = 'question' AND id IN (SELECT value FROM json_each(?))"
        found = [entry(row) for row in self.rows(query, (json.dumps(list(ids)),))]
        return {e.id: e for e in found}

    def item(self, id: str) -> Item:
        """The question or generator with that id, read alone.

        Raises:
            UnknownName: with the nearest ids.
            ContentError: its generator's file can't be loaded any more.
        """
        body, file, topic = self._one("body, file, topic", id)
        if body is not None:
            return self._decoder.decode(body)
        known = self._generators(file, topic)
        if id not in known:
            raise ContentError(file, f"the generator {id} is no longer there")
        return known[id]

    def _generators(self, file: str, topic: str) -> dict[str, Generator]:
        from quizprep.content.library import generators_in

        with self.lock:
            if file not in self._files:
                self._files[file] = {g.id: g for g in generators_in(Path(file), topic)}
            return self._files[file]

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Question]:
        import msgspec

        from quizprep.content.model import Question

        return msgspec.json.Decoder(Question)

    def _near(self, id: str, kind: str) -> list[str]:
        """Ids to compare a wrong one with: those of its topic, where there is one."""
        topic = id.partition(".")[0]
        query = "SELECT id FROM items WHERE kind = ? AND (topic = ? OR NOT EXISTS (SELECT 1 FROM topics WHERE slug = ?))"
        return [row[0] for row in self.rows(query + " LIMIT 20000", (kind, topic, topic))]

    def families(self, topic: str) -> dict[str, int]:
        """For each family (concept, or the known mistakes) of a topic, how many questions it has."""
        one = "FROM items WHERE kind = 'question' AND topic = ?1"  # from family to family by the index, and not through all questions
        query = (
            f"WITH RECURSIVE found (family) AS (SELECT min(family) {one} UNION ALL"
            f" SELECT (SELECT min(family) {one} AND family > found.family) FROM found WHERE found.family IS NOT NULL)"
            f" SELECT family, (SELECT max(place) + 1 {one} AND family = found.family) FROM found WHERE family IS NOT NULL"
        )
        return dict(self.rows(query, (topic,), topic=topic))

    def at(self, topic: str, family: str, places: list[int]) -> list[Brief]:
        """The questions at these places of a family, in their order."""
        import json

        query = (
            "SELECT items.id, items.type, difficulty, hardest FROM json_each(?) AS places CROSS JOIN items ON kind = 'question'"
            " AND topic = ? AND family = ? AND place = places.value ORDER BY places.key"
        )
        return [Brief(*row) for row in self.rows(query, (json.dumps(places), topic, family), topic=topic)]

    def opens(self, topic: str) -> list[tuple[str, int]]:
        """The open questions of a topic, each with its difficulty."""
        query = "SELECT id, difficulty FROM items WHERE type = 'open' AND kind = 'question' AND topic = ? ORDER BY id"
        return [(name, difficulty) for name, difficulty in self.rows(query, (topic,), topic=topic)]

    def stamp(self, topic: str) -> str:
        """Changes whenever the topic's questions may have."""
        rows = self.rows("SELECT stamp FROM topics WHERE slug = ?", (topic,), topic=topic)
        return str(rows[0][0]) if rows else ""

    def of_topic(self, topic: str) -> dict[str, str]:
        """The ids of all questions of a topic, each with its family."""
        return dict(self.rows("SELECT id, family FROM items WHERE kind = 'question' AND topic = ?", (topic,), topic=topic))

    def of_concept(self, topic: str, concept: str = "") -> list[str]:
        """The ids of a topic's questions on a concept (or on all), those about faulty lines left out."""
        query = (
            "SELECT id FROM items WHERE kind = 'question' AND topic = ?1 AND family <> ''"
            " AND (?2 = '' OR family = ?2) ORDER BY n"
        )
        return [row[0] for row in self.rows(query, (topic, concept), topic=topic)]


def _files(folder: str, ends: tuple[str, ...]) -> list[str]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return sorted(e.path for e in entries if e.name.endswith(ends))
    return []


def _folders(folder: str) -> list[str]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        return sorted(e.path for e in entries if e.is_dir())
    return []
