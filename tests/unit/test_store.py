"""Progress is kept: committed before the call returns, safe with two programs, never silently changed."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from quizprep.content.model import Text
from quizprep.errors import ProgressError
from quizprep.grading.report import CheckResult, Diagnosis, Report
from quizprep.progress import backup, migrations
from quizprep.progress.statistics import streak
from quizprep.progress.store import Store
from quizprep.quiz import answers

DAY = 86400
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC).timestamp()
DRILL = SimpleNamespace(slug="softmax", info=SimpleNamespace(revision=2))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "progress.db"


@pytest.fixture
def store(path):
    with Store.open(path) as opened:
        yield opened


def record(store, rendered, raw, session="s", **more):
    value = answers.read(rendered, raw)
    return store.record_answer(rendered, value, answers.grade(rendered, value), seconds=2.0, session=session, **more)


def report(verdict="pass", passed=2, total=2, mistake=""):
    checks = [
        CheckResult(name=f"test_{i}", title=Text("t", "题"), outcome="pass" if i < passed else "fail")
        for i in range(total)
    ]
    found = Diagnosis(mistake=mistake, title=Text("m"), explanation=Text("e"), confidence=1.0) if mistake else None
    return Report(
        drill="softmax", verdict=verdict, seconds=0.1, seed=7, checks=checks, diagnosis=found, stdout="a\udc80b\0"
    )


def test_an_answer_comes_back_as_it_was_given(store, ask):
    before = datetime.now(UTC)
    number = record(store, ask("cloze", seed=5), ["relu", "0.5"], mode="mock")
    row = store.answers()[0]
    assert (row.id, row.question, row.seed, row.type, row.topic) == (number, "demo.q", 5, "cloze", "demo")
    assert row.answer == ["relu", "0.5"] and row.correct is True and row.mode == "mock" and row.seconds == 2.0
    assert row.when.tzinfo is UTC and abs((row.when - before).total_seconds()) < 5


def test_answers_are_newest_first_and_filtered(store, ask):
    for i in range(5):
        record(store, ask("line", seed=i), 2, session="odd" if i % 2 else "even")
    assert [r.seed for r in store.answers(limit=2)] == [4, 3]
    assert [r.seed for r in store.answers(session="odd")] == [3, 1]
    assert store.answers(topic="other") == [] and len(store.answers(topic="demo")) == 5


def test_a_corrected_answer_still_counts_wrong_first(store, ask):
    for raw, session in (("3", "a"), ("2.5", "a"), ("2.5", "b")):
        record(store, ask("number"), raw, session)
    figures = store.stats()
    assert (figures["answers"], figures["right"], figures["corrected"]) == (2, 1, 1)
    assert figures["topics"]["demo"] == {"answers": 2, "right": 1, "accuracy": 0.5} == figures["types"]["number"]
    assert store.standing()["demo.q"][0] is True


def test_a_submission_keeps_its_source_and_whole_report(store):
    made = report("fail", passed=1, mistake="no-max-shift")
    number = store.record_submission(DRILL, b"\xff\x00source", made, seconds_spent=61.5)
    row, source, kept = store.submission(number)
    assert source == b"\xff\x00source" and kept.stdout == made.stdout and list(kept.checks) == list(made.checks)
    assert (row.verdict, row.passed, row.total, row.seed, row.revision) == ("fail", 1, 2, 7, 2)
    assert row.seconds_spent == 61.5 and row.mistake == "no-max-shift" == kept.diagnosis.mistake
    with pytest.raises(ProgressError, match="no submission 99"):
        store.submission(99)


def test_the_best_submission_is_a_pass_before_anything(store):
    made = [report("fail", 1), report("pass"), report("timeout", 2, 3), report("fail", 0)]
    numbers = [store.record_submission(DRILL, b"x", r) for r in made]
    assert store.best("softmax").id == numbers[1] and store.best("other") is None
    assert store.drill_states() == {"softmax": "passed"}
    assert [r.id for r in store.submissions("softmax", limit=2)] == numbers[:1:-1]
    assert store.submissions("other") == []


def test_hints_are_counted_by_drill(store):
    for slug in ("softmax", "softmax", "adam"):
        store.record_event(slug, "hint", "\udc80")
    store.record_event("softmax", "reveal")
    assert (store.hints_shown("softmax"), store.hints_shown("adam"), store.hints_shown("x")) == (2, 1, 0)


def test_a_streak_ends_only_after_a_whole_day_without_practice():
    today = date(2026, 3, 10)
    days = [date(2026, 3, d) for d in (5, 8, 9)]
    assert streak(days, today) == 2 and streak([*days, today], today) == 3
    assert streak([date(2026, 3, 8)], today) == 0 and streak([], today) == 0


def test_days_practised_are_local_days(path, ask, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        late = datetime(2026, 3, 10, 15, 59, tzinfo=UTC).timestamp()  # 23:59 in Shanghai
        for moment in (late, late + 120):
            with Store.open(path, clock=lambda at=moment: at) as store:
                record(store, ask("line", seed=int(moment)), 2)
                figures = store.stats()
        assert (figures["days"], figures["streak"], figures["last_day"]) == (2, 2, "2026-03-11")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_newer_database_is_refused_and_not_changed(path):
    Store.open(path).close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = path.read_bytes()
    with pytest.raises(ProgressError, match="newer quizprep") as told:
        Store.open(path)
    assert str(path) in str(told.value) and path.read_bytes() == before


def test_a_damaged_database_is_named_with_the_backup_to_copy(path, ask):
    with Store.open(path) as store:
        record(store, ask("line"), 2)
    with Store.open(path):
        pass
    kept = backup.backups(path)[0]
    path.write_bytes(b"this is no database at all, and long enough to look at" * 100)
    with pytest.raises(ProgressError, match="damaged") as told:
        Store.open(path)
    assert str(path) in str(told.value) and str(kept) in str(told.value)


def test_damage_found_later_is_told_too(path, ask):
    with Store.open(path) as store:
        for seed in range(300):
            record(store, ask("cloze", seed=seed), ["relu", "0.5"])
    Store.open(path).close()
    data = bytearray(path.read_bytes())
    data[3 * 4096 :] = b"\xa5" * (len(data) - 3 * 4096)
    path.write_bytes(data)
    with pytest.raises(ProgressError, match="damaged"), Store.open(path) as store:
        store.answers(limit=10**6)
        store.stats()


def test_a_locked_database_is_told_after_a_short_wait(path, ask):
    with Store.open(path, wait=0.2) as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProgressError, match="locked by another program") as told:
            record(store, ask("line"), 2)
        assert str(path) in str(told.value)
        other.execute("ROLLBACK")
        other.close()
        assert record(store, ask("line"), 2) == 1


def test_a_full_disk_is_told_and_nothing_half_written_stays(store, ask):
    record(store, ask("line"), 2)
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(ProgressError, match="disk is full"):
        for seed in range(1000):
            store.record_submission(DRILL, os.urandom(5000) + bytes([seed % 256]), report())
    assert store.submissions() == [] or store.check() == "ok"
    store._db.execute("PRAGMA max_page_count = 100000")
    assert store.record_submission(DRILL, b"x", report()) > 0


@pytest.mark.parametrize("way", ["a file in the way", "a folder in its place", "no permission"])
def test_a_folder_that_can_not_be_written_is_told(tmp_path, way):
    path = tmp_path / "data" / "progress.db"
    if way == "a file in the way":
        path.parent.write_text("")
    elif way == "a folder in its place":
        path.mkdir(parents=True)
    else:
        if os.geteuid() == 0:
            pytest.skip("root may write anywhere")
        path.parent.mkdir(mode=0o500)
    with pytest.raises(ProgressError, match="QUIZPREP_HOME"):
        Store.open(path)


def test_a_migration_is_all_or_nothing_and_comes_after_a_backup(path, ask, monkeypatch):
    with Store.open(path) as store:
        record(store, ask("line"), 2)
    now = len(migrations.STEPS)
    broken = (*migrations.STEPS, ("CREATE TABLE extra (x)", "CREATE TABLE extra (x)"))
    monkeypatch.setattr(migrations, "STEPS", broken)
    with pytest.raises(ProgressError):
        Store.open(path)
    with sqlite3.connect(path) as db:
        assert (
            migrations.version(db) == now
            and not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'extra'").fetchall()
        )
    db.close()
    assert [p.name.rsplit("-", 1)[1] for p in backup.backups(path)] == [f"v{now}.db"]
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS[:now], ("CREATE TABLE extra (x)",)))
    with Store.open(path) as store:
        assert migrations.version(store._db) == now + 1 and len(store.answers()) == 1


def test_a_migration_that_leaves_a_row_pointing_nowhere_is_undone(path, ask, monkeypatch):
    with Store.open(path) as store:
        record(store, ask("line"), 2)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, ("DELETE FROM sessions",)))
    with pytest.raises(ProgressError, match="points nowhere"):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store:
        assert len(store.answers()) == 1


def test_one_backup_a_day_and_the_newest_seven_are_kept(path, ask):
    for day in range(10):
        for _twice in range(2):
            with Store.open(path, clock=lambda at=NOON + day * DAY: at) as store:
                record(store, ask("line", seed=day), 2)
    kept = backup.backups(path)
    assert [p.name.split("-")[1] for p in kept] == [f"202603{d}" for d in range(19, 12, -1)]
    with sqlite3.connect(kept[0]) as copy:
        assert copy.execute("SELECT count(*) FROM answers").fetchone()[0] == 18
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    copy.close()
    assert sorted(p.suffix for p in backup.folder(path).iterdir()) == [".db"] * 7


def test_a_backup_that_fails_does_not_stop_the_program(path, ask):
    with Store.open(path) as store:
        record(store, ask("line"), 2)
    backup.folder(path).write_text("in the way")
    with Store.open(path) as store:
        assert store.backup_problem and len(store.answers()) == 1


def test_sixteen_threads_may_share_one_store(store, ask):
    rendered = [ask("line", seed=i) for i in range(16)]
    troubles = []

    def work(i):
        try:
            for _again in range(10):
                record(store, rendered[i], 2, session=str(i))
                store.stats()
        except Exception as e:
            troubles.append(e)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(16)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert troubles == [] and len(store.answers(limit=1000)) == 160


WRITER = """
import sys
from pathlib import Path
from quizprep.progress.store import Store
with Store.open(Path(sys.argv[1])) as store:
    i = 0
    while int(sys.argv[2]) < 0 or i < int(sys.argv[2]):
        store.record_event("softmax", "hint", sys.argv[3])
        i += 1
        print(i, flush=True)
"""


def writer(path, count, name):
    command = [sys.executable, "-c", WRITER, str(path), str(count), name]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_two_programs_may_start_and_write_at_once(path):
    running = [writer(path, 40, name) for name in "abc"]
    for process in running:
        process.communicate(timeout=60)
    assert [p.returncode for p in running] == [0, 0, 0]
    with Store.open(path) as store:
        assert store.hints_shown("softmax") == 120


def test_kill_dash_nine_loses_nothing_that_was_shown_as_saved(path):
    process = writer(path, -1, "x")
    for _line in range(25):
        shown = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.wait()
    process.stdout.close()
    shown = int(rest[-1]) if rest and rest[-1].isdigit() else shown
    with Store.open(path) as store:
        assert store.hints_shown("softmax") in (shown, shown + 1) and store.check() == "ok"
