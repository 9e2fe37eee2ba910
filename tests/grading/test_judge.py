"""Wrong, hostile and unlucky programs get a verdict that is never a pass, and the service lives on."""

import os
import threading
import time

import pytest

from quizprep.grading.client import Cancelled, Grader, service_kind
from quizprep.grading.report import Report

GOOD = """
import numpy as np
def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
"""


@pytest.fixture(scope="module")
def softmax(library):
    return library.drill("softmax")


def body(code):
    lines = "\n".join("    " + line for line in code.strip().splitlines())
    return f"import numpy as np, os, sys, time\ndef softmax(x, axis=-1):\n{lines}\n"


def told(report: Report) -> str:
    return " ".join([report.note, *(c.message for c in report.checks)])


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (b"", "empty"), (b"  \n", "empty"), (b"\xef\xbb\xbf", "empty"), (b"x = 1\0", "null bytes"),
        (GOOD.encode("utf-16"), "UTF-16"), ("# é\n".encode("latin-1") + GOOD.encode(), "save it as UTF-8"),
        (b"# coding: nonesuch\n" + GOOD.encode(), "encoding"), (b"# coding: undefined\n" + GOOD.encode(), "encoding"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_python_text_is_an_error_in_one_sentence(grader, softmax, source, says):
    report = grader.check(softmax, source)
    assert report.verdict == "error" and says in report.note
    assert all(c.outcome == "skipped" for c in report.checks)


@pytest.mark.parametrize(
    "source",
    [
        GOOD.encode(), b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode(),
        b"# coding: latin-1\n# \xe9\n" + GOOD.encode(), (GOOD + "\nif __name__ == '__main__':\n    1 / 0\n").encode(),
        (GOOD + "\nprint('\\x1b[2J\\u202e', '\\ud800')\nnp.seterr(over='raise', divide='raise', invalid='raise')\nnp.random.seed(0)\n").encode(),
        (GOOD + "\nimport warnings; warnings.simplefilter('error')\n").encode(),
    ],
)  # fmt: skip
def test_a_right_program_passes_however_it_is_written(grader, softmax, source):
    report = grader.check(softmax, source)
    assert report.verdict == "pass", told(report)


def test_checks_do_not_share_a_process(grader, softmax):
    source = "import os\n" + GOOD.replace("    e = ", "    print('pid', os.getpid())\n    e = ")
    report = grader.check(softmax, source.encode())
    assert report.verdict == "pass"
    once = "n = []\n" + GOOD.replace("    e = ", "    n.append(1)\n    if len(n) > 4: return x\n    e = ")
    assert grader.check(softmax, once.encode()).verdict == "pass"


def test_the_worker_holds_no_check_reference_or_seed(grader, softmax):
    spy = """
import gc, sys
def softmax(x, axis=-1):
    bad = [m for m in sys.modules if 'checks' in m or m == 'quizprep_reference']
    for o in gc.get_objects():
        if isinstance(o, dict) and ('4242424242' in map(str, o.values()) if len(o) < 50 else False):
            bad.append('seed')
    raise RuntimeError('found ' + repr(bad))
"""
    report = grader.check(softmax, spy.encode(), seed=4242424242)
    assert "found []" in told(report)


def test_the_same_seed_asks_the_same(grader, softmax):
    wrong = GOOD.replace("return e", "return 2 * e").encode()
    a, b, c = (grader.check(softmax, wrong, seed=s) for s in (11, 11, 12))
    assert [x.input for x in a.checks] == [x.input for x in b.checks]
    assert [x.input for x in a.checks] != [x.input for x in c.checks]
    assert all(x.input and x.got and x.expected for x in a.checks if x.outcome == "fail")


def test_output_is_kept_and_capped(grader, softmax):
    report = grader.check(softmax, ("print('hello ' * 3)\n" + GOOD).encode())
    assert report.stdout.startswith("hello hello")
    report = grader.check(softmax, ("print('x' * 10**6)\n" + GOOD).encode())
    assert report.verdict == "pass" and len(report.stdout) <= 64 << 10


def test_checks_are_told_one_by_one(grader, softmax):
    seen = []
    grader.check(softmax, GOOD.encode(), on_check=lambda c: seen.append(c.name))
    assert seen == [c.name for c in softmax.info.checks]


def test_a_forbidden_call_is_advice_with_its_line(grader, softmax):
    source = "import torch\nimport torch.nn.functional as F\ndef softmax(x, axis=-1):\n    return F.softmax(torch.tensor(x), dim=axis).numpy()\n"
    report = grader.check(softmax, source.encode())
    assert report.verdict == "pass"
    assert [a.line for a in report.advice] == [4]


def test_a_forbidden_call_is_seen_however_it_is_reached(grader, softmax):
    source = "import torch\ndef softmax(x, axis=-1):\n    f = getattr(torch.nn.functional, 'soft' + 'max')\n    return f(torch.tensor(x), dim=axis).numpy()\n"
    report = grader.check(softmax, source.encode())
    assert report.verdict == "pass"
    assert [a.line for a in report.advice] == [4]


def test_the_same_seed_replays_the_submission_too(grader, library):
    drill = library.drill("softmax")
    source = GOOD.replace("    return e", "    x = x + np.random.rand()\n    return np.random.rand() * e").encode()
    a, b = (grader.check(drill, source, seed=9) for _ in range(2))
    assert [c.got for c in a.checks] == [c.got for c in b.checks] != [c.got for c in grader.check(drill, source).checks]


def test_the_service_says_which_attacks_were_held_off(grader, softmax):
    report = grader.check(softmax, GOOD.encode())
    held = grader._services["numpy"].held
    assert report.isolation == grader._services["numpy"].level
    assert set(held) == {"read", "write", "network", "process", "signal", "memory"}
    assert all(held.values()) == (report.isolation >= "L2")


def test_cancelling_ends_it_at_once(softmax):
    with Grader() as grader:
        grader.check(softmax, GOOD.encode())
        threading.Timer(0.3, grader.cancel).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            grader.check(softmax, b"while True: pass")
        assert time.monotonic() - started < 1.5
        assert grader.check(softmax, GOOD.encode()).verdict == "pass"


def test_cancelling_works_while_the_service_starts(library):
    with Grader() as grader:
        threading.Timer(0.2, grader.cancel).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            grader.check(library.drill("residual-block"), b"import torch")
        assert time.monotonic() - started < 1.0


@pytest.mark.parametrize(
    "source", ["import torch", "import numpy as np, torch", "x = 1; import torch.nn as nn", "if 1:\n    from torch import nn"]
)
def test_a_file_that_imports_torch_is_judged_where_torch_is_there(source):
    assert service_kind("numpy", source) == "torch"
    assert service_kind("numpy", "# no torch here\nimport numpy  # not torch\nfrom x import pytorch") == "numpy"


def test_what_looks_through_a_source_takes_no_time_that_grows_with_its_square():
    for source in ("\n" * 500_000, "import " * 70_000, "from " * 100_000, "from" + " " * 900_000):
        started = time.monotonic()
        service_kind("numpy", source)
        assert time.monotonic() - started < 10  # it took minutes


def test_of_a_file_that_can_not_be_loaded_nothing_is_parsed_in_the_app(grader, softmax):
    report = grader.check(softmax, b"import torch\n1 / 0\ntorch.softmax(1)\n")
    assert report.verdict == "error" and not report.advice


def test_a_killed_service_is_started_again_and_nobody_is_blamed(softmax):
    with Grader() as grader:
        assert grader.check(softmax, GOOD.encode()).verdict == "pass"
        pid = grader._services["numpy"].process.pid
        threading.Timer(0.4, lambda: os.kill(pid, 9)).start()
        slow = GOOD.replace("    e = ", "    import time; time.sleep(0.3)\n    e = ")
        assert grader.check(softmax, slow.encode()).verdict == "pass"
        assert grader._services["numpy"].process.pid != pid


def test_two_verdicts_at_once_do_not_mix(grader, softmax):
    reports = {}

    def grade(name, source):
        reports[name] = grader.check(softmax, source.encode()).verdict

    threads = [
        threading.Thread(target=grade, args=(i, GOOD if i % 2 else GOOD.replace("e /", "2 * e /"))) for i in range(6)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert reports == {i: "pass" if i % 2 else "fail" for i in range(6)}


def test_hostile_surroundings_change_nothing(tmp_path, monkeypatch, softmax):
    for name in ("numpy.py", "random.py", "statistics.py", "pytest.py", "conftest.py"):
        (tmp_path / name).write_text("raise SystemExit('imported the wrong file')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --collect-only\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTEST_ADDOPTS", "--collect-only")
    with Grader() as grader:
        assert grader.check(softmax, GOOD.encode()).verdict == "pass"
        assert grader.check(softmax, body("return x").encode()).verdict == "fail"
