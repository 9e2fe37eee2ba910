"""Nothing in the user's folder, shell or file system changes a verdict or breaks the program."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from quizprep.errors import SubmissionError
from quizprep.grading.client import Grader
from quizprep.grading.service import Service
from quizprep.grading.submission import MAX_SOURCE, read_submission

ROOT = Path(__file__).parents[2]
RIGHT = (ROOT / "solutions/softmax-and-losses/softmax/reference.py").read_text()


def check(*args, cwd, **environment):
    command = [sys.executable, "-P", "-m", "quizprep", "check", "softmax", *map(str, args), "--json", "--seed", "3"]
    home = {"QUIZPREP_HOME": str(cwd / "home"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=cwd, env=os.environ | home | environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def folder(tmp_path):
    for name in ("numpy", "random", "statistics", "pytest", "torch", "conftest"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('imported the wrong file')\n")
    for name, text in {
        "pytest.ini": "[pytest]\naddopts = --collect-only\n",
        "tox.ini": "[pytest]\naddopts = --collect-only\n",
        "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'\n",
        "setup.cfg": "[tool:pytest]\naddopts = --collect-only\n",
    }.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "startup.py").write_text("raise SystemExit('ran PYTHONSTARTUP')\n")
    (tmp_path / "mine.py").write_text(RIGHT)
    return tmp_path


def test_files_and_variables_of_the_shell_change_nothing(folder, monkeypatch, library):
    monkeypatch.chdir(folder)
    for name, value in {
        "PYTHONPATH": str(folder), "PYTEST_ADDOPTS": "--collect-only", "PYTHONSTARTUP": str(folder / "startup.py"),
        "PYTEST_PLUGINS": "nonesuch", "LD_PRELOAD": "/nonesuch.so", "PYTHONWARNINGS": "error", "OMP_NUM_THREADS": "64",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    drill = library.drill("softmax")
    with Grader() as grader:
        assert grader.check(drill, RIGHT.encode()).verdict == "pass"
        assert grader.check(drill, b"def softmax(x, axis=-1): return x").verdict == "fail"


def test_a_submission_may_lie_anywhere(folder):
    strange = folder / "a folder with spaces" / "new\nline \x1b[31m.py"
    strange.parent.mkdir()
    strange.write_text(RIGHT)
    link = folder / "link.py"
    link.symlink_to(folder / "mine.py")
    for path in ("mine.py", strange, link):
        done = check(path, cwd=folder)
        assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "pass"), done.stderr
    gone = check(folder / "gone \x1b[31m.py", cwd=folder)
    assert gone.returncode == 2 and "\x1b" not in gone.stderr and "there is no file" in gone.stderr


def test_what_is_no_submission_is_refused_in_one_sentence(tmp_path):
    os.mkfifo(tmp_path / "fifo.py")
    with (tmp_path / "large.py").open("wb") as file:
        file.truncate(200 << 20)
    for name, says in {
        "fifo.py": "not a regular file",
        "large.py": "larger than 1 MB",
        ".": "a folder",
        "none.py": "there is no file",
    }.items():
        with pytest.raises(SubmissionError, match=says):
            read_submission(str(tmp_path / name))
    with pytest.raises(SubmissionError, match="not a regular file"):
        read_submission("/dev/zero")
    assert MAX_SOURCE == 1 << 20


def test_a_file_that_is_edited_while_it_is_read_is_judged_as_it_was_read(tmp_path, library):
    path = tmp_path / "mine.py"
    path.write_text(RIGHT)
    source = read_submission(str(path))
    path.write_text("broken(")
    with Grader() as grader:
        assert grader.check(library.drill("softmax"), source).verdict == "pass"


@pytest.mark.parametrize(
    "environment", [{"TERM": "dumb"}, {"LC_ALL": "C", "LANG": "C"}, {"NO_COLOR": "1", "COLUMNS": "40"}]
)
def test_a_poor_terminal_gets_the_same_verdict(folder, environment):
    done = check("mine.py", cwd=folder, **environment)
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "pass"), done.stderr


def test_a_machine_without_bubblewrap_says_what_holds(monkeypatch, library, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with Grader() as grader:
        report = grader.check(library.drill("softmax"), RIGHT.encode())
        assert report.verdict == "pass" and report.isolation in ("L0", "L1", "L2")


def test_a_bubblewrap_that_does_not_work_is_done_without(monkeypatch, library, tmp_path):
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with Grader() as grader:
        report = grader.check(library.drill("softmax"), RIGHT.encode())
        assert report.verdict == "pass" and report.isolation in ("L0", "L1", "L2")


WITHOUT = """
import ctypes, os, struct, sys
from quizprep.grading.seccomp import _ALLOW, _ARG0, _ERRNO, _JEQ, _LD, _NR, _RET, _op
refused = _op(_RET, _ERRNO | 38)
code = _op(_LD, _NR) + _op(_JEQ, 444, 0, 1) + refused
if sys.argv.pop(1) == "seccomp":
    code += _op(_JEQ, 157, 0, 3) + _op(_LD, _ARG0) + _op(_JEQ, 22, 0, 1) + refused
code += _op(_RET, _ALLOW)
class Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))
buffer = ctypes.create_string_buffer(code, len(code))
libc = ctypes.CDLL(None, use_errno=True)
libc.prctl(38, 1, 0, 0, 0)
assert libc.prctl(22, 2, ctypes.byref(Program(len(code) // 8, ctypes.addressof(buffer))), 0, 0) == 0
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
"""Runs Python in a world whose kernel has no Landlock, and no seccomp either where that is asked for."""


@pytest.mark.skipif(sys.platform != "linux" or os.uname().machine != "x86_64", reason="x86-64 Linux")
@pytest.mark.parametrize(("lacking", "levels"), [("landlock", {"L1"}), ("seccomp", {"L0"})])
def test_a_kernel_without_landlock_or_seccomp_says_what_holds(folder, lacking, levels):
    asked = ["-P", "-m", "quizprep", "check", "softmax", "mine.py", "--json"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", WITHOUT, lacking, *asked],
        cwd=folder,
        env=os.environ | {"QUIZPREP_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["verdict"] == "pass" and report["isolation"] in levels, done.stderr


def test_a_slow_machine_is_given_more_time(library):
    source = b"import time\ntime.sleep(2)\n" + RIGHT.encode()
    drill = library.drill("softmax")
    with Grader(seconds_scale=0.1) as hurried, Grader(seconds_scale=2) as patient:
        assert hurried.check(drill, source).verdict == "timeout"
        assert patient.check(drill, source).verdict == "pass"


def test_a_service_that_dies_twice_is_no_verdict(monkeypatch, library):
    from quizprep.errors import UngradedError
    from quizprep.grading import service

    monkeypatch.setattr(service.sys, "executable", "/bin/false")
    with Grader() as grader, pytest.raises(UngradedError, match="ended twice"):
        grader.check(library.drill("softmax"), RIGHT.encode())


def test_a_service_that_was_hung_up_ends_by_itself_with_all_its_processes():
    service = Service("numpy")
    assert service.wait_ready()
    service.hang_up()
    assert service.process.wait(10.0) == 0
    service.close()
    service.close()  # once more does nothing


def test_a_service_that_does_not_end_is_killed():
    service = Service("numpy", most="L2")  # by its own process, not by bubblewrap's
    assert service.wait_ready()
    os.kill(service.process.pid, signal.SIGSTOP)
    service.close()
    assert service.process.returncode == -signal.SIGKILL
