"""The types of everything that can be asked: questions, generators' results, topics and drills.

The same structs are decoded from TOML and returned by generators. A text is a pair of languages; a bank of
one language may give a plain string. Nothing here does I/O.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct, field

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
QuestionId = Annotated[str, Meta(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$", max_length=120)]
Level = Annotated[int, Meta(ge=1, le=3)]
LANGUAGES = ("en", "zh")


class Text(Struct, frozen=True, forbid_unknown_fields=True):
    """One text in the languages of the bank. ``zh`` is empty in a bank of one language."""

    en: str
    zh: str = ""

    def get(self, lang: str) -> str:
        """The text in `lang`, falling back to English."""
        return (self.zh if lang == "zh" else self.en) or self.en

    def strip(self) -> Text:
        """Both languages without surrounding white space."""
        return Text(self.en.strip(), self.zh.strip())


class Option(Struct, frozen=True, forbid_unknown_fields=True):
    """One option of a choice. A wrong one says why somebody believes it and why it is wrong."""

    text: Text
    correct: bool = False
    why: Text | None = None


class Trap(Struct, frozen=True, forbid_unknown_fields=True):
    """A wrong answer to a typed question that people really give, and the mistake behind it.

    ``answer`` is written as the user would write it: ``"3.5"``, ``"64, 111, 111"``, ``"invariance"``.
    """

    answer: str
    why: Text


class Blank(Struct, frozen=True, forbid_unknown_fields=True):
    """One blank of a cloze: what is accepted (numbers with a relative tolerance), and traps."""

    accept: list[str]
    tolerance: float = 0.0
    traps: list[Trap] = []


class Pair(Struct, frozen=True, forbid_unknown_fields=True):
    """Two things that belong together in a match."""

    left: Text
    right: Text


class QuestionBase(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every question has, whatever its type."""

    kind: ClassVar[str] = ""

    id: QuestionId
    """Permanent: progress hangs on it. ``<topic>.<name>``."""
    concept: Slug
    """One of the topic's concepts (topic.toml)."""
    difficulty: Level
    prompt: Text
    explanation: Text
    """States the rule and works this very instance."""
    sources: list[str]
    """Primary sources, with section, equation or page."""
    revision: Annotated[int, Meta(ge=1)] = 1
    code: str = ""
    """Python shown under the prompt, highlighted."""
    figure: Text | None = None
    """A picture in characters, shown as it stands (monospace)."""
    parameters: dict[str, Any] = {}
    """For generated questions: the numbers drawn, JSON values only."""


class Choice(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="choice", tag_field="type"):
    """Exactly one option is right."""

    kind: ClassVar[str] = "choice"
    options: Annotated[list[Option], Meta(min_length=3, max_length=6)]
    fixed_order: bool = False
    """True where the options have an order of their own (numbers ascending)."""


class Choices(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="choices", tag_field="type"):
    """Any number of options is right (at least one, not all); all must be named."""

    kind: ClassVar[str] = "choices"
    options: Annotated[list[Option], Meta(min_length=3, max_length=7)]
    fixed_order: bool = False


class Number(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="number", tag_field="type"):
    """A number. Right when within ``tolerance`` (relative) or ``absolute``; integers are exact by default."""

    kind: ClassVar[str] = "number"
    answer: int | float
    tolerance: float = 0.0
    absolute: float = 0.0
    unit: Text | None = None
    form: Text | None = None
    """What to type, e.g. "to three decimals"."""
    traps: list[Trap] = []


class Shape(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="shape", tag_field="type"):
    """A shape: a list of integers, typed like ``64, 112, 112`` or ``64x112x112`` or ``(64, 112, 112)``."""

    kind: ClassVar[str] = "shape"
    answer: Annotated[list[int], Meta(min_length=1)]
    axes: str = ""
    """Order of the axes as the user should type them, e.g. ``C, H, W``."""
    traps: list[Trap] = []


class Short(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="text", tag_field="type"):
    """A word or short phrase, compared without case, spaces, hyphens and accents."""

    kind: ClassVar[str] = "text"
    accept: Annotated[list[str], Meta(min_length=1)]
    """Every accepted form, both languages together; the first is shown as the answer."""
    form: Text | None = None
    traps: list[Trap] = []


class Cloze(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="cloze", tag_field="type"):
    """A text, code or picture with blanks written ``{{1}}``, ``{{2}}`` … in ``body``."""

    kind: ClassVar[str] = "cloze"
    body: Text
    blanks: Annotated[list[Blank], Meta(min_length=1)]
    monospace: bool = False
    """True where the body is code or a picture."""


class Order(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="order", tag_field="type"):
    """Lines to bring into order; written here in the right one, shown shuffled (never in the right order)."""

    kind: ClassVar[str] = "order"
    items: Annotated[list[Text], Meta(min_length=3, max_length=8)]


class Match(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="match", tag_field="type"):
    """Each left belongs to one right; ``extra`` are rights that belong to none."""

    kind: ClassVar[str] = "match"
    pairs: Annotated[list[Pair], Meta(min_length=3, max_length=7)]
    extra: list[Text] = []


class Line(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="line", tag_field="type"):
    """Pick the faulty line of ``code``. ``answer`` lists the accepted 1-based line numbers (any one is right)."""

    kind: ClassVar[str] = "line"
    answer: Annotated[list[int], Meta(min_length=1)]
    fixed: str = ""
    """The line(s) as they should be, shown afterwards."""


class Open(QuestionBase, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="open", tag_field="type"):
    """Answered aloud or in writing, then graded by oneself against the rubric."""

    kind: ClassVar[str] = "open"
    rubric: Annotated[list[Text], Meta(min_length=3, max_length=7)]
    model: Text
    """An answer of the length one would speak."""
    followups: list[Text] = []
    weak: list[Text] = []
    """Common weak answers, each with what it misses."""


Question = Choice | Choices | Number | Shape | Short | Cloze | Order | Match | Line | Open


class Concept(Struct, frozen=True, forbid_unknown_fields=True):
    """A concept that the topic must cover."""

    slug: Slug
    title: Text


class TopicFile(Struct, frozen=True, forbid_unknown_fields=True):
    """``topic.toml``."""

    slug: Slug
    order: int
    """Place among the topics."""
    title: Text
    summary: Text
    concepts: list[Concept] = field(default_factory=list, name="concept")


class BankFile(Struct, frozen=True, forbid_unknown_fields=True):
    """``bank.toml``."""

    questions: list[Question] = field(default_factory=list, name="question")


class CheckInfo(Struct, frozen=True, forbid_unknown_fields=True):
    """What the user is told of a hidden check: its function name and a title."""

    name: str
    title: Text
    required: bool = True


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """Limits on each check's worker."""

    seconds: float = 10.0
    memory_mb: int = 1024
    """Above what the neutral process already has."""


class DrillFile(Struct, frozen=True, forbid_unknown_fields=True):
    """``drill.toml``."""

    slug: Slug
    title: Text
    framework: Annotated[str, Meta(pattern="^(numpy|python|torch)$")]
    difficulty: Level
    par_minutes: Annotated[int, Meta(ge=1, le=120)]
    entry: Annotated[list[str], Meta(min_length=1)]
    """Names that the submission must define."""
    checks: Annotated[list[CheckInfo], Meta(min_length=1)] = field(name="check")
    hints: Annotated[list[Text], Meta(min_length=3, max_length=3)] = field(name="hint")
    """From nudge to plan to almost there."""
    kind: Annotated[str, Meta(pattern="^(function|training)$")] = "function"
    """``training``: judged by training; see docs/training.md."""
    revision: Annotated[int, Meta(ge=1)] = 1
    concepts: list[Slug] = []
    forbidden: list[str] = []
    """Dotted names whose use is reported as advice."""
    limits: Limits = Limits()


class Mistake(Struct, frozen=True, forbid_unknown_fields=True):
    """A known mistake: an edit of the reference, or a file under ``mistakes/``."""

    name: Slug
    caught_by: list[str]
    """The checks named for it: each of them must reject it."""
    title: Text
    explanation: Text
    symptom: Text | None = None
    """What one would see in training."""
    edit: list[tuple[str, str]] = []
    """Pairs old, new; each old stands exactly once in the reference."""
    file: str = ""


class MistakesFile(Struct, frozen=True, forbid_unknown_fields=True):
    """``mistakes.toml``."""

    mistakes: list[Mistake] = field(default_factory=list, name="mistake")
