"""Limits on an untrusted worker, as strong as this machine allows, and what level of isolation really holds.

L0: a process of its own with limits on time, memory, output and files. L1: a seccomp filter as well. L2: Landlock as well. L3: all
that inside bubblewrap. `Sandbox` is what a worker enters; `quizprep.grading.canaries` finds out what it is worth.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from quizprep.grading import landlock, seccomp

LEVELS = ("L0", "L1", "L2", "L3")
OUTPUT_KEPT = 64 << 10
"""Bytes of a submission's output that are kept."""
OUTPUT_LIMIT = 16 << 20
"""Bytes of output after which a submission is stopped."""
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36
_CAPABILITY_VERSION = 0x20080522


@dataclass(frozen=True)
class Sandbox:
    """What a worker enters before it sees the submission."""

    ruleset: int = -1
    """Descriptor of the Landlock rules; −1: none."""
    filtered: bool = False
    """Whether system calls are filtered."""
    gpu: bool = False
    """Whether the process may use a GPU: its address space is then not limited, what it holds of memory is still watched."""

    def enter(self, memory_bytes: int, seconds: float) -> None:
        """Limit this process and restrict it, for good."""
        limit_worker(memory_bytes, seconds, gpu=self.gpu)
        if self.ruleset >= 0:
            landlock.restrict(self.ruleset)
            os.close(self.ruleset)
        if self.filtered:
            _drop_capabilities()
            seccomp.install(writes=self.gpu)


def build(most: str, secrets: Iterable[Path]) -> Sandbox:
    """The strongest sandbox up to the level `most`; `secrets` are what a worker must never read."""
    return Sandbox(
        landlock.make_ruleset(secrets) if most >= "L2" else -1,
        most >= "L1" and seccomp.supported(),
    )


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            seccomp.libc().prctl(option, value, 0, 0, 0)


def _drop_capabilities() -> None:
    """Give up what root may do beyond others."""
    with contextlib.suppress(OSError, AttributeError):
        header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
        seccomp.libc().capset(header, (ctypes.c_uint32 * 6)())


def hide_memory() -> None:
    """Keep other processes of this user from reading this one's memory."""
    _prctl(_PR_SET_DUMPABLE, 0)


def adopt_orphans() -> None:
    """Make this process the parent of grandchildren whose parent exits, so that none escapes."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """End this process when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, 9)


def _status_bytes(pid: int | str, key: str) -> int:
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(key + ":"):
                return int(line.split()[1]) << 10
    except (OSError, ValueError, IndexError):
        pass
    return 0


def resident_bytes(pid: int) -> int:
    """Resident memory of a process, 0 when it is gone or can't be told."""
    if sys.platform == "linux":
        return _status_bytes(pid, "VmRSS")
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return int(told.stdout.strip() or 0) << 10


def children_of(pid: int) -> list[int]:
    """Direct children of a process; none of one that is gone, or goes while it is asked."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found += map(int, (thread / "children").read_text().split())
    return found


def limit_worker(memory_bytes: int, seconds: float, *, gpu: bool = False) -> None:
    """Set the worker's own limits: memory above what it has, CPU time, no files, no core dumps."""
    import resource

    data = _status_bytes("self", "VmData")
    hard = {
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 1024 if gpu else 256,
        resource.RLIMIT_CPU: int(seconds * (os.cpu_count() or 1)) + 5,
    }
    if data and not gpu:  # CUDA maps far more than it uses
        hard[resource.RLIMIT_DATA] = data + memory_bytes
    for which, value in hard.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (value, value))


def rehearse() -> None:
    """What `Sandbox.enter` does, with no other effect than that the process can't get new privileges."""
    import resource

    _status_bytes("self", "VmData")
    for which in (resource.RLIMIT_FSIZE, resource.RLIMIT_DATA):
        resource.setrlimit(which, resource.getrlimit(which))
    if sys.platform == "linux":
        landlock.restrict(-1)
        seccomp.install(rehearsal=True)
