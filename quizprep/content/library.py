"""Finding and loading the banks: topics, questions, generators and drills, each file when first asked for.

One broken file never takes the rest down: what could be loaded is there, and `Library.problems` names
file, line and field of what could not.
"""

from __future__ import annotations

import contextlib
import importlib.util
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

import msgspec

from quizprep import __version__, paths
from quizprep.content import kept
from quizprep.content.generator import Generator
from quizprep.content.model import BankFile, DrillFile, MistakesFile, Question, QuestionBase, TopicFile
from quizprep.errors import ContentError, UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

    from quizprep.content.catalogue import Catalogue

F = TypeVar("F")
Item = Question | Generator


def decode(path: Path, type: type[F]) -> F:
    """Read a TOML file as `type`.

    Raises:
        ContentError: with file, line and field, for a missing file, bad TOML or a broken contract.
    """
    try:
        source = path.read_text("utf-8")
    except OSError as e:
        raise ContentError(path, f"can't be read ({e.strerror})") from None
    except UnicodeDecodeError as e:
        line = path.read_bytes()[: e.start].count(b"\n") + 1
        raise ContentError(path, "is not UTF-8", line=line) from None
    import tomllib

    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError as e:
        found = re.search(r"line (\d+)", str(e))
        raise ContentError(path, f"not valid TOML: {e}", line=int(found[1]) if found else None) from None
    try:
        return msgspec.convert(raw, type=type)
    except msgspec.ValidationError as e:
        message, _, place = str(e).partition(" - at `$")
        name = place.rstrip("`").lstrip(".")
        raise ContentError(path, message, line=find_line(source, name), field=name) from None


def decode_all(name: str, paths: list[Path], type: type[F], problems: list[ContentError]) -> list[tuple[Path, F]]:
    """Read small files of one kind, those left out that can't be: kept under `name`, since TOML is slow to read."""

    def read() -> list[tuple[str, F]]:
        found = []
        for path in paths:
            try:
                found.append((str(path), decode(path, type)))
            except ContentError as e:
                problems.append(e)
        return found

    found = _kept(name, [Path(__file__).with_name("model.py"), *paths], list[tuple[str, type]], read, problems)  # type: ignore[valid-type]
    return [(Path(path), one) for path, one in found]


def _kept(name: str, files: list[Path], type: type[F], make: Callable[[], F], problems: list[ContentError]) -> F:
    """What `make` makes of these files, kept under `name` until one of them changes; made each time while it has problems."""
    stamp = [__version__, *kept.stamp_of(files)]
    with contextlib.suppress(msgspec.ValidationError):
        if (found := kept.read(name, stamp)) is not None:
            return msgspec.convert(found, type)
    before = len(problems)
    made = make()
    if len(problems) == before:
        kept.write(name, stamp, msgspec.to_builtins(made))
    return made


def find_line(source: str, name: str) -> int | None:
    """The 1-based line where the TOML element `name` (``question[3].options[1].why``) begins, as near as can be told."""
    line, start = None, 0
    lines = source.splitlines()
    prefix = ""
    for part in name.split("."):
        key, _, index = part.partition("[")
        dotted = f"{prefix}.{key}" if prefix else key
        if index:
            header, wanted = f"[[{dotted}]]", int(index.rstrip("]"))
            hits = [i for i in range(start, len(lines)) if lines[i].strip() == header]
            if wanted >= len(hits):
                break
            line, start = hits[wanted], hits[wanted] + 1
        else:
            pattern = re.compile(rf"\s*(\[{re.escape(dotted)}\]|{re.escape(key)}\s*[=.])")
            hit = next((i for i in range(start, len(lines)) if pattern.match(lines[i])), None)
            if hit is None:
                break
            line, start = hit, hit
        prefix = dotted
    return None if line is None else line + 1


def load_module(path: Path, name: str) -> ModuleType:
    """Import one content file under a name of its own.

    Raises:
        ContentError: when it can't be imported, with the line that raised.
    """
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ContentError(path, "there is no such file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as e:
        line = e.lineno if isinstance(e, SyntaxError) else None
        for frame in _frames(e):
            if frame[0] == str(path):
                line = frame[1]
        raise ContentError(path, f"{type(e).__name__}: {e}", line=line) from e
    return module


def _frames(error: BaseException) -> list[tuple[str, int]]:
    found, tb = [], error.__traceback__
    while tb:
        found.append((tb.tb_frame.f_code.co_filename, tb.tb_lineno))
        tb = tb.tb_next
    return found


@dataclass(frozen=True)
class Drill:
    """A coding drill: what the user sees, and where its judge lies."""

    topic: str
    info: DrillFile
    folder: Path
    """Under ``questions/``."""
    solution: Path
    """Under ``solutions/``."""

    @property
    def slug(self) -> str:
        """The drill's name on the command line."""
        return self.info.slug

    def statement(self, lang: str = "en") -> str:
        """The statement as Markdown."""
        return (self.folder / f"statement.{lang}.md").read_text("utf-8")

    def starter(self) -> str:
        """The file the user begins with."""
        return (self.folder / "starter.py").read_text("utf-8")

    def reference(self) -> str:
        """The reference solution's source."""
        return (self.solution / "reference.py").read_text("utf-8")

    def mistakes(self) -> MistakesFile:
        """The known mistakes, read once in the life of this object."""
        return self._mistakes

    @cached_property
    def _mistakes(self) -> MistakesFile:
        return decode(self.solution / "mistakes.toml", MistakesFile)

    def alternatives(self) -> list[Path]:
        """Right solutions in another style."""
        return sorted((self.solution / "alternatives").glob("*.py"))


def generators_in(path: Path, topic: str) -> list[Generator]:
    """The generators that a file of `topic` defines, in its order.

    Raises:
        ContentError: when it can't be loaded.
    """
    module = load_module(path, f"quizprep_{path.stem}_{topic.replace('-', '_')}")
    return [g for g in vars(module).values() if isinstance(g, Generator)]


@dataclass
class Topic:
    """A topic and, when asked for, its questions, generators and drills."""

    folder: Path
    info: TopicFile
    problems: list[ContentError] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The topic's name on the command line."""
        return self.info.slug

    @cached_property
    def questions(self) -> list[Question]:
        """The authored questions, in the order of the bank; [] where there is no bank or it is broken."""
        path = self.folder / "bank.toml"
        if not path.exists():
            return []
        try:
            return decode(path, BankFile).questions
        except ContentError as e:
            self.problems.append(e)
            return []

    @property
    def generator_files(self) -> list[Path]:
        """``generators.py`` and its companions ``generators_<name>.py``."""
        return sorted(self.folder.glob("generators*.py"))

    @cached_property
    def generators(self) -> list[Generator]:
        """The seeded generators; those of a broken file are missing."""
        found: list[Generator] = []
        for path in self.generator_files:
            try:
                found += generators_in(path, self.slug)
            except ContentError as e:
                self.problems.append(e)
        return found

    @cached_property
    def drills(self) -> list[Drill]:
        """The drills, easy ones first."""
        files = sorted((self.folder / "drills").glob("*/drill.toml"))
        found = decode_all(f"drills-{self.slug}", files, DrillFile, self.problems)
        solutions = self.folder.parent.parent / "solutions" / self.slug
        drills = [Drill(self.slug, info, path.parent, solutions / info.slug) for path, info in found]
        return sorted(drills, key=lambda d: (d.info.difficulty, d.slug))

    @cached_property
    def faulty(self) -> list[Question]:
        """The questions that the drills' known mistakes ask by themselves."""
        return _kept(f"faulty-{self.slug}", self._judges(), list[Question], self._faulty, self.problems)

    def _judges(self) -> list[Path]:
        """The files that `faulty` is made of."""
        found = [Path(__file__).with_name("faulty.py")]
        for drill in self.drills:
            found += [drill.folder / "drill.toml", drill.solution / "reference.py", drill.solution / "mistakes.toml"]
        return found

    def _faulty(self) -> list[Question]:
        from quizprep.content.faulty import questions_of

        found: list[Question] = []
        for drill in self.drills:
            if not (drill.solution / "mistakes.toml").exists():
                continue  # a bank without solutions; the lint says so
            try:
                found += questions_of(drill)
            except ContentError as e:
                self.problems.append(e)
            except (OSError, SyntaxError) as e:
                self.problems.append(ContentError(drill.solution, f"{type(e).__name__}: {e}"))
        return found

    @property
    def items(self) -> list[Item]:
        """All that can be asked."""
        return [*self.questions, *self.faulty, *self.generators]


class Library:
    """All topics under a ``questions/`` folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or paths.questions_dir()
        self._problems: list[ContentError] = []

    @cached_property
    def catalogue(self) -> Catalogue:
        """The questions and drills as rows of a database, to be read one by one and to be searched."""
        from quizprep.content.catalogue import Catalogue

        return Catalogue(self)

    @cached_property
    def topics(self) -> list[Topic]:
        """The topics in their order."""
        found = decode_all("topics", sorted(self.root.glob("*/topic.toml")), TopicFile, self._problems)
        topics = [Topic(path.parent, info) for path, info in found]
        return sorted(topics, key=lambda t: (t.info.order, t.slug))

    @property
    def problems(self) -> list[ContentError]:
        """What could not be loaded so far."""
        return self._problems + [p for t in self.topics for p in t.problems]

    def topic(self, slug: str) -> Topic:
        """The topic called `slug`.

        Raises:
            UnknownName: with the nearest names.
        """
        for topic in self.topics:
            if topic.slug == slug:
                return topic
        raise UnknownName("topic", slug, [t.slug for t in self.topics])

    @property
    def drills(self) -> list[Drill]:
        """All drills, by topic."""
        return [d for t in self.topics for d in t.drills]

    def drill(self, slug: str) -> Drill:
        """The drill called `slug`.

        Raises:
            UnknownName: with the nearest names.
        """
        for drill in self.drills:
            if drill.slug == slug:
                return drill
        raise UnknownName("drill", slug, [d.slug for d in self.drills])

    def item(self, id: str) -> Item:
        """The question or generator with that id, read alone.

        Raises:
            UnknownName: with the nearest ids.
        """
        return self.catalogue.item(id)


def is_generated(item: Item) -> bool:
    """Whether `item` draws a fresh question from each seed."""
    return not isinstance(item, QuestionBase)
