"""Wrong, hostile and unlucky programs get a verdict that is never a pass, and the service lives on."""

import os
import threading
import time

import pytest

from quizprep.grading.client import Cancelled, Grader
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


def quick(drill, seconds=1.5, memory_mb=200):
    import dataclasses

    import msgspec

    limits = msgspec.structs.replace(drill.info.limits, seconds=seconds, memory_mb=memory_mb)
    return dataclasses.replace(drill, info=msgspec.structs.replace(drill.info, limits=limits))


def body(code):
    lines = "\n".join("    " + line for line in code.strip().splitlines())
    return f"import numpy as np, os, sys, time\ndef softmax(x, axis=-1):\n{lines}\n"


def told(report: Report) -> str:
    return " ".join([report.note, *(c.message for c in report.checks)])


CASES = {
    "loops for ever": (body("while True: pass"), "timeout", "within 1.5 s"),
    "sleeps": (body("time.sleep(60)"), "timeout", "within 1.5 s"),
    "loops at import": ("while True: pass", "timeout", "within 1.5 s"),
    "swallows every exception": (body("while True:\n  try: time.sleep(1)\n  except BaseException: pass"), "timeout", ""),
    "takes memory with lists": (body("a = []\nwhile True: a.append(bytearray(10**6))"), "memory", ""),
    "takes memory with arrays": (body("return np.ones((400, 10**6))"), "memory", ""),
    "floods the output": (body("while True: print('x' * 10000)"), "error", "printed more than"),
    "exits in the call": (body("os._exit(0)"), "error", "exited before answering (exit code 0)"),
    "exits at import": ("import os; os._exit(0)", "error", "exited before answering"),
    "sys.exit": (body("sys.exit(0)"), "error", "SystemExit"),
    "raises KeyboardInterrupt": (body("raise KeyboardInterrupt"), "error", "KeyboardInterrupt"),
    "kills itself": (body("os.kill(os.getpid(), 9)"), "error", "SIGKILL"),
    "segfaults": (body("import ctypes; ctypes.string_at(0)"), "error", "SIGSEGV"),
    "closes every descriptor": (body("os.closerange(0, 100)"), "error", ""),
    "skips": (body("import pytest; pytest.skip('no')"), "error", "Skipped"),
    "an exception that can't be shown": (
        "class E(Exception):\n  def __str__(self): raise ValueError\n" + body("raise E"), "error", "can't be shown",
    ),
    "forgets to return": (body("x / x.sum()"), "fail", "`return` missing"),
    "answers zeros": (body("return np.zeros_like(x)"), "fail", "values differ"),
    "answers ones": (body("return np.ones_like(x)"), "fail", "values differ"),
    "echoes": (body("return x"), "fail", "values differ"),
    "answers at random": (body("return np.random.rand(*x.shape)"), "fail", "values differ"),
    "answers nan": (body("return x * np.nan"), "fail", "nan or inf"),
    "answers a scalar": (body("return 0.5"), "fail", "the shape is ()"),
    "answers text": (body("return 'softmax'"), "fail", "NumPy array was expected"),
    "answers float16": (GOOD.replace("axis=axis, keepdims=True)\n    return", "axis=axis, keepdims=True)\n    return").replace(
        "return e / e.sum(axis=axis, keepdims=True)", "return (e / e.sum(axis=axis, keepdims=True)).astype('float16')"
    ), "fail", "float16"),
    "answers an object that lies": (
        "import numpy as np\nclass A(np.ndarray):\n  def __eq__(s, o): return True\n"
        "def softmax(x, axis=-1): return x.view(A)\n", "fail", "submission.A",
    ),
    "answers 400 MB": (body("return np.broadcast_to(np.zeros(1), (50, 10**6))"), "fail", "object of type"),
    "answers a list that holds itself": (body("a = []\na.append(a)\nreturn a"), "fail", ""),
    "answers a coroutine": ("async def softmax(x, axis=-1):\n  return x\n", "fail", "coroutine"),
    "patches allclose": (
        "import numpy as np, numpy.testing as t\nnp.allclose = t.assert_allclose = lambda *a, **k: True\n"
        "def softmax(x, axis=-1): return x\n", "fail", "values differ",
    ),
    "overwrites its input": (body("x[:] = 0\nreturn x"), "fail", ""),
    "keeps state between checks": ("n = 0\ndef softmax(x, axis=-1):\n  global n; n += 1\n  return x if n < 9 else x\n", "fail", ""),
    "misspells the name": (GOOD.replace("softmax", "sofmax"), "fail", "found `sofmax`: did you mean `softmax`?"),
    "lacks the function": ("x = 1\n", "fail", "does not define `softmax`"),
    "is not callable": ("softmax = 3\n", "error", "not callable"),
    "has another signature": ("def softmax(): return 1\n", "error", "positional argument"),
    "has a syntax error": ("import numpy\ndef softmax(x, axis=-1)\n    return x\n", "error", "line 2: SyntaxError"),
    "mixes tabs and spaces": ("def softmax(x, axis=-1):\n\tif 1:\n        return x\n", "error", "TabError"),
    "imports what is not there": ("import nonesuch\n" + GOOD, "error", "No module named 'nonesuch'"),
    "imports relatively": ("from . import x\n" + GOOD, "error", "line 1"),
    "reads input": (body("return input()"), "error", "EOFError"),
    "writes a frame itself": (body("os.write(3, b'0' * 400)\nreturn x"), "error", "protocol"),
    "writes half a frame": (body("os.write(3, b'0' * 10)\ntime.sleep(9)"), "timeout", ""),
    "claims 4 GB": (body("os.write(3, b'0' * 16 + (1 << 32).to_bytes(8, 'little'))\ntime.sleep(9)"), "error", "protocol"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_and_what_it_says(grader, softmax, name):
    source, verdict, says = CASES[name]
    started = time.monotonic()
    report = grader.check(quick(softmax), source.encode(), seed=5)
    assert (report.verdict, says in told(report)) == (verdict, True), told(report)
    assert time.monotonic() - started < 2 * (1.5 + 1) + 2
    assert len(report.checks) == len(softmax.info.checks)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (b"", "empty"), (b"  \n", "empty"), (b"\xef\xbb\xbf", "empty"), (b"x = 1\0", "null bytes"),
        (GOOD.encode("utf-16"), "UTF-16"), ("# é\n".encode("latin-1") + GOOD.encode(), "save it as UTF-8"),
        (b"# coding: nonesuch\n" + GOOD.encode(), "encoding"),
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
        (GOOD + "\nprint('\\x1b[2J\\u202e', '\\ud800')\nnp.seterr(all='raise')\nnp.random.seed(0)\n").encode(),
        (GOOD + "\nimport warnings; warnings.simplefilter('error')\n").encode(),
    ],
)  # fmt: skip
def test_a_right_program_passes_however_it_is_written(grader, softmax, source):
    report = grader.check(softmax, source)
    assert report.verdict == "pass", told(report)


def test_a_right_program_passes_after_all_that_and_no_process_is_left(grader, softmax):
    assert grader.check(softmax, body("os.fork()\nos.setsid()\ntime.sleep(60)").encode()).verdict != "pass"
    assert grader.check(softmax, GOOD.encode()).verdict == "pass"
    zygote = grader._services["numpy"].process.pid
    deadline = time.monotonic() + 3
    from quizprep.grading.sandbox import children_of

    while children_of(zygote) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children_of(zygote) == []


def test_checks_do_not_share_a_process(grader, softmax):
    source = "import os\n" + GOOD.replace("    e = ", "    print('pid', os.getpid())\n    e = ")
    report = grader.check(softmax, source.encode())
    assert report.verdict == "pass"
    once = "n = []\n" + GOOD.replace("    e = ", "    n.append(1)\n    if len(n) > 2: return x\n    e = ")
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


def test_cancelling_ends_it_at_once(softmax):
    with Grader() as grader:
        grader.check(softmax, GOOD.encode())
        threading.Timer(0.3, grader.cancel).start()
        started = time.monotonic()
        with pytest.raises(Cancelled):
            grader.check(softmax, b"while True: pass")
        assert time.monotonic() - started < 1.5
        assert grader.check(softmax, GOOD.encode()).verdict == "pass"


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
