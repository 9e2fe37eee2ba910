"""Six attacks that are tried at start from inside the sandbox: the level that is shown is the one that held."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
from collections.abc import Callable
from pathlib import Path

from quizprep.grading import seccomp

NEEDED = {
    "L1": ("network", "process", "signal"),
    "L2": ("network", "process", "signal", "memory", "read", "write"),
}
"""The attacks that must fail for a level."""


def _read(secret: str) -> None:
    Path(secret).read_bytes()


def _write(_secret: str, folders: tuple[str, ...] = ("/tmp", "~", "/dev/shm")) -> None:
    for folder in folders:
        path = Path(folder).expanduser() / f".quizprep-canary-{os.getpid()}"
        with contextlib.suppress(OSError):
            path.touch()
            path.unlink()
            return
    raise PermissionError


def _network(_secret: str) -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def _process(_secret: str) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _signal(_secret: str) -> None:
    os.kill(os.getppid(), 0)


def _memory(_secret: str) -> None:
    """Read eight bytes of the parent, where this process has an object of its own."""
    place = id(_memory)
    with contextlib.suppress(OSError), Path(f"/proc/{os.getppid()}/mem").open("rb") as file:
        file.seek(place)
        if file.read(8):
            return
    buffer = ctypes.create_string_buffer(8)
    mine, theirs = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8), (ctypes.c_size_t * 2)(place, 8)
    if seccomp.libc().process_vm_readv(os.getppid(), mine, 1, theirs, 1, 0) != 8:
        raise PermissionError


ATTACKS: dict[str, Callable[[str], None]] = {
    "read": _read, "write": _write, "network": _network, "process": _process, "signal": _signal, "memory": _memory,
}  # fmt: skip


def attack(secret: str) -> dict[str, bool]:
    """Try all six here; {attack: whether it was held off}. `secret` is a file that must not be readable."""
    held = {}
    for name, action in ATTACKS.items():
        try:
            action(secret)
            held[name] = False
        except (OSError, AttributeError):
            held[name] = True
    return held


def wrapped() -> bool:
    """Whether even the neutral process, free of the sandbox, can neither write nor reach a network."""
    try:
        _write("", ("/tmp", "~"))  # bubblewrap gives a /dev/shm of its own
    except OSError:
        return [name for _, name in socket.if_nameindex()] in ([], ["lo"])
    return False


def level(held: dict[str, bool], inside: bool) -> str:
    """The level that these results amount to; `inside`: within bubblewrap, and `wrapped`."""
    reached = "L0"
    for name in ("L1", "L2"):
        if not all(held.get(attack) for attack in NEEDED[name]):
            return reached
        reached = name
    return "L3" if inside else reached
