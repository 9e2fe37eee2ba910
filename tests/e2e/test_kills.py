"""kill -9 at random moments of a quiz: whatever the screen had shown as judged is in the database, which stays whole.

Eight kills in the suite; ``QUIZPREP_KILLS=200`` for as many, ``QUIZPREP_SEED`` for the same moments again.
"""

from __future__ import annotations

import os
import random
import re
import sqlite3
import time
from pathlib import Path

import pytest

from tests.e2e.terminal import ENTER, ESCAPE, Terminal, answer, at_home, open_quiz

KILLS = int(os.environ.get("QUIZPREP_KILLS", "8"))
SEED = int(os.environ.get("QUIZPREP_SEED") or random.SystemRandom().randrange(10**6))
QUESTIONS = 40
VERDICT = re.compile(r"[╭─ ]([✓✗]) (Right|Wrong|Not quite)")
PLACE = re.compile(r"  (\d+)/\d\d  ")
"""The number of the question; how many there are grows, since what was wrong comes again."""


class Watcher:
    """Reads verdicts off the screen."""

    def __init__(self) -> None:
        self.seen: dict[int, bool] = {}
        """Number of the question -> whether the screen called the answer right."""

    def look(self, app: Terminal) -> bool:
        """Note what stands there; whether a verdict does."""
        text = app.text()
        verdict, place = VERDICT.search(text), PLACE.search(text)
        if verdict and place and "could not be saved" not in text:
            self.seen[int(place[1])] = verdict[2] == "Right"
        return bool(verdict)


def answers(home: Path) -> list[int]:
    """What the database holds: for each answer whether it was right; and the database is whole."""
    with sqlite3.connect(home / "data/progress.db") as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert db.execute("pragma foreign_key_check").fetchall() == []
        return [bool(c) for (c,) in db.execute("select correct from answers order by id")]


def one_life(home: Path, dice: random.Random) -> tuple[int, int]:
    """Start, answer for a while, die; how many verdicts were seen, how many answers were kept beyond those."""
    before = len(answers(home)) if (home / "data/progress.db").exists() else 0
    app, watcher = Terminal(home), Watcher()
    try:
        if dice.random() < 0.1:  # while it starts
            app.pump(dice.uniform(0, 3))
        else:
            at_home(app)
            open_quiz(app, QUESTIONS)
            _play(app, watcher, dice)
        app.kill()
        watcher.look(app)
    finally:
        app.end()
    kept = answers(home)[before:] if (home / "data/progress.db").exists() else []
    for number, right in watcher.seen.items():
        assert kept[number - 1 : number] == [right], f"the screen showed {watcher.seen}, kept is {kept}"
    return len(watcher.seen), len(kept) - len(watcher.seen)


def _play(app: Terminal, watcher: Watcher, dice: random.Random) -> None:
    """Answer until the moment comes: at any time, or in the hundredths of a second after an answer was typed."""
    last = dice.randint(1, 4)
    end = time.monotonic() + dice.uniform(0.2, 8)
    aimed = dice.random() < 0.6
    idle = 0
    while aimed or time.monotonic() < end:
        before = app.text()
        if watcher.look(app):
            if len(watcher.seen) >= last and not aimed:
                app.pump(max(0.0, end - time.monotonic()))
                return
            app.child.send(ENTER)
        elif answer(app):
            if aimed and len(watcher.seen) + 1 >= last:
                app.pump(dice.uniform(0, 0.12))
                return
        else:
            idle += 1
            if idle % 15 == 0:  # a key that came late opened a dialog, or the answer wanted could not be read
                again = "abcde" if "Clear" in before else "1"
                app.child.send(again + ENTER if "! " in before else ESCAPE)
        for _ in range(10):
            app.pump(0.1)
            if app.text() != before:
                break
        if time.monotonic() > end + 40:
            return  # a question that these keys can't answer: die here


@pytest.mark.slow
def test_kill_9_at_random_moments_loses_nothing_that_was_shown(tmp_path, capsys):
    """Each start is also the proof that the program starts again after the kill before."""
    dice, shown, beyond = random.Random(SEED), 0, 0
    home = tmp_path / "home"
    for life in range(KILLS):
        try:
            seen, more = one_life(home, dice)
        except AssertionError as e:
            raise AssertionError(f"life {life} of QUIZPREP_SEED={SEED}: {e}") from None
        shown, beyond = shown + seen, beyond + more
        with (tmp_path / "lives.txt").open("a") as log:
            log.write(f"{life} {seen} {more}\n")
    app = Terminal(home)
    try:
        at_home(app)
        app.press("h" + ESCAPE)
    finally:
        app.end()
    assert shown >= KILLS // 2, "too few verdicts were seen to prove anything"
    with capsys.disabled():
        print(f"\n{KILLS} kills (seed {SEED}): {shown} verdicts shown, all kept; {beyond} kept before they were drawn")  # noqa: T201
