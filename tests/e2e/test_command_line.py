"""The command line's contract: stdout is data, stderr is talk, exit codes mean what they say, bad input costs nothing."""

import json
import os
import sqlite3
import stat
import subprocess
import sys

import pytest

from quizprep.paths import content_root

RIGHT = content_root() / "solutions/softmax-and-losses/softmax/reference.py"


@pytest.fixture
def quizprep(tmp_path):
    def run(*args, stdin=None, **env):
        environment = {k: v for k, v in os.environ.items() if k not in ("EDITOR", "VISUAL", "LANG", "LC_ALL")}
        return subprocess.run(
            [sys.executable, "-m", "quizprep", *map(str, args)], input=stdin, capture_output=True, text=True, check=False,
            env=environment | {"QUIZPREP_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"} | env,
        )  # fmt: skip

    return run


@pytest.mark.parametrize("command", ["drills", "topics", "questions", "stats", "doctor", "lint"])
def test_json_is_one_value_on_stdout(quizprep, command):
    done = quizprep(command, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) is not None


def test_the_lists_have_the_fields_that_scripts_rely_on(quizprep):
    drills = json.loads(quizprep("drills", "--json").stdout)
    fields = {"slug", "topic", "framework", "difficulty", "par_minutes", "title", "checks", "mistakes"}
    assert len(drills) >= 8 and all(fields <= d.keys() for d in drills)
    questions = json.loads(quizprep("questions", "--json").stdout)
    assert all({"id", "topic", "type", "difficulty", "generated", "languages"} <= q.keys() for q in questions)
    assert any(q["generated"] for q in questions) and any(not q["generated"] for q in questions)


def test_a_generated_question_is_the_same_for_the_same_seed(quizprep):
    args = ("question", "convolution.gen-conv-output", "--json", "--seed")
    first, again, other = (quizprep(*args, s).stdout for s in (4, 4, 5))
    assert first == again != other
    shown = json.loads(first)
    fields = {
        "id",
        "version",
        "seed",
        "topic",
        "type",
        "prompt",
        "options",
        "answer",
        "explanation",
        "sources",
        "parameters",
    }
    assert fields <= shown.keys()
    assert shown["prompt"]["en"] and shown["prompt"]["zh"]


def test_a_right_and_a_wrong_submission(quizprep, tmp_path):
    done = quizprep("check", "softmax", RIGHT, "--json", "--seed", 9)
    report = json.loads(done.stdout)
    assert (done.returncode, report["verdict"], report["seed"]) == (0, "pass", 9)
    keys = {"drill", "verdict", "seconds", "seed", "device", "isolation", "checks", "diagnosis", "advice", "stdout"}
    assert keys <= report.keys()
    assert {"name", "title", "outcome", "message", "input", "got", "expected", "seconds"} <= report["checks"][0].keys()
    wrong = quizprep("check", "softmax", "-", "--json", stdin=RIGHT.read_text().replace("e / ", "2 * e / "))
    assert (wrong.returncode, json.loads(wrong.stdout)["verdict"]) == (1, "fail")
    with sqlite3.connect(tmp_path / "home/data/progress.db") as db:
        assert db.execute("select verdict from submissions order by id").fetchall() == [("pass",), ("fail",)]


def test_start_never_overwrites_and_hints_go_on(quizprep, tmp_path):
    target = tmp_path / "a folder"
    path = quizprep("start", "adam", target).stdout.strip()
    assert path == str(target / "adam.py")
    (target / "adam.py").write_text("mine")
    again = quizprep("start", "adam", target)
    assert again.returncode == 0 and (target / "adam.py").read_text() == "mine" and "kept" in again.stderr
    assert (target / "adam.md").read_text()
    hints = [quizprep("hint", "adam").stdout for _ in range(4)]
    assert len(set(hints)) == 3 and hints[2] == hints[3]
    assert "def adam" in quizprep("reveal", "adam").stdout


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["check", "sofmax"], 2, "did you mean softmax"), (["quiz", "convolutoin"], 2, "did you mean convolution"),
        (["question", "convolution.gen-conv-outptu"], 2, "did you mean"), (["check", "softmax"], 2, "no file"),
        (["check", "softmax", "/"], 2, "a folder"), (["check", "softmax", "/dev/zero"], 2, "not a regular file"),
        (["nonesuch"], 2, "nonesuch"), (["drills", "--jsn"], 2, "--jsn"), (["lint", "/nonesuch"], 2, "/nonesuch"),
        (["question", "convolution.gen-conv-output", "--seed", "x"], 2, "x"),
    ],
)  # fmt: skip
def test_bad_input_gets_one_clear_sentence(quizprep, args, code, says):
    done = quizprep(*args)
    assert done.returncode == code
    assert says in done.stderr and "Traceback" not in done.stderr and done.stdout == ""


def test_a_submission_that_is_no_python_is_a_verdict_not_a_crash(quizprep, tmp_path):
    for name, data in {"empty": b"", "binary": bytes(range(256)), "syntax": b"def softmax(\n"}.items():
        file = tmp_path / f"{name}.py"
        file.write_bytes(data)
        done = quizprep("check", "softmax", file)
        assert done.returncode == 1 and "Traceback" not in done.stdout + done.stderr, name
    huge = tmp_path / "huge.py"
    huge.write_bytes(b"#" * (2 << 20))
    done = quizprep("check", "softmax", huge)
    assert done.returncode == 2 and "larger than 1 MB" in done.stderr


def database(tmp_path):
    (tmp_path / "home/data").mkdir(parents=True, exist_ok=True)
    return tmp_path / "home/data/progress.db"


def test_a_corrupt_database_is_said_and_kept_and_the_verdict_still_made(quizprep, tmp_path):
    path = database(tmp_path)
    path.write_bytes(b"not a database at all" * 100)
    done = quizprep("check", "softmax", RIGHT)
    assert done.returncode == 0 and "not recorded" in done.stderr
    assert quizprep("stats").returncode == 3
    assert path.read_bytes().startswith(b"not a database")


def test_a_newer_database_is_refused_and_untouched(quizprep, tmp_path):
    assert quizprep("check", "softmax", RIGHT).returncode == 0
    path = database(tmp_path)
    with sqlite3.connect(path) as db:
        db.execute("pragma user_version = 9999")
    done = quizprep("stats")
    assert done.returncode == 3 and "newer" in done.stderr and "Traceback" not in done.stderr
    with sqlite3.connect(path) as db:
        assert db.execute("pragma user_version").fetchone() == (9999,)


def test_a_data_folder_that_is_a_file_is_said(quizprep, tmp_path):
    (tmp_path / "home").write_text("a file")
    done = quizprep("stats")
    assert done.returncode == 3 and "Traceback" not in done.stderr and str(tmp_path / "home") in done.stderr
    assert stat.S_ISREG((tmp_path / "home").stat().st_mode)


def test_two_programs_record_at_once_and_nothing_is_lost(quizprep, tmp_path):
    assert quizprep("start", "softmax").returncode == 0
    environment = os.environ | {"QUIZPREP_HOME": str(tmp_path / "home")}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "quizprep", "hint", "softmax"], env=environment, stdout=subprocess.DEVNULL
        )
        for _ in range(4)
    ]
    assert [p.wait() for p in running] == [0] * 4
    assert json.loads(quizprep("stats", "--json").stdout)
    assert list((tmp_path / "home/data").rglob("*backup*")) or list((tmp_path / "home/data").iterdir())


def test_without_torch_its_drills_say_how_to_add_it(quizprep, tmp_path):
    """A module that hides torch stands for an installation without it."""
    (tmp_path / "hide").mkdir()
    (tmp_path / "hide/sitecustomize.py").write_text(
        "import sys, importlib.abc\n"
        "class Hide(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'torch':\n            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hide())\n"
        "import importlib.util as u\nfound = u.find_spec\n"
        "u.find_spec = lambda name, package=None: None if name == 'torch' else found(name, package)\n"
    )
    hidden = {"PYTHONPATH": str(tmp_path / "hide")}
    starter = content_root() / "questions/residual-networks/drills/residual-block/starter.py"
    done = quizprep("check", "residual-block", starter, **hidden)
    assert done.returncode == 3 and "quizprep[torch]" in done.stderr
    assert quizprep("check", "softmax", RIGHT, **hidden).returncode == 0


def test_chinese_is_spoken_when_asked(quizprep):
    assert "卷积" in quizprep("--lang", "zh", "topics").stdout
