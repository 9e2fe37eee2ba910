"""The documents name what there is: commands, options, settings, files; the page of keys is up to date; pictures are small."""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import re
import shlex
import shutil
from pathlib import Path

import pytest

from quizprep import cli, config
from quizprep.content.library import Library
from quizprep.content.lint import lint

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
USER_PAGES = [ROOT / "README.md", ROOT / "docs/guide.md", ROOT / "docs/contributing.md"]


def load(name: str):
    """A script of docs/."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", ROOT / f"docs/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def commands(page: Path) -> list[str]:
    """Each ``quizprep …`` of a page, in blocks and between backticks."""
    text = page.read_text("utf-8")
    blocks = re.findall(r"^    (quizprep\b[^#\n]*)", text, re.MULTILINE)
    return [c.strip() for c in blocks + re.findall(r"`(quizprep [^`]*)`", text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_commands_named_exist_and_take_what_is_said(page):
    for line in commands(page):
        words = shlex.split(line)[1:]
        if words[:1] == ["--lang"]:
            words = words[2:]
        if not words or words[0].startswith("--"):
            continue
        name = words[0].rstrip(";,")
        assert name in cli.COMMANDS, line
        module = importlib.import_module(f"quizprep.commands.{cli.COMMANDS[name][0]}")
        parser = argparse.ArgumentParser()
        module.configure(name, parser)
        known = {o for action in parser._actions for o in action.option_strings}
        assert {w for w in words[1:] if w.startswith("-")} <= known, line


def test_the_overview_names_every_command_within_eighty_cells():
    page = cli.overview()
    assert all(f"quizprep {name} " in page for name in cli.COMMANDS)
    assert max(map(len, page.splitlines())) <= 100


@pytest.mark.parametrize("page", USER_PAGES, ids=lambda p: p.name)
def test_the_links_and_files_named_are_there(page):
    text = page.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / target).exists(), target
    for name in re.findall(r"`((?:docs|tests|quizprep|benchmarks)/[\w/.-]+)`", text):
        assert (ROOT / name).exists(), name
    for name in re.findall(r"python (docs/\w+\.py)", text):
        assert (ROOT / name).exists(), name


def test_the_settings_of_the_guide_are_all_there_are(tmp_path):
    """The block of the guide is a settings file that loads, and names each setting."""
    block = next(b for b in re.findall(r"```toml\n(.*?)```", (ROOT / "docs/guide.md").read_text("utf-8"), re.DOTALL) if "language" in b)
    path = tmp_path / "config.toml"
    path.write_text(block, "utf-8")
    loaded = config.load(path)
    missing = [f for f in config.Config._fields if getattr(loaded, f) == getattr(config.Config(), f)]
    assert missing == []


def test_the_page_of_keys_is_what_the_program_has():
    """Else: python docs/keys.py"""
    assert (ROOT / "docs/keys.md").read_text("utf-8") == load("keys").page()


def test_a_new_drill_begins_without_a_finding(tmp_path):
    """What docs/new_drill.py writes passes the lint as it is."""
    for tree in ("questions", "solutions"):
        shutil.copytree(ROOT / tree / "mlp", tmp_path / tree / "mlp")
    begun = load("new_drill").begin("mlp", "my-drill", tmp_path)
    assert len(begun) == 9 and "my_drill" in (tmp_path / "solutions/mlp/my-drill/reference.py").read_text()
    with pytest.raises(FileExistsError):
        load("new_drill").begin("mlp", "my-drill", tmp_path)
    assert [str(f) for f in lint(tmp_path / "questions/mlp").findings if "my-drill" in str(f)] == []
    assert any(d.slug == "my-drill" for d in Library(tmp_path / "questions").drills)


@pytest.mark.parametrize(("name", "old", "new", "says"), [
    ("reference.py", "np.abs(x)", "abs(x)", "stands 0 times in reference.py"),
    ("checks.py", "def test_values", "def test_value", "the check 'test_values' is not in checks.py"),
    ("mistakes.toml", "title = ", "titel = ", "unknown field `titel`"),
])  # fmt: skip
def test_measuring_an_unfinished_drill_says_what_doesn_t_fit(tmp_path, monkeypatch, capsys, home, name, old, new, says):
    for tree in ("questions", "solutions"):
        shutil.copytree(ROOT / tree / "mlp", tmp_path / tree / "mlp")
    load("new_drill").begin("mlp", "my-drill", tmp_path)
    path = tmp_path / "solutions/mlp/my-drill" / name
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    monkeypatch.setattr("quizprep.content.library.Library", lambda: library)
    library = Library(tmp_path / "questions")
    assert cli.run(["lint", "--measure", "my-drill"]) == 1
    told = capsys.readouterr().err
    assert says in told and "not graded: first mend what stands above" in told and "ended twice" not in told


def test_pictures_are_few_and_small():
    pictures = list((ROOT / "docs/pictures").glob("*.svg"))
    named = set(re.findall(r"docs/pictures/(\w+)\.svg", (ROOT / "README.md").read_text("utf-8")))
    assert named <= {p.stem for p in pictures}
    assert sum(p.stat().st_size for p in pictures) < 1_000_000
