"""How a training run is told on the command line, and how it is kept."""

import io
import json
import math
import sqlite3

import pytest

from quizprep import config, i18n
from quizprep.commands.check import as_json
from quizprep.commands.live import Live, line
from quizprep.commands.show import report_lines
from quizprep.content.model import Text
from quizprep.errors import UsageError
from quizprep.grading.curve import Curve, Curves
from quizprep.grading.report import CheckResult, Measured, Printed, Progress, Report
from quizprep.progress.store import Store


def entry(step, total=200, **values):
    return Progress(check="test_a", step=step, total=total, values=values)


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def checks(*extra):
    good = CheckResult(
        name="test_a", title=Text("It learns", "能学会"), outcome="pass",
        measured=Measured(what="accuracy", value=0.9432, at_least=0.9, n=2000),
    )  # fmt: skip
    gpu = [
        CheckResult(name=n, title=Text(n), outcome="skipped", cause="gpu", message="needs a GPU; not run")
        for n in extra
    ]
    return [good, *gpu]


def report(*extra):
    return Report(drill="points", verdict="pass", seconds=1.0, seed=1, checks=checks(*extra))


@pytest.fixture
def curve():
    now = [0.0]
    made = Curve(clock=lambda: now[0])
    made.add(entry(0, loss=2.3, accuracy=0.1))
    now[0] = 10.0
    made.add(entry(50, loss=0.4125, accuracy=0.88))
    return made


def test_the_line_has_bar_steps_numbers_and_time_left(curve):
    told = line(curve, 100)
    assert told == "█████░░░░░░░░░░░░░░░  25%   step 50 of 200   30 s left   loss 0.4125   accuracy 0.88"


@pytest.mark.parametrize("columns", [10, 20, 40, 60, 79, 119])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_line_is_never_wider_than_the_terminal(curve, columns, language):
    from quizprep.commands.console import width

    i18n.choose(language)
    try:
        assert width(line(curve, columns)) <= columns
    finally:
        i18n.choose("en")


def test_a_run_of_unknown_length_has_no_bar():
    curve = Curve()
    curve.add(entry(7, None, loss=math.nan))
    assert line(curve, 80) == "step 7   loss nan"


def test_a_terminal_sees_the_line_and_it_is_taken_away():
    stream = Terminal()
    live = Live(stream)
    live.hear(Printed("not here"))
    live.hear(entry(1, **{"evil\x1b[2J": 1.0}))
    live.clear()
    assert stream.getvalue().count("\r\x1b[K") == 2 and "\x1b[2J" not in stream.getvalue()
    assert "not here" not in stream.getvalue() and stream.getvalue().endswith("\r\x1b[K")


def test_what_is_no_terminal_sees_nothing_but_the_curve_is_kept():
    stream = io.StringIO()
    live = Live(stream)
    live.hear(entry(1, loss=1.0))
    live.clear()
    assert stream.getvalue() == "" and live.curves.of["test_a"].points("loss") == [(1.0, 1.0)]


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ((), "points: passed, 1 of 1 checks"),
        (("g",), "passed on the CPU; 1 GPU check not run, 1 of 1"),
        (("g", "h"), "passed on the CPU; 2 GPU checks not run, 1 of 1"),
    ],
)
def test_the_verdict_says_what_was_not_run_for_want_of_a_gpu(extra, says):
    told = "\n".join(report_lines(report(*extra)))
    assert says in told and "✓ It learns  accuracy 94.3 %, on 2000 samples (at least 90.0 %)" in told
    assert told.count("needs a GPU; not run") == len(extra)


def test_json_has_the_device_and_what_was_measured():
    value = json.loads(json.dumps(as_json(report("g"))))
    assert value["device"] == "cpu"
    assert value["checks"][0]["measured"] == {"what": "accuracy", "value": 0.9432, "at_least": 0.9, "n": 2000}
    assert "measured" not in value["checks"][1] and value["checks"][1]["message"] == "needs a GPU; not run"


def test_a_run_is_kept_with_its_submission(tmp_path, monkeypatch):
    from types import SimpleNamespace

    curves = Curves()
    curves.add(entry(1, loss=math.inf, accuracy=0.5))
    drill = SimpleNamespace(slug="points", info=SimpleNamespace(revision=1))
    with Store.open(tmp_path / "progress.db") as store:
        assert store.runs("points") == []
        number = store.record_submission(drill, b"x", report())
        store.record_run(number, "cpu", curves.as_json(), 2.5)
        [run] = store.runs("points")
        assert (run.submission, run.device, run.seconds, run.verdict) == (number, "cpu", 2.5, "pass")
        assert run.curves == {"test_a": {"total": 200, "points": [[1, {"loss": None, "accuracy": 0.5}]]}}
        assert store.runs("other") == []
        again = Curves.from_json(run.curves).of["test_a"]
        assert again.names == ["loss", "accuracy"] and math.isnan(again.points("loss")[0][1])
    with sqlite3.connect(tmp_path / "progress.db") as db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("DELETE FROM submissions")
        assert db.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    db.close()


def test_the_device_is_a_setting(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('device = "cpu"')
    assert config.load(path).device == "cpu"
    path.write_text('device = "gpu"')
    with pytest.raises(UsageError, match="auto"):
        config.load(path)
