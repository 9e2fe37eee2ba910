"""Every way in which the app can end: by key, by signal, by a terminal that is closed. The terminal stays usable."""

import os
import signal
import sqlite3
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, at_home, left_clean, living, open_drill


def child_of(pid: int, seconds: float = 10) -> int:
    """The one process that `pid` has started."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        if found:
            return int(found[0])
        time.sleep(0.05)
    raise AssertionError("the shell started nothing")


def in_a_shell(start, **env) -> Terminal:
    """The app as a shell's child, which afterwards tells the exit code and the terminal's settings."""
    line = f'"{sys.executable}" -m quizprep; echo "ended $?"; stty -a; echo all-is-told; sleep 60'
    return start(command=["/bin/sh", "-c", line], **env)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_and_the_terminal_is_as_before(start, tmp_path, number, code):
    app = in_a_shell(start)
    at_home(app)
    app.press("d")
    app.wait("Find", "Open")
    os.kill(child_of(app.child.pid), number)
    app.wait(f"ended {code}", "all-is-told")
    assert left_clean(app.modes())
    settings = app.raw[app.raw.rindex(b"ended") :].decode().split()
    assert {"echo", "icanon", "isig", "iexten"} <= set(settings)
    assert app.raw.count(b"\x1b[22;2t") == app.raw.count(b"\x1b[23;2t") == 1  # the title was kept and given back


def test_leaving_by_key_leaves_the_terminal_as_before(start):
    app = in_a_shell(start)
    at_home(app)
    assert b"\x1b]2;quizprep\x07" in app.raw
    app.press("\x03")  # ctrl+c ends nothing: it says what does
    app.wait("^q ends quizprep")
    app.press("\x11")
    app.wait("ended 0", "all-is-told")
    assert left_clean(app.modes())


@pytest.mark.parametrize("place", ["home", "drill", "editor"])
def test_a_closed_terminal_ends_everything(start, tmp_path, place):
    """The window is closed: no process is left behind, the judge's neither, and the database is whole."""
    app = start(EDITOR="vi") if place == "editor" else start()
    at_home(app)
    if place != "home":
        open_drill(app, "Softmax, stable", "softmax")
    if place == "editor":
        app.press("e")
        app.wait("NotImplementedError")
    family = app.family()
    assert len(family) > 1 or place == "home"
    assert app.hang_up() in (129, -1)
    until = time.monotonic() + 10
    while living(family) and time.monotonic() < until:
        time.sleep(0.1)
    assert living(family) == []
    database = tmp_path / "home/data/progress.db"
    if place != "home" or database.exists():
        with sqlite3.connect(database) as db:
            assert db.execute("pragma integrity_check").fetchone() == ("ok",)


def test_without_a_terminal_it_says_so_and_draws_nothing(tmp_path):
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "quizprep"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        env=os.environ | {"QUIZPREP_HOME": str(tmp_path)}, timeout=30,
    )  # fmt: skip
    assert done.returncode == 2 and "needs a terminal" in done.stderr and "\x1b" not in done.stderr
