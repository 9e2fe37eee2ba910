"""The command line's contract: stdout is data, stderr is talk, and the exit code says how it went."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from quizprep import __version__
from quizprep.content.library import Library
from quizprep.content.render import render
from quizprep.quiz import answers

LIBRARY = Library()
REFERENCE = LIBRARY.drill("softmax").reference()
CHECK = {"name", "title", "outcome", "message", "input", "got", "expected", "seconds"}
REPORT = {"drill", "verdict", "seconds", "seed", "device", "isolation", "checks", "diagnosis", "advice", "stdout"}


def data(done, code=0):
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def test_the_version_is_data(cli):
    done = cli("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"quizprep {__version__}\n", "")


def test_help_names_every_command(cli):
    from quizprep.cli import COMMANDS

    done = cli("--help")
    assert done.returncode == 0 and all(f"quizprep {name} " in done.stdout for name in COMMANDS)


def test_drills_have_the_promised_fields_and_change_with_their_files(cli, home):
    first = data(cli("drills", "--json"))
    assert {d["slug"] for d in first} == {d.slug for d in LIBRARY.drills}
    for d in first:
        assert set(d) == {"slug", "topic", "framework", "difficulty", "par_minutes", "title", "checks", "mistakes"}
        assert d["framework"] in ("numpy", "python", "torch") and d["checks"] > 0 and set(d["title"]) == {"en", "zh"}
    assert (home / "data" / "kept" / "index.json").exists() and data(cli("drills", "--json")) == first
    (home / "data" / "kept" / "index.json").write_text("{broken")
    assert data(cli("drills", "--json")) == first


def test_the_index_is_made_anew_when_a_file_changes(home, tmp_path):
    import shutil

    from quizprep.content.index import index
    from quizprep.paths import content_root

    for tree in ("questions", "solutions"):
        shutil.copytree(content_root() / tree / "optimizers", tmp_path / tree / "optimizers")
    roots = (tmp_path / "questions", tmp_path / "solutions")
    assert "adam" in [d["slug"] for d in index(*roots)["drills"]]
    path = tmp_path / "questions/optimizers/drills/adam/drill.toml"
    path.write_text(path.read_text("utf-8").replace("par_minutes = ", "par_minutes = 1"), "utf-8")
    assert {d["slug"]: d for d in index(*roots)["drills"]}["adam"]["par_minutes"] >= 100
    path.write_text("broken", "utf-8")
    found = index(*roots)
    assert "adam" not in [d["slug"] for d in found["drills"]] and "drill.toml" in found["problems"][0]


def test_topics_and_questions_have_the_promised_fields(cli):
    topics = data(cli("topics", "--json"))
    listed = cli("topics")
    assert listed.stderr.split() == ["TOPIC", "QUESTIONS", "GENERATORS", "DRILLS"], "what the figures are, and no data"
    assert listed.stdout.startswith(topics[0]["slug"])
    assert [t["slug"] for t in topics] == [t.slug for t in LIBRARY.topics]
    questions = data(cli("questions", "--json"))
    assert len(questions) == sum(len(t.items) for t in LIBRARY.topics)
    for q in questions:
        assert {"id", "topic", "type", "difficulty", "generated", "languages"} <= set(q)
    assert {q["type"] for q in questions} >= {"choice", "number", "shape", "cloze", "order", "match", "line", "open"}


def test_a_question_is_printed_whole_and_its_answer_is_right(cli):
    from quizprep.commands.listing import as_json

    needed = {"id", "version", "seed", "topic", "type", "prompt", "options", "answer", "explanation", "sources"}
    seen = {}
    for topic in LIBRARY.topics:
        for item in topic.items:
            rendered = render(item, 7, topic.slug)
            value = as_json(rendered)
            assert needed <= set(value) and ("parameters" in value) == rendered.generated
            assert json.loads(json.dumps(value)) == value
            raw = str(value["answer"]) if value["type"] == "number" else value["answer"]
            assert answers.grade(rendered, answers.read(rendered, raw)).correct, item.id
            seen[value["type"]] = (item.id, value)
    for name, value in seen.values():
        assert data(cli("question", name, "--seed", "7", "--json")) == value


def test_an_author_reads_the_answer_and_what_is_said_to_the_others():
    from quizprep.commands.show import key_lines

    for topic in LIBRARY.topics:
        for question in topic.questions:
            text = "".join("".join(key_lines(render(question, 7, topic.slug))).split())
            others = [*getattr(question, "options", ()), *getattr(question, "traps", ())]
            others += [trap for blank in getattr(question, "blanks", ()) for trap in blank.traps]
            said = [question.explanation, *(o.why for o in others if o.why), *getattr(question, "rubric", ())]
            assert [t.en for t in said if "".join(t.en.split()) not in text] == [], question.id
            assert "Answer:" in text and "".join(question.sources[-1].split()) in text


@pytest.mark.parametrize(("args", "says"), [
    (["drils"], "did you mean drills"), (["check", "sotfmax"], "did you mean softmax"), (["hint", "zzz"], "no drill 'zzz'"),
    (["question", "softmax-and-losses.one-hot-close", "--json"], "did you mean"), (["--lang", "fr", "drills"], "en or zh"), (["--lang"], "en or zh"),
    (["quiz", "convolutoin"], "did you mean convolution"), (["quiz", "-n", "0"], "1 or more"), (["quiz", "-n", "x"], "invalid int"),
    (["question", "x", "--seed", "-1"], "--seed"), (["drills", "--jsn"], "--jsn"), (["check", "softmax", "/no/such/file"], "no file /no/such/file"),
    (["check", "softmax", "/"], "is a folder"), (["lint", "/no/such"], "not a folder"), (["check"], "slug"), (["start", "softmax", "/dev/null"], "not a folder"),
])  # fmt: skip
def test_wrong_usage_is_exit_2_and_one_sentence_on_stderr(cli, args, says):
    done = cli(*args)
    assert done.returncode == 2 and says in done.stderr and done.stdout == ""
    assert "Traceback" not in done.stderr


def test_start_writes_once_and_never_touches_what_is_there(cli, home):
    done = cli("start", "softmax")
    path = home / "practice" / "softmax.py"
    assert done.returncode == 0 and done.stdout == f"{path}\n" and "def softmax" in path.read_text("utf-8")
    assert path.with_suffix(".md").read_text("utf-8") == LIBRARY.drill("softmax").statement("en")
    path.write_text("mine")
    again = cli("start", "softmax")
    assert again.returncode == 0 and "kept as it is" in again.stderr and path.read_text() == "mine"


def test_start_takes_a_folder_and_the_statement_the_language(cli, tmp_path):
    assert cli("start", "softmax", str(tmp_path / "new" / "place"), "--lang", "zh").returncode == 0
    assert (tmp_path / "new/place/softmax.md").read_text("utf-8") == LIBRARY.drill("softmax").statement("zh")


def test_a_link_that_leads_nowhere_is_not_followed(cli, home):
    (home / "practice").mkdir(parents=True)
    (home / "practice" / "softmax.py").symlink_to(home / "elsewhere.py")
    assert cli("start", "softmax").returncode == 0 and not (home / "elsewhere.py").exists()


def test_hints_come_one_after_the_other(cli):
    hints = [h.en.strip() for h in LIBRARY.drill("softmax").info.hints]
    assert [cli("hint", "softmax").stdout.strip() for _ in range(4)] == [*hints, hints[-1]]
    assert cli("reveal", "softmax").stdout == REFERENCE


def test_a_check_that_passes_is_exit_0_and_recorded(cli, home):
    done = data(cli("check", "softmax", "-", "--seed", "5", "--json", stdin=REFERENCE))
    assert set(done) >= REPORT and done["verdict"] == "pass" and done["seed"] == 5
    assert all(set(c) == CHECK for c in done["checks"])
    assert data(cli("stats", "--json"))["drills"]["passed_slugs"] == ["softmax"]


def test_a_check_that_fails_is_exit_1_and_says_what_went_wrong(cli, home):
    cli("start", "softmax")
    path = home / "practice" / "softmax.py"
    path.write_text("import numpy as np\ndef softmax(x, axis=-1):\n    print('\\x1b[31mhi')\n    return np.exp(x)\n")
    done = cli("check", "softmax")
    assert done.returncode == 1 and "✗" in done.stdout and "expected" in done.stdout and "input" in done.stdout
    assert "\x1b" not in done.stdout and "hi" in done.stdout
    assert data(cli("check", "softmax", "--json"), 1)["verdict"] == "fail"


def test_a_syntax_error_is_a_verdict_not_a_crash(cli):
    done = data(cli("check", "softmax", "-", "--json", stdin="def softmax(:"), 1)
    assert done["verdict"] == "error" and "1" in done["note"]


def test_a_damaged_or_locked_database_never_takes_the_verdict_away(cli, home):
    (home / "data").mkdir(parents=True)
    (home / "data" / "progress.db").write_bytes(b"no database" * 1000)
    done = cli("check", "softmax", "-", "--json", stdin=REFERENCE)
    assert data(done)["verdict"] == "pass" and "damaged" in done.stderr
    assert cli("hint", "softmax").stdout.strip()
    stats = cli("stats")
    assert stats.returncode == 3 and "damaged" in stats.stderr and stats.stdout == ""


def test_a_drill_that_can_not_be_graded_is_exit_3(cli, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.util as u\nfind = u.find_spec\nu.find_spec = lambda n, *a: None if n == 'torch' else find(n, *a)\n"
    )
    slug = next(d.slug for d in LIBRARY.drills if d.info.framework == "torch")
    path = os.pathsep.join([str(tmp_path), str(LIBRARY.root.parent)])
    done = cli("check", slug, "-", "--json", stdin="x = 1", PYTHONPATH=path)
    assert data(done, 3)["verdict"] == "ungraded" and "pip install" in done.stderr
    plain = cli("check", slug, "-", stdin="x = 1", PYTHONPATH=path)
    assert plain.returncode == 3 and plain.stdout == "" and "needs torch" in plain.stderr


def test_a_quiz_is_answered_on_stdin_and_an_unreadable_answer_is_asked_again(cli, home):
    planned = cli("quiz", "convolution", "-n", "2", "--seed", "3", stdin="\n???\nq\n")
    assert planned.returncode == 0 and "[1/2]" in planned.stdout and "[2/2]" not in planned.stdout
    assert "Nothing was answered" in planned.stderr and "0 of 0 right" in planned.stdout
    assert data(cli("stats", "--json"))["answers"] == 0


def test_a_seeded_quiz_answered_right_is_all_right(cli, home):
    from quizprep.quiz.choose import plan
    from quizprep.quiz.right import answer_value

    typed = []
    for rendered in plan(Library(), ["convolution"], 6, seed=11):
        value, kind = answer_value(rendered), rendered.question.kind
        if kind in ("choice", "choices", "order", "match", "open"):
            value = " ".join(answers.letter(v) for v in ([value] if kind == "choice" else value))
        elif kind in ("shape", "cloze"):
            value = (", " if kind == "shape" else "; ").join(map(str, value))
        typed += ["", str(value)] if kind == "open" else [str(value)]
    for mock in ([], ["--mock"]):
        done = cli("quiz", "convolution", "-n", "6", "--seed", "11", *mock, stdin="\n".join(typed) + "\n")
        assert done.returncode == 0 and "6 of 6 right" in done.stdout, done.stdout + done.stderr
    figures = data(cli("stats", "--json"))
    assert (figures["answers"], figures["right"]) == (12, 12)
    with sqlite3.connect(home / "data" / "progress.db") as db:
        assert db.execute("SELECT mode, count(*) FROM sessions GROUP BY mode").fetchall() == [("mock", 1), ("quiz", 1)]
    db.close()


def test_stats_of_nobody_are_zero_and_readable(cli):
    figures = data(cli("stats", "--json"))
    assert figures["answers"] == 0 and figures["accuracy"] is None and figures["drills"]["total"] == len(LIBRARY.drills)
    assert cli("stats").returncode == 0


def test_doctor_names_what_is_wrong_and_what_to_do(cli, home):
    home.mkdir()
    (home / "config.toml").write_text("editr = 'vi'")
    broken = {f["name"]: f for f in data(cli("doctor", "--json"))}
    assert not broken["settings"]["ok"] and "did you mean editor" in broken["settings"]["value"]
    assert cli("drills").returncode == 2
    (home / "config.toml").write_text("editor = 'no-such-editor'")
    found = {f["name"]: f for f in data(cli("doctor", "--json"))}
    assert set(found) >= {"python", "torch", "isolation", "data", "database", "practice", "editor", "terminal"}
    assert not found["editor"]["ok"] and "PATH" in found["editor"]["todo"]
    assert found["isolation"]["value"][:1] == "L" and found["database"]["ok"]


def test_lint_is_exit_1_with_findings_and_0_without(cli, tmp_path):
    import shutil

    from quizprep.paths import content_root

    for tree in ("questions", "solutions"):
        shutil.copytree(content_root() / tree / "convolution", tmp_path / tree / "convolution")
    bank = tmp_path / "questions" / "convolution"
    clean = data(cli("lint", str(bank), "--json"))
    assert clean["findings"] == [] and clean["coverage"]["topics"]["convolution"]["authored"] > 0
    text = (bank / "bank.toml").read_text("utf-8")
    (bank / "bank.toml").write_text(text.replace('concept = "', 'concept = "x', 1), "utf-8")
    found = data(cli("lint", str(bank), "--json"), 1)["findings"]
    assert any("not in topic.toml" in f["message"] and f["line"] for f in found)


def test_the_interface_speaks_chinese(cli, home):
    assert "编程题" in cli("--lang", "zh", "--help").stdout
    assert "没有 'drils'" in cli("drils", QUIZPREP_LANG="zh").stderr
    home.mkdir()
    (home / "config.toml").write_text('language = "zh"')
    assert "编程题" in cli("--help", QUIZPREP_LANG="").stdout
    assert "编程题" not in cli("--help", "--lang", "en", QUIZPREP_LANG="").stdout


def test_json_is_pure_ascii_where_the_terminal_is(cli):
    done = cli("topics", "--json", PYTHONIOENCODING="ascii")
    assert done.stdout.isascii() and any(c > "\u4e00" for t in json.loads(done.stdout) for c in t["title"]["zh"])
    assert cli("topics", "--lang", "zh", PYTHONIOENCODING="ascii").returncode == 0


@pytest.fixture
def child(home):
    def start(*args):
        command = [sys.executable, "-m", "quizprep", *args]
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE, text=True
        )

    return start


def wait_for(stream, wanted):
    for line in stream:
        if wanted in line:
            return
    raise AssertionError(f"{wanted!r} never came")


def test_ctrl_c_is_exit_130_without_a_traceback(child):
    process = child("quiz", "convolution", "--seed", "1")
    wait_for(process.stdout, "[1/10]")
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=10)
    assert process.returncode == 130 and "Traceback" not in err


def test_a_reader_that_goes_away_is_no_error(home):
    line = f"{sys.executable} -m quizprep questions --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == "" and done.returncode == 0


def test_watch_grades_each_save_even_where_the_editor_replaces_the_file(child, home):
    path = home / "practice" / "softmax.py"
    path.parent.mkdir(parents=True)
    path.write_text("def softmax(x, axis=-1):\n    return x\n")
    process = child("watch", "softmax")
    wait_for(process.stdout, "failed, ")
    new = path.with_suffix(".new")
    new.write_text(REFERENCE)
    new.replace(path)
    wait_for(process.stdout, "passed, ")
    path.unlink()
    wait_for(process.stderr, "waiting for")
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=10)
    assert process.returncode == 130 and "Traceback" not in err
