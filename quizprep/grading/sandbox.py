"""Limits on an untrusted worker, and what level of isolation really holds.

Level L0: a process of its own, with limits on time, memory, output and files. Stronger levels are named here when
they are built; `level` says what holds, never what was wished for.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from pathlib import Path

OUTPUT_KEPT = 64 << 10
"""Bytes of a submission's output that are kept."""
OUTPUT_LIMIT = 16 << 20
"""Bytes of output after which a submission is stopped."""
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 1, 4, 36


def level() -> str:
    """The isolation level that holds on this machine."""
    return "L0"


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


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
    return _status_bytes(pid, "VmRSS")


def children_of(pid: int) -> list[int]:
    """Direct children of a process."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError, ValueError):
            found += [int(p) for p in path.read_text().split()]
    return found


def limit_worker(memory_bytes: int, seconds: float) -> None:
    """Set the worker's own limits: memory above what it has, CPU time, no files, no core dumps."""
    import resource

    data = _status_bytes("self", "VmData")
    hard = {
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CPU: int(seconds * (os.cpu_count() or 1)) + 5,
    }
    if data:
        hard[resource.RLIMIT_DATA] = data + memory_bytes
    for which, value in hard.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(which, (value, value))
