"""Clocks go on where they stood: after a kill, a restart, another program, a sleeping machine."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from quizprep.content.model import Text
from quizprep.grading.report import CheckResult, Report
from quizprep.progress import clocks
from quizprep.progress.clocks import ELSEWHERE, IDLE, LOST_SECONDS, PAUSED, RUNNING, STOPPED, UNWATCHED, Clock
from quizprep.progress.store import Store

ROOT = Path(__file__).parents[2]
WHAT = clocks.drill_clock("softmax")
DRILL = SimpleNamespace(slug="softmax", info=SimpleNamespace(revision=1))


class Time:
    """A wall clock and a steady one that a test moves."""

    def __init__(self):
        self.now, self.steady = 1_800_000_000.0, 50.0

    def __call__(self):
        return self.now

    def tick(self):
        return self.steady

    def go(self, seconds):
        self.now, self.steady = self.now + seconds, self.steady + seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def store(tmp_path, time):
    with Store.open(tmp_path / "p.db", clock=time) as opened:
        yield opened


@pytest.fixture
def clock(store, time):
    return Clock(store, WHAT, par=360.0, tick=time.tick)


def work(clock, time, seconds):
    """Let the clock run, with its heartbeats."""
    for _ in range(int(seconds)):
        time.go(1)
        clock.beat()


def submit(store, verdict="pass", seconds=0.0, **more):
    check = CheckResult(name="test_a", title=Text("a"), outcome="pass")
    return store.record_submission(
        DRILL, b"x", Report(drill="softmax", verdict=verdict, seconds=seconds, seed=1, checks=[check]), **more
    )


def test_a_clock_counts_while_it_runs_and_stands_still_while_paused(clock, time):
    assert clock.state == IDLE and clock.left == 360
    assert clock.go()
    work(clock, time, 60)
    clock.pause()
    time.go(1000)
    assert clock.state == PAUSED and clock.seconds == pytest.approx(60)
    clock.go()
    work(clock, time, 310)
    assert clock.left == pytest.approx(-10)
    assert [k for k, _at in clocks.kinds(clock.store, clock.run.id)] == ["start", "pause", "resume"]
    assert clock.run.pauses == 1


def test_after_a_kill_the_dead_time_is_a_recorded_pause(clock, store, time):
    clock.go()
    work(clock, time, 100)
    time.go(1.5)  # killed here: not even the last heartbeat
    time.go(3600)
    again = Clock(store, WHAT, par=360.0, tick=time.tick)
    assert again.state == PAUSED and again.seconds == pytest.approx(100)
    assert again.go()
    work(again, time, 5)
    assert again.seconds == pytest.approx(105)
    told = clocks.kinds(store, again.run.id)
    assert [k for k, _at in told] == ["start", "lost", "resume"]
    assert told[2][1] - told[1][1] > told[1][1] - told[0][1]
    assert again.run.pauses == 1


def test_a_killed_program_lets_go_of_the_clock_at_once(tmp_path):
    path = tmp_path / "p.db"
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from quizprep.progress.clocks import Clock
from quizprep.progress.store import Store
clock = Clock(Store.open(Path({str(path)!r})), {WHAT!r}, par=360.0)
clock.go()
clock.beat()
print("on", flush=True)
sys.stdin.read()
"""
    child = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout.readline() == "on\n"
    with Store.open(path) as store:
        other = Clock(store, WHAT, par=360.0)
        assert other.state == ELSEWHERE and not other.go()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert other.state == PAUSED
        assert other.go() and other.state == RUNNING
    child.stdin.close()
    child.stdout.close()


def test_two_programs_have_one_clock(clock, store, time, monkeypatch):
    second = Clock(store, WHAT, par=360.0, tick=time.tick)
    clock.go()
    work(clock, time, 10)
    second.look()
    assert second.state == ELSEWHERE and not second.go()
    time.go(1)
    assert second.seconds == pytest.approx(11)
    second.pause()
    second.stop()
    assert clock.look() is not None and clock.state == RUNNING
    clock.pause()
    assert second.go() and second.state == RUNNING
    clock.beat()
    assert clock.state == ELSEWHERE and clock.run.id == second.run.id


def test_a_silence_is_a_pause_not_work(clock, time):
    clock.go()
    work(clock, time, 30)
    time.go(LOST_SECONDS + 500)  # stopped with Ctrl-Z, then brought back
    clock.beat()
    work(clock, time, 5)
    assert clock.seconds == pytest.approx(35)
    assert [k for k, _at in clocks.kinds(clock.store, clock.run.id)] == ["start", "lost", "resume"]


def test_the_wall_clock_may_be_set_back(clock, time):
    clock.go()
    work(clock, time, 20)
    time.now -= 86400
    work(clock, time, 20)
    assert clock.seconds == pytest.approx(40)


def test_a_pass_stops_the_clock_with_the_submission(clock, store, time):
    clock.go()
    work(clock, time, 100)
    submit(store, "fail")
    assert clock.look() is not None
    time.go(1.5)
    submit(store, seconds=0.5)
    clock.beat()
    assert clock.state == IDLE
    (run,) = clocks.runs(store, WHAT)
    assert run.total == pytest.approx(101) and run.counts
    assert clocks.best(store, WHAT, 1) == run
    assert clocks.best(store, WHAT, 2) is None


def test_hints_cost_and_a_revealed_run_does_not_count(clock, store, time):
    store.record_event("softmax", "hint")  # before the clock: free
    clock.go()
    work(clock, time, 50)
    store.record_event("softmax", "hint")
    store.record_event("softmax", "hint")
    clock.look()
    assert clock.left == pytest.approx(360 - 50 - 72)
    submit(store)
    clock.look()
    clock.go()
    work(clock, time, 10)
    store.record_event("softmax", "reveal")
    submit(store)
    fast, slow = clocks.runs(store, WHAT)
    assert not fast.counts and slow.counts and slow.total == pytest.approx(122)
    assert clocks.best(store, WHAT, 1) == slow


def test_a_pass_while_paused_ends_the_run_and_is_no_best_time(clock, store, time):
    clock.go()
    work(clock, time, 3)
    clock.pause()
    time.go(900)
    submit(store)
    (run,) = clocks.runs(store, WHAT)
    assert run.outcome == UNWATCHED and not run.counts and clocks.best(store, WHAT, 1) is None


def test_a_pass_of_something_else_leaves_the_clock_alone(clock, store, time):
    clock.go()
    submit(store, timed=False)
    assert clock.look() is not None


def test_giving_up_is_kept_and_the_next_run_starts_at_nought(clock, store, time):
    clock.go()
    work(clock, time, 30)
    clock.stop()
    (run,) = clocks.runs(store, WHAT)
    assert run.outcome == STOPPED and run.spent == pytest.approx(30)
    assert clock.go() and clock.seconds == 0
