"""Programs of `refused/`: wrong ones that no known mistake stands for, refused by the check that guards against them; right ones in rare forms pass."""

import tomllib
from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent / "refused").glob("*.toml"))
PROGRAMS = [(file.stem, program) for file in FILES for program in tomllib.loads(file.read_text(encoding="utf-8"))["program"]]


def source(library, slug, program):
    """`whole`, or the reference with each `change` made and `more` behind it."""
    text = program.get("whole") or library.drill(slug).reference()
    for old, new in program.get("change", ()):
        assert old in text, f"the reference of {slug} no longer has {old!r}"
        text = text.replace(old, new)
    return text + "\n\n" + program.get("more", "")


def named(keys):
    return [pytest.param(slug, program, id=f"{slug}: {program[key]}") for key in keys for slug, program in PROGRAMS if key in program]


@pytest.mark.parametrize(("slug", "program"), named(["wrong"]))
def test_what_is_wrong_is_refused(grader, library, slug, program):
    report = grader.check(library.drill(slug), source(library, slug, program).encode(), seed=1)
    assert report.verdict in ("fail", "error")
    assert program["check"] in [c.name for c in report.checks if c.outcome != "pass"]
    if "named" in program:  # "" where nothing may be
        mistake, whole = (report.diagnosis.mistake, report.diagnosis.explains_all) if report.diagnosis else ("", False)
        assert (mistake, whole) == (program["named"], bool(mistake) and not program.get("among_others"))


@pytest.mark.parametrize(("slug", "program"), named(["right"]))
def test_what_is_right_is_taken(grader, library, slug, program):
    report = grader.check(library.drill(slug), source(library, slug, program).encode(), seed=1)
    assert report.verdict == "pass", [c.message for c in report.checks]
