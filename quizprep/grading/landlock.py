"""Landlock: the worker may read Python and its libraries, and nothing else in the file system; it may write nowhere.

The rule set is made once, by the zygote; a worker only enters it (0.2 ms). See landlock(7).
"""

from __future__ import annotations

import ctypes
import os
import site
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

from quizprep.grading.seccomp import libc

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_VERSION_FLAG, _RULE_PATH_BENEATH = 1, 1
_PR_SET_NO_NEW_PRIVS = 38
WRITE_FILE, READ_FILE, READ_DIR, IOCTL_DEV = 1 << 1, 1 << 2, 1 << 3, 1 << 15
_FS_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many kinds of file access a Landlock ABI version knows."""
_NET, _SCOPES = 0b11, 0b11

SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/zoneinfo", "/etc/ld.so.cache", "/etc/localtime",
    "/proc/cpuinfo", "/proc/meminfo", "/sys/devices/system/cpu", "/dev/null", "/dev/zero", "/dev/urandom", "/dev/random",
)  # fmt: skip
"""What libraries need besides Python: shared objects, time zones, the number of processors, random bytes."""


def _syscall(number: int, *args: object) -> int:
    return int(libc().syscall(number, *args))


def abi() -> int:
    """The version of Landlock that the kernel offers; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(_syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG)), 0)


def _python_places() -> Iterator[Path]:
    paths = sysconfig.get_paths()
    names = [paths["stdlib"], paths["platstdlib"], *site.getsitepackages(), *sys.path, f"{sys.base_prefix}/lib"]
    for name in names:
        path = Path(name)
        if name and path.exists():
            yield path.resolve()


def _within(path: Path, folder: Path) -> bool:
    """Whether `path` is `folder` or lies in it; by text, for pathlib takes ten times as long, and that is time before a verdict."""
    return f"{path}/".startswith(f"{folder}/".replace("//", "/"))


def _entries(place: Path, secrets: list[Path], depth: int = 0) -> Iterator[tuple[Path, int]]:
    """Rules that allow `place` without `secrets` (and nothing that holds one): (path, access)."""
    if any(_within(place, s) for s in secrets):
        return
    if not any(_within(s, place) for s in secrets):
        yield place, READ_FILE | READ_DIR if place.is_dir() else READ_FILE
        return
    yield place, READ_DIR  # names only: the importer lists the folder
    if depth < 8:
        for child in sorted(place.iterdir()):
            yield from _entries(child.resolve() if child.is_symlink() else child, secrets, depth + 1)


def make_ruleset(secrets: Iterable[Path], extra: Iterable[str] = (), devices: Iterable[Path] = ()) -> int:
    """A rule set as a descriptor: reading is allowed for Python, libraries and `extra`, never for `secrets`; −1 without Landlock.

    Args:
        devices: device files (or folders of them) that may also be written and controlled.
    """
    version = abi()
    if not version:
        return -1
    handled = (1 << _FS_BITS.get(version, 16)) - 1
    attr = struct.pack("<QQQ", handled, _NET if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    buffer = ctypes.create_string_buffer(attr, len(attr))
    ruleset = _syscall(_CREATE_RULESET, buffer, ctypes.c_size_t(size), ctypes.c_uint32(0))
    if ruleset < 0:
        return -1
    hidden = [s.resolve() for s in secrets]
    done: set[Path] = set()
    for place in [*_python_places(), *(Path(p) for p in (*SYSTEM, *extra) if Path(p).exists())]:
        for path, access in _entries(place.resolve() if place.is_symlink() else place, hidden):
            if path not in done:
                done.add(path)
                _allow(ruleset, path, access)
    for path in devices:
        access = WRITE_FILE | READ_FILE | (IOCTL_DEV if version >= 5 else 0) | (READ_DIR if path.is_dir() else 0)
        _allow(ruleset, path, access)
    return ruleset


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rule = ctypes.create_string_buffer(struct.pack("<Qi", access, fd), 12)
    _syscall(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_RULE_PATH_BENEATH), rule, ctypes.c_uint32(0))
    os.close(fd)


def restrict(ruleset: int) -> bool:
    """Enter the rule set, for good; False where the kernel refuses."""
    libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return _syscall(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0)) == 0
