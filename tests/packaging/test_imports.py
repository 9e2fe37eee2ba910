"""What a fresh process imports: sets of modules fail the same way on every machine, a stopwatch does not."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"numpy", "torch", "pytest", "_pytest"}


def modules_after(code, tmp_path):
    out = subprocess.run(
        [sys.executable, "-c", code + "\nimport sys, json; sys.__stdout__.write('\\n' + json.dumps(sorted(sys.modules)))"],
        capture_output=True, text=True, cwd=ROOT, env=os.environ | {"QUIZPREP_HOME": str(tmp_path)}, check=True,
    )  # fmt: skip
    return {m.partition(".")[0] for m in json.loads(out.stdout.splitlines()[-1])}


def command(*args):
    return f"from quizprep.__main__ import main\ntry: main({list(args)!r})\nexcept SystemExit: pass"


@pytest.mark.parametrize(
    "args", [["--version"], ["drills"], ["topics"], ["questions", "--json"], ["stats"], ["doctor"]]
)
def test_commands_import_neither_the_tui_nor_numpy_torch_pytest(args, tmp_path):
    assert not modules_after(command(*args), tmp_path) & (HEAVY | {"textual", "rich"})


def test_a_listing_imports_nothing_that_is_slow_to_import(tmp_path):
    """The second time, that is: the first makes the list. With settings, which have to be read."""
    (tmp_path / "config.toml").write_text("minutes_a_day = 25")
    modules_after(command("drills"), tmp_path)
    found = modules_after(command("drills"), tmp_path)
    assert "tomllib" in found
    assert not found & {"argparse", "dataclasses", "gettext", "hashlib", "inspect", "msgspec", "sqlite3"}


def test_the_first_screen_is_drawn_before_the_progress_is_read(tmp_path):
    code = "import quizprep.tui.app as app, quizprep.tui.screens.home as home\napp.QuizprepApp()"
    assert not modules_after(code, tmp_path) & {"fsrs", "hashlib", "msgspec", "sqlite3"}


def test_the_app_imports_neither_numpy_nor_torch_nor_pytest(tmp_path):
    assert not modules_after("import quizprep.tui.app", tmp_path) & HEAVY


def test_the_client_of_the_judge_imports_neither_numpy_nor_torch_nor_pytest(tmp_path):
    assert not modules_after("import quizprep.grading.client, quizprep.grading.report", tmp_path) & (
        HEAVY | {"textual"}
    )
