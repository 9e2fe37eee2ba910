"""The timed runs of a drill, as lines and blocks."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from types import SimpleNamespace

from quizprep.errors import ProgressError
from quizprep.progress.clocks import PASSED, STOPPED, UNWATCHED, Run
from quizprep.tui.moments import timed
from quizprep.tui.widgets.clock import keep_beating
from quizprep.tui.widgets.runs import blocks, run_line, runs_told

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def run(spent, **more):
    values = {
        "id": 1, "what": "drill:softmax", "revision": 1, "par": 360.0, "started": NOON, "spent": spent, "beat": NOON,
        "owner": "", "ended": NOON, "outcome": PASSED, "hints": 0, "revealed": False, "pauses": 0,
    }  # fmt: skip
    return Run(**values | more)


def test_blocks_are_as_tall_as_the_run_was_slow_and_the_newest_stands_at_the_right():
    shown = blocks([run(90), run(360), run(720), run(100, outcome=STOPPED)])
    assert shown.plain == "·█▅▂"
    styles = [str(span.style) for span in shown.spans]
    assert styles == ["$quiet", "$warning", "$success", "$success"]


def test_only_the_newest_thirty_are_drawn():
    assert len(blocks([run(90)] * 50).plain) == 30


def test_a_line_says_what_a_run_cost_and_why_it_does_not_count():
    assert "04:12  hints: 2 (+01:12) · pauses: 1" in run_line(run(180, hints=2, pauses=1)).plain
    assert "does not count" in run_line(run(10, revealed=True)).plain
    assert "stood still" in run_line(run(10, outcome=UNWATCHED)).plain
    assert "given up" in run_line(run(10, outcome=STOPPED)).plain


def test_nothing_is_told_of_no_runs_and_the_best_beside_the_blocks():
    assert runs_told([], None, 360.0, 3).plain == ""
    told = runs_told([run(200), run(100)], run(100), 360.0, 1).plain.splitlines()
    assert "par 06:00" in told[0] and "best 01:40" in told[0] and len(told) == 2


def test_durations_are_whole_and_never_negative():
    assert [timed(s) for s in (-3, 0, 59.9, 60, 3599, 3661)] == ["00:00", "00:00", "00:59", "01:00", "59:59", "1:01:01"]


def test_a_clock_that_can_not_be_written_is_told_once_and_beats_on(monkeypatch):
    monkeypatch.setattr("quizprep.tui.widgets.clock.BEAT_SECONDS", 0.001)
    told, beats, left = [], [], threading.Event()

    def beat():
        beats.append(1)
        if len(beats) == 20:
            left.set()
        raise ProgressError("locked")

    app = SimpleNamespace(call_later=lambda what, *args: told.append(args), show_problem=None)
    keep_beating(app, SimpleNamespace(beat=beat), left)
    assert left.wait(5)
    assert told == [("locked",)]
