"""Rehearsals: they run through, and nothing of them stays."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = """
import os, sys
from quizprep.grading import warm, zygote
zygote.preload({kind!r})
if {role!r} == "examiner":
    warm.rehearse_examiner()
else:
    warm.sandbox.rehearse()
warm.rehearse_worker()
before = set(sys.modules), len(os.listdir("/proc/self/fd"))
warm.rehearse({role!r})
assert (set(sys.modules), len(os.listdir("/proc/self/fd"))) == before, set(sys.modules) - before[0]
assert "submission" not in sys.modules and len(os.listdir("/proc/self/task")) == 1
assert len(warm.SESSIONS) == ({role!r} == "examiner")
open("/dev/null").close()  # the sandbox was not entered
import socket
socket.socket(socket.AF_INET).close()
os.waitpid(os.fork() or os._exit(0), 0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("kind", ["numpy", "torch"])
@pytest.mark.parametrize("role", ["examiner", "worker"])
def test_a_rehearsal_runs_through_twice_and_leaves_nothing(kind, role):
    code = CODE.format(kind=kind, role=role)
    environment = {"QUIZPREP_DEBUG": "1", "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_a_rehearsal_that_fails_is_done_without(monkeypatch):
    from quizprep.grading import warm

    def fail():
        raise ValueError("no such function in this version")

    monkeypatch.setattr(warm.sandbox, "rehearse", fail)
    monkeypatch.setattr(warm.os, "listdir", lambda _: ["1"])  # pytest-xdist has threads
    monkeypatch.delenv("QUIZPREP_DEBUG", raising=False)
    warm.rehearse("worker")
    monkeypatch.setenv("QUIZPREP_DEBUG", "1")
    with pytest.raises(ValueError, match="in this version"):
        warm.rehearse("worker")
