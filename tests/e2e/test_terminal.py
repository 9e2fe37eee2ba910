"""The installed command, driven through a pseudo-terminal as a user would."""

import signal
import sqlite3

import pexpect

from quizprep.content.library import Library
from quizprep.paths import content_root
from tests.e2e.terminal import ENTER, at_home, open_drill


def rows(home, query):
    with sqlite3.connect(home / "data" / "progress.db") as db:
        return db.execute(query).fetchall()


def test_a_drill_from_starter_to_a_pass_with_an_editor_of_ones_own(start, tmp_path):
    editor = tmp_path / "editor.sh"
    right = content_root() / "solutions/softmax-and-losses/softmax/reference.py"
    editor.write_text(f'#!/bin/sh\ncp "{right}" "$1"\n')
    editor.chmod(0o755)
    app = start(EDITOR=str(editor))
    app.wait("Mixed practice")
    app.press("d")
    app.wait("Find", "Open")
    app.press("/")
    app.wait("name, topic or framework")
    app.press("softmax")
    app.wait("Softmax, stable")
    app.press(ENTER)
    app.wait("Check", "exp(x")
    app.press("s")
    starter = tmp_path / "home/practice/softmax.py"
    app.wait("Starter written")
    assert "NotImplementedError" in starter.read_text()
    app.press("c")
    app.wait("NotImplementedError", "Saved")
    app.press("e")
    app.wait("all 5 checks", "Saved")  # it was saved: judged without being asked
    assert starter.read_text() == right.read_text()
    app.press("\x11")
    app.child.expect(pexpect.EOF)
    verdicts = rows(tmp_path / "home", "select verdict from submissions order by id")
    assert verdicts == [("error",), ("pass",)]


def test_what_was_shown_as_saved_survives_a_kill(start, tmp_path):
    practice = tmp_path / "home/practice"
    practice.mkdir(parents=True)
    (practice / "softmax.py").write_text("def softmax(x, axis=-1):\n    return x  # mine\n")
    app = start()
    app.wait("Mixed practice")
    app.press("d")
    app.wait("Find", "Open")
    app.press("/")
    app.wait("name, topic or framework")
    app.press("softmax")
    app.wait("Softmax, stable")
    app.press(ENTER)
    app.wait("Check", "exp(x")
    app.press("c")
    app.wait("Saved")
    app.child.kill(signal.SIGKILL)
    app.child.wait()
    assert rows(tmp_path / "home", "select verdict from submissions") == [("fail",)]
    again = start()
    again.wait("Mixed practice")
    again.press("d")
    again.wait("Find", "Open")
    again.press("/")
    again.wait("name, topic or framework")
    again.press("softmax")
    again.wait("Softmax, stable")
    again.press(ENTER)
    again.wait("Check", "exp(x")
    again.press("p")
    again.wait("0/5")
    again.press(ENTER)
    again.wait("Not yet")
    again.press("s")
    again.wait("# mine")


def test_two_programs_at_once_and_a_language(start):
    first, second = start(), start("--lang", "zh", rows=40, columns=120)
    first.wait("Mixed practice")
    second.wait("quizprep", "题")
    first.press("q")
    first.child.expect(pexpect.EOF)
    second.press("q")
    second.child.expect(pexpect.EOF)


def test_a_small_terminal_is_told_so_and_the_terminal_is_left_clean(start):
    app = start(rows=15, columns=50)
    app.wait("80")
    app.press("\x11")
    app.child.expect(pexpect.EOF)
    app.child.close()
    assert app.child.exitstatus == 0
    assert b"Traceback" not in (app.child.before or b"")


def test_the_plain_terminal_quiz_asks_and_tells(start):
    app = start("quiz", "convolution", "-n", "1", "--seed", "3", rows=60, columns=120)
    app.wait("[1/1]")
    app.child.sendintr()
    app.child.expect(pexpect.EOF)
    app.child.close()
    assert app.child.exitstatus == 130
    assert "Traceback" not in app.text()


def test_there_is_something_to_drive():
    assert len(Library().drills) >= 80


def test_what_was_typed_in_the_built_in_editor_survives_a_kill(start, tmp_path):
    app = start()
    at_home(app)
    open_drill(app, "Softmax, stable", "softmax")
    app.press("i")
    app.wait("Save and check")
    app.press("# half a thought")
    app.wait("half a thought", "not saved")
    app.child.kill(signal.SIGKILL)
    app.child.wait()
    practice = tmp_path / "home/practice"
    assert "half a thought" not in (practice / "softmax.py").read_text()
    again = start()
    at_home(again)
    open_drill(again, "Softmax, stable", "softmax")
    again.press("i")
    again.wait("half a thought", "not saved")
    again.press("\x13")  # ctrl+s
    again.wait("saved", "half a thought")
    assert "half a thought" in (practice / "softmax.py").read_text()
    assert [p.name for p in practice.iterdir() if p.name.endswith(".draft")] == []
