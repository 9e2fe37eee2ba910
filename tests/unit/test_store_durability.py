"""The progress file: committed means kept, two writers don't lose each other's rows, backups rotate, steps are numbered."""

import sqlite3
import subprocess
import sys
import threading

import pytest

from quizprep.content.library import Library
from quizprep.content.render import render
from quizprep.errors import ProgressError
from quizprep.progress import backup
from quizprep.progress.store import Store
from quizprep.quiz.answers import grade

ITEM = render(Library().item("convolution.gen-conv-output"), 3)
RESULT = grade(ITEM, [1, 2, 3])


def record(store, session="s"):
    return store.record_answer(ITEM, [1, 2, 3], RESULT, seconds=1.5, session=session)


def test_an_answer_is_there_after_the_program_is_killed(tmp_path):
    code = f"""
import os, sys
sys.path.insert(0, {str(Library().root.parent)!r})
from pathlib import Path
from quizprep.content.library import Library
from quizprep.content.render import render
from quizprep.progress.store import Store
from quizprep.quiz.answers import grade
item = render(Library().item("convolution.gen-conv-output"), 3)
store = Store.open(Path({str(tmp_path / "p.db")!r}))
for i in range(20):
    store.record_answer(item, [1, 2, 3], grade(item, [1, 2, 3]), seconds=1.0, session="s")
os.kill(os.getpid(), 9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    with Store.open(tmp_path / "p.db") as store:
        rows = store.answers()
        assert len(rows) == 20 and store.check() in ("", "ok")
    with sqlite3.connect(tmp_path / "p.db") as db:
        assert db.execute("pragma journal_mode").fetchone() == ("wal",)


def test_an_answer_keeps_what_is_needed_to_ask_it_again(tmp_path):
    with Store.open(tmp_path / "p.db") as store:
        record(store)
        (row,) = store.answers()
        assert not row.correct
        again = render(Library().item(ITEM.id), ITEM.seed)
        assert again == ITEM


def test_two_stores_and_many_threads_lose_nothing(tmp_path):
    path = tmp_path / "p.db"
    stores = [Store.open(path), Store.open(path)]
    threads = [threading.Thread(target=lambda s=s: [record(s) for _ in range(15)]) for s in stores for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(stores[0].answers(limit=1000)) == 90
    for s in stores:
        s.close()


def test_a_backup_a_day_and_seven_at_most(tmp_path):
    path, day = tmp_path / "p.db", 86400.0
    for n in range(10):
        with Store.open(path, clock=lambda n=n: 1_800_000_000 + n * day) as store:
            record(store)
    kept = backup.backups(path)
    assert 1 < len(kept) <= 7
    with sqlite3.connect(kept[-1]) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_locked_database_is_said_in_one_sentence(tmp_path):
    path = tmp_path / "p.db"
    Store.open(path).close()
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("begin exclusive")
    try:
        with pytest.raises(ProgressError, match=r"p\.db"), Store.open(path, wait=0.1) as store:
            record(store)
    finally:
        blocker.close()
