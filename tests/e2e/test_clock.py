"""Clocks on a real terminal: a timed drill and an interview go on after kill -9."""

import re
import sqlite3
import time

from quizprep.paths import content_root
from tests.e2e.terminal import ENTER, at_home

PASS_ON, QUIT = "\x07", "\x11"  # ctrl+g, ctrl+q


def rows(home, query):
    with sqlite3.connect(home / "data" / "progress.db") as db:
        return db.execute(query).fetchall()


def open_softmax(app, wanted):
    """From the first screen to the drill, until `wanted` is seen there."""
    at_home(app)
    app.press("d")
    app.wait("Find", "Open")
    app.press("/")
    app.wait("name, topic or framework")
    app.press("softmax")
    app.wait("Softmax, stable")
    app.press(ENTER)
    app.wait(wanted)


def left(app):
    """Seconds to par, as the head line says."""
    found = re.search(r"(\d\d):(\d\d)\s*$", app.text().splitlines()[0])
    assert found, app.text()
    return 60 * int(found[1]) + int(found[2])


def test_a_timed_drill_goes_on_after_a_kill_without_the_time_between(start, tmp_path):
    app = start()
    open_softmax(app, "exp(x")
    app.press("t")
    app.pump(6)
    shown = left(app)
    assert 340 <= shown <= 356
    app.kill()
    assert rows(tmp_path / "home", "select ended, owner != '' from clocks") == [(None, 1)]
    time.sleep(5)
    again = start()
    open_softmax(again, "the drill is covered")
    assert shown <= left(again) <= shown + 4  # at most two heartbeats are lost, and none of the five seconds counted
    again.press("t")
    again.pump(2)
    assert left(again) < shown + 4
    right = content_root() / "solutions/softmax-and-losses/softmax/reference.py"
    practice = tmp_path / "home/practice"
    practice.mkdir(parents=True, exist_ok=True)
    (practice / "softmax.py").write_text(right.read_text())
    again.wait("on the clock: your best time", seconds=60)
    ((spent, outcome),) = rows(tmp_path / "home", "select spent, outcome from clocks")
    assert outcome == "passed" and 6 <= spent <= 90
    kinds = [kind for (kind,) in rows(tmp_path / "home", "select kind from clock_events order by id")]
    assert kinds == ["start", "lost", "resume", "pass"]
    again.press(QUIT)
    assert again.ended() == 0


def test_an_interview_goes_on_after_a_kill_with_what_was_open(start, tmp_path):
    app = start("interview", "--minutes", "20", "--topics", "softmax-and-losses")
    app.wait(" 1/", "par")
    app.press(PASS_ON)
    app.wait("Pass (y)")
    app.press("y")
    app.wait(" 2/", "par")
    app.kill()
    before = rows(tmp_path / "home", "select place, kind, name, seed, state from interview_items order by place")
    assert [r[4] for r in before[:2]] == ["skipped", "waiting"]
    again = start("interview")
    again.wait("Go on with this one")
    again.press(ENTER)
    again.wait(" 2/", "par")
    assert rows(tmp_path / "home", "select place, kind, name, seed, state from interview_items order by place") == before
    again.press("\x1b[20~")  # f9
    again.wait("End it (y)")
    again.press("y")
    again.wait("Score", "One by one", seconds=40)
    assert rows(tmp_path / "home", "select outcome, ended is not null from interviews") == [("left", 1)]
    again.press(QUIT)
    assert again.ended() == 0
