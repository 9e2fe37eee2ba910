"""The Chinese of the interface: complete, not stale, with the same fields, compiled."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import quizprep
from quizprep import i18n

PACKAGE = Path(quizprep.__file__).parent
FOLDER = PACKAGE / "locale" / "zh" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def catalogue():
    with (FOLDER / "quizprep.po").open("rb") as file:
        return read_po(file, locale="zh")


def trees():
    for path in PACKAGE.rglob("*.py"):
        yield ast.parse(path.read_text("utf-8"))


def text_of(node) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def said() -> set[str]:
    """Sentences in calls of `_`, and the labels and tooltips of key bindings."""
    found = set()
    for node in (n for tree in trees() for n in ast.walk(tree) if isinstance(n, ast.Call)):
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "_":
            found.add(text_of(node.args[0]))
        elif name == "Binding":
            found |= {text_of(a) for a in node.args[2:3]}
            found |= {text_of(k.value) for k in node.keywords if k.arg in ("tooltip", "description")}
    return found - {None, ""}


def test_every_sentence_is_there(catalogue):
    assert sorted(s for s in said() if not (catalogue.get(s) and catalogue.get(s).string)) == []


def test_no_sentence_is_stale(catalogue):
    written = {text_of(n) for tree in trees() for n in ast.walk(tree)}
    assert sorted(m.id for m in catalogue if m.id and m.id not in written) == []


def test_the_fields_are_those_of_the_english(catalogue):
    fields = re.compile(r"\{(\w*)[^{}]*\}")
    wrong = [m.id for m in catalogue if m.id and set(fields.findall(m.id)) != set(fields.findall(m.string))]
    assert wrong == []


def test_the_compiled_file_is_that_of_the_source(catalogue):
    with (FOLDER / "quizprep.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [m.id for m in catalogue if m.id and compiled.gettext(m.id) != m.string]
    assert stale == [], "run: make translations"


def test_an_unknown_sentence_stays_english():
    before = i18n.language()
    try:
        i18n.choose("zh")
        assert i18n._("nobody says this {n}", n=1) == "nobody says this 1"
        assert i18n._("Right.") != "Right."
    finally:
        i18n.choose(before)
