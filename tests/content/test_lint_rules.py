"""Each rule of the lint fires on a bank that breaks it, with file and line; the unbroken copy is clean."""

import shutil

import pytest

from quizprep.content.library import Library
from quizprep.content.lint import lint
from quizprep.paths import content_root

TOPIC = "softmax-and-losses"


@pytest.fixture
def tree(tmp_path):
    for name in ("questions", "solutions"):
        shutil.copytree(
            content_root() / name / TOPIC, tmp_path / name / TOPIC, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path


def findings(tree):
    return [str(f) for f in lint(tree / "questions").findings]


def edit(tree, name, old, new, count=1):
    path = tree / name
    source = path.read_text("utf-8")
    assert old in source
    path.write_text(source.replace(old, new, count), "utf-8")


def test_an_unbroken_copy_is_clean(tree):
    assert findings(tree) == []


BANK, DRILL = f"questions/{TOPIC}/bank.toml", f"questions/{TOPIC}/drills/softmax/drill.toml"
JUDGE = f"solutions/{TOPIC}/softmax"
BROKEN = {
    "unknown concept": (BANK, 'concept = "temperature"', 'concept = "temperatur"', "is not in topic.toml"),
    "unknown type": (BANK, 'type = "choice"', 'type = "choise"', "bank.toml:"),
    "unknown field": (BANK, "difficulty = 1", "dificulty = 1", "bank.toml:"),
    "difficulty out of range": (BANK, "difficulty = 1", "difficulty = 9", "bank.toml:"),
    "no TOML": (BANK, "[[question]]", "[[question", "not valid TOML"),
    "foreign id": (BANK, f'id = "{TOPIC}.', 'id = "other.', "the id must begin with"),
    "two right options": (BANK, "correct = true", "correct = false", "must be correct"),
    "check without function": (DRILL, 'name = "test_axis"', 'name = "test_axes"', "is not in checks.py"),
    "slug": (DRILL, 'slug = "softmax"', 'slug = "soft"', "is not the folder's name"),
    "missing language": (DRILL, 'zh = "数值稳定、可指定轴的 softmax"', 'zh = ""', "a language is missing"),
    "two hints": (DRILL, "[[hint]]", "[[hnt]]", "drill.toml"),
    "edit that matches nothing": (f"{JUDGE}/mistakes.toml", '"e.sum(axis=axis, keepdims=True)"', '"no such text"', "stands 0 times"),
    "unknown check": (f"{JUDGE}/mistakes.toml", '["test_axis"]', '["test_axes"]', "there is no check"),
    "bare assert": (f"{JUDGE}/checks.py", "    unchanged(solution)", "    assert True", "bare assert"),
    "generator raises": (
        f"questions/{TOPIC}/generators.py", "from quizprep", "raise ValueError('boom')\nfrom quizprep", "boom",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_named_with_its_file(tree, name):
    file, old, new, says = BROKEN[name]
    edit(tree, file, old, new)
    found = findings(tree)
    assert any(says in f for f in found), found


def test_a_duplicate_id_is_named_with_its_line(tree):
    path = tree / BANK
    first = path.read_text("utf-8").split("[[question]]")[1]
    path.write_text(path.read_text("utf-8") + "\n[[question]]" + first, "utf-8")
    found = [f for f in findings(tree) if "used twice" in f]
    assert found and "bank.toml:" in found[0]


def test_missing_and_stray_files_are_named(tree):
    (tree / JUDGE / "reference.py").unlink()
    (tree / JUDGE / "notes.txt").write_text("x")
    (tree / "solutions" / TOPIC / "oracles.py").unlink()
    found = "\n".join(findings(tree))
    assert "reference.py: is missing" in found
    assert "notes.txt: nothing expects this file" in found
    assert "has no oracle" in found


def test_one_broken_bank_leaves_the_rest_of_the_library_usable(tree):
    (tree / BANK).write_text('[[question]]\ntype = "number"\nid = 3\n')
    library = Library(tree / "questions")
    topic = library.topic(TOPIC)
    assert topic.questions == [] and topic.generators and topic.drills
    assert [p.line for p in library.problems] == [3]
    assert "question[0].id" in str(library.problems[0])
