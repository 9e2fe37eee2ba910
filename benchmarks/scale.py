"""Does it stay fast: a bank of 100,000 questions and 1,000,000 reviews beside the shipped bank and 1,000 reviews, as ratios.

Both banks and both databases are made here, from a seed, in a folder that is removed at the end. The large bank has the shipped topics,
generators and drills, and as many choice questions more as are missing, written in the shipped banks' words. Its reviews are spread
over 1,000 days and all questions. Each figure is the median over fresh processes, the two banks taken in turn; what is done once only
(reading the large bank, migrating the large database) is told apart. The files are in the system's file cache; what is timed inside of a
process is timed once more with none of them there.

Making everything takes a few minutes, and how far it is stands on stderr. There is bytecode, as after an installation.

    python benchmarks/scale.py [--questions N] [--reviews N] [--runs N] [--seed S] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DAYS = 1000
GOALS = {
    "start: first idle frame": 1.5,
    "home: counted": 1.5,
    "first questions of a start": 1.5,
    "next 10 questions": 1.5,
    "today's session": 1.5,
    "mock interview: planned": 1.5,
    "record an answer": 1.5,
    "search, first words": 1.5,
    "search, next words": 1.5,
    "statistics": 3.0,
    "quizprep stats": 3.0,
    "quizprep find": 1.5,
}
SEARCHES = ["softmax", "vanishing gradient", "batch norm", "梯度消失", "学习率", "why does the loss", "xyzzy", "dropout scale test"]
HEAD = "from pathlib import Path\nfrom quizprep import paths\npaths.content_root = lambda: Path({content!r})\n"
INDEX = """
import sys
from quizprep.content.library import Library
def told(done, total):
    if done == total or sys.stderr.isatty():
        sys.stderr.write(f"\\r  reading the bank: topic {done} of {total} " + "\\n" * (done == total))
        sys.stderr.flush()
c = Library().catalogue
c.refresh(told)
print(c.place)
"""
IDLE = """
import asyncio, os
from quizprep.tui.app import QuizprepApp
async def main(app):
    async with app.run_test(size=(80, 24)) as pilot:
        {wait}
        os._exit(0)
asyncio.run(main(QuizprepApp()))
"""
COMMAND = "from quizprep.__main__ import main\nimport sys, os\nsys.stdout = open(os.devnull, 'w')\nmain({args!r})\n"
INSIDE = """
import json, os, sys, time
from quizprep.tui.desk import Desk
from quizprep.progress.search import Wanted, search
def timed(work, clock=getattr(time, sys.argv[2])):
    begin = clock(); found = work(); return clock() - begin, found
def median(values): return sorted(values)[len(values) // 2]
desk = Desk(); desk.store; desk.library.drills
out = {}
out["first questions of a start"], _ = timed(lambda: desk.plan(None, 10, seed=1))
plans = [timed(lambda: desk.plan(None, 10, seed=s)) for s in range(2, 12)]
out["next 10 questions"] = median([t for t, _ in plans])
out["today's session"] = median([timed(desk.today)[0] for _ in range(5)])
from quizprep.quiz import interview
planned = lambda s: interview.plan(desk.library, interview.Settings(), seed=s)
planned(1)
out["mock interview: planned"] = median([timed(lambda: planned(s))[0] for s in range(2, 7)])
from quizprep.quiz import answers
from quizprep.quiz.right import answer_value
def record(r): 
    v = answer_value(r)
    desk.store.record_answer(r, v, answers.grade(r, v), seconds=9.0, session="bench")
record(plans[0][1][0])
out["record an answer"] = median([timed(lambda: record(r), time.perf_counter)[0] for _t, p in plans for r in p[:3]])
words = json.loads(sys.argv[1])
from quizprep.tui.screens.find import MOST
found = lambda w: search(desk.library.catalogue, desk.store, Wanted(w), limit=MOST)
find = lambda w: [(hit.snippet, hit.marked) for hit in found(w).hits[:20]]
out["search, first words"], _ = timed(lambda: find(words[0]))
out["search, next words"] = median([timed(lambda: find(w))[0] for w in words for _ in range(3)])
desk.store.stats(desk.library)
out["statistics"] = median([timed(lambda: (desk.store.stats(desk.library), desk.store.wrong_options(desk.library)))[0] for _ in range(3)])
print(json.dumps(out)); sys.stdout.flush(); os._exit(0)
"""

def say(words: str, *, last: bool = True) -> None:
    """How far it is, in a line of its own on stderr; only its end where that is no terminal."""
    if last or sys.stderr.isatty():
        sys.stderr.write(f"\r  {words} " + "\n" * last)
        sys.stderr.flush()


# ------------------------------------------------------------------ the banks


def make_bank(root: Path, wanted: int, rng: random.Random) -> None:
    """The shipped content, and choice questions more until there are `wanted` in all."""
    from quizprep.content.library import Library

    library = Library()
    shutil.copytree(ROOT / "questions", root / "questions", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "solutions").symlink_to(ROOT / "solutions")
    missing = max(0, wanted - sum(len(topic.items) for topic in library.topics))
    for place, topic in enumerate(library.topics):
        say(f"writing the bank: topic {place + 1} of {len(library.topics)}", last=topic is library.topics[-1])
        here = missing // len(library.topics) + (place < missing % len(library.topics))
        english = [w for q in topic.questions for w in re.findall(r"[A-Za-z-]{2,}", q.prompt.en + " " + q.explanation.en)]
        chinese = [w for q in topic.questions for w in re.findall(r"[\u4e00-\u9fff]{2,6}", q.prompt.zh + q.explanation.zh)]
        concepts = [c.slug for c in topic.info.concepts]
        with (root / "questions" / topic.slug / "bank.toml").open("a", encoding="utf-8") as bank:
            for number in range(here):
                bank.write(question(topic.slug, number, rng, english, chinese or ["题"], concepts))


def question(topic: str, number: int, rng: random.Random, english: list[str], chinese: list[str], concepts: list[str]) -> str:
    def text(n: int) -> str:
        return f'{{en = "{" ".join(rng.choices(english, k=n))}", zh = "{"，".join(rng.choices(chinese, k=max(2, n // 3)))}"}}'

    wrong = ", ".join(f"{{text = {text(5)}, why = {text(8)}}}" for _ in range(3))
    return (
        f'\n[[question]]\nid = "{topic}.made-{number}"\ntype = "choice"\nconcept = "{rng.choice(concepts)}"\n'
        f'difficulty = {rng.randint(1, 3)}\nsources = ["made"]\nprompt = {text(18)}\nexplanation = {text(30)}\n'
        f"options = [{{text = {text(5)}, correct = true}}, {wrong}]\n"
    )


# ------------------------------------------------------------------ the databases

POOL = """CREATE TEMP TABLE pool AS SELECT row_number() OVER (ORDER BY substr(id, -3), id) - 1 AS k, id, topic, concept, type, difficulty,
    generated FROM bank.items WHERE kind = 'question'"""
ANSWERS = """WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n + 1 < {reviews})
    INSERT INTO answers (at, session, question, version, seed, generated, topic, concept, type, difficulty, answer, correct, score, seconds,
    first) SELECT {now} - {span} + n * ({span} / {reviews}), 's' || (n / 20), id, 1, (n * 2654435761 + {seed}) % 100000, generated, topic,
    concept, type, difficulty, '1', (n * 40503 + {seed}) % 65536 % 100 < 78, (n * 40503 + {seed}) % 65536 % 100 < 78,
    5 + (n * 7919 + {seed}) % 90, n % 40 > 0 FROM count JOIN pool ON pool.k = (n * 7919 + {seed}) % {pool}"""
REVIEWS = """INSERT INTO reviews (at, answer, session, question, version, seed, rating, proposed, correct, seconds, before, after)
    SELECT at, id, session, question, version, seed, 1 + 2 * correct, 1 + 2 * correct, correct, seconds, '', '[2, null, 12.5, 5.1, ' || at ||
    ', ' || at || ', ' || correct || ', 9, 1]' FROM answers"""
CARDS = """INSERT INTO cards (question, topic, concept, state, step, stability, difficulty, due, last, correct, reviews, lapses)
    SELECT question, topic, concept, 2, NULL, 3.0 + id % 50, 5.0, {now} + (id * 7919 % 1000 - 50) * 86400000, at, correct, 10, 1
    FROM answers WHERE id IN (SELECT max(id) FROM answers GROUP BY question)"""


def make_database(home: Path, bank: Path, reviews: int, seed: int) -> tuple[float, float]:
    """A database with so many reviews; returns the seconds to fill it and to take the steps of the migration since tallies."""
    from quizprep.progress import migrations

    path = home / "data" / "progress.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = migrations.STEPS.index(migrations.TALLIES)
    begin = time.perf_counter()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -500000")
    migrations.migrate(db, migrations.STEPS[:before])
    db.execute("ATTACH ? AS bank", (str(bank),))
    db.execute("PRAGMA foreign_keys = OFF")
    db.execute("BEGIN")
    db.execute(POOL)
    db.execute("CREATE INDEX temp.pool_k ON pool (k)")
    values = {
        "reviews": reviews,
        "now": int(time.time() * 1000),
        "span": 86_400_000 * min(DAYS, max(30, reviews // 100)),
        "seed": seed,
        "pool": db.execute("SELECT count(*) FROM pool").fetchone()[0],
    }
    steps = {  # each row into all indexes, as they grow in use: one made afterwards is full, and every answer would split its pages
        "answers": ANSWERS.format(**values),
        "sessions": "INSERT INTO sessions SELECT DISTINCT session, 'quiz', 0 FROM answers",
        "reviews": REVIEWS,
    }
    for place, (name, step) in enumerate(steps.items(), 1):
        say(f"making {reviews:,} reviews: step {place} of {len(steps)}, {name:30}", last=place == len(steps))
        db.execute(step)
    db.execute("COMMIT")
    filled = time.perf_counter() - begin
    begin = time.perf_counter()
    say("migrating them")
    migrations.migrate(db)
    migrated = time.perf_counter() - begin
    begin = time.perf_counter()
    db.execute(CARDS.format(**values))
    filled += time.perf_counter() - begin
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return filled, migrated


# ------------------------------------------------------------------ measuring


class World:
    """One bank and one database."""

    def __init__(self, name: str, folder: Path, content: Path) -> None:
        self.name, self.home, self.head = name, folder / "home", HEAD.format(content=str(content))
        self.environment = {**os.environ, "QUIZPREP_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        self.environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.taken: dict[str, list[float]] = {}

    def run(self, code: str, *args: str, said: int | None = subprocess.PIPE) -> tuple[float, str]:
        """A fresh process; returns its seconds and what it printed."""
        begin = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", self.head + code, *args],
            env=self.environment, stdout=subprocess.PIPE, stderr=said, text=True, cwd=ROOT, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return time.perf_counter() - begin, done.stdout

    def measure(self) -> None:
        """Every figure once."""
        found = {
            "start: first idle frame": self.run(IDLE.format(wait="pass"))[0],
            "home: counted": self.run(IDLE.format(wait="while not pilot.app.screen.known: await asyncio.sleep(0.005)"))[0],
            "quizprep stats": self.run(COMMAND.format(args=["stats"]))[0],
            "quizprep find": self.run(COMMAND.format(args=["find", "vanishing", "gradient"]))[0],
        }
        self.keep(found | self.inside("thread_time"))

    def inside(self, clock: str) -> dict[str, float]:
        """What is timed inside of one process, what is short by this clock."""
        found: dict[str, float] = json.loads(self.run(INSIDE, json.dumps(SEARCHES), clock)[1])
        return found

    def keep(self, found: dict[str, float]) -> None:
        for name, seconds in found.items():
            self.taken.setdefault(name, []).append(seconds)

    def cache(self, wanted: bool) -> None:
        """Have all files that the program wrote in the system's file cache, or none of them."""
        for path in (p for p in self.home.rglob("*") if p.is_file()):
            with path.open("rb") as file:
                if wanted:
                    while file.read(1 << 24):
                        pass
                else:
                    os.fsync(file.fileno())
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def index(self) -> tuple[float, Path]:
        """Read the bank for the first time; returns the seconds and the catalogue's file."""
        seconds, printed = self.run(INDEX, said=None)
        return seconds, Path(printed.strip())


def megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.0f} MB"


def main(questions: int, reviews: int, runs: int, seed: int, folder: Path) -> None:
    sys.path.insert(0, str(ROOT))
    begin = time.perf_counter()
    if not (folder / "large" / "content").exists():
        make_bank(folder / "large" / "content", questions, random.Random(seed))
    made = time.perf_counter() - begin
    small, large = World("shipped", folder / "shipped", ROOT), World("large", folder / "large", folder / "large" / "content")
    print(f"{date.today()}, load {os.getloadavg()[0]:.1f} at the start")
    print(f"seed {seed}, median of {runs} runs, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores\n")
    for world, n in ((small, min(1000, reviews)), (large, reviews)):
        read, place = world.index()
        database = world.home / "data" / "progress.db"
        filled, migrated = (0.0, 0.0) if database.exists() else make_database(world.home, place, n, seed)
        with sqlite3.connect(place) as bank:
            count = bank.execute("SELECT total(items) FROM topics").fetchone()[0]
        bank.close()
        print(
            f"{world.name}: {count:,.0f} questions, read once in {read:.1f} s ({megabytes(place)}); {n:,} reviews ({megabytes(database)}),"
            f" made in {filled:.1f} s, newest migration steps {migrated:.1f} s",
            flush=True,
        )
    print(f"the large bank's files were written in {made:.1f} s\n", flush=True)
    if not runs:
        return
    for world in (small, large):
        world.cache(True)
    for turn in range(runs + 1):
        say(f"measuring: round {turn} of {runs}", last=turn == runs)
        for world in (small, large):
            world.measure()
            if not turn:
                world.taken.clear()  # the first has cold files
    table(small, large, GOALS)
    if hasattr(os, "posix_fadvise"):
        cold(small, large, runs)


def table(small: World, large: World, goals: dict[str, float]) -> None:
    print(f"{'':28}{'shipped':>12}{'large':>12}{'ratio':>8}" + (f"{'goal':>7}" if goals else ""))
    for name in (name for name in GOALS if name in small.taken):
        a, b = statistics.median(small.taken[name]), statistics.median(large.taken[name])
        goal = goals.get(name)
        told = "" if goal is None else f"{goal:7.1f}" + ("" if b / a <= goal else "  missed")
        print(f"{name:28}{1000 * a:9.1f} ms{1000 * b:9.1f} ms{b / a:8.2f}{told}")


def cold(small: World, large: World, runs: int) -> None:
    """The same where nothing of the files is in the system's cache, as after the machine was started; by the wall clock, and without goals."""
    for world in (small, large):
        world.taken.clear()
    for turn in range(runs):
        say(f"measuring with cold files: round {turn + 1} of {runs}", last=turn + 1 == runs)
        for world in (small, large):
            world.cache(False)
            world.keep(world.inside("perf_counter"))
    print("\nwith nothing in the system's file cache, by the wall clock:")
    table(small, large, {})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--reviews", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="make it here and leave it; what was made before is used again, and its making not timed")
    chosen = parser.parse_args()
    if chosen.keep:
        main(chosen.questions, chosen.reviews, chosen.runs, chosen.seed, chosen.keep)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(chosen.questions, chosen.reviews, chosen.runs, chosen.seed, Path(temporary))
