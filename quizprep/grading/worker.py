"""The untrusted side: runs the user's file and answers calls. It knows no check, no reference, no expected value."""

from __future__ import annotations

import fcntl
import os
import random
import socket
import sys
from typing import Any

from quizprep.grading import sandbox, wire
from quizprep.grading.objects import Objects, answer

CHANNEL = 3
"""Descriptor that the worker's end of the channel has."""


def prepare(channel: int, output: int) -> socket.socket:
    """Leave the forked process with four descriptors: no input, output to a pipe, the channel."""
    null = os.open(os.devnull, os.O_RDONLY)
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 64) for fd in (null, output, channel)]
    for place, fd in ((0, high[0]), (1, high[1]), (2, high[1]), (CHANNEL, high[2])):
        os.dup2(fd, place, inheritable=place != CHANNEL)
    os.closerange(CHANNEL + 1, 4096)
    sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]
    return socket.socket(fileno=CHANNEL)


def _reseed() -> None:
    """Fresh random states: a fork must not repeat its sibling's numbers."""
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if "torch" in sys.modules:
        torch: Any = sys.modules["torch"]
        torch.manual_seed(int.from_bytes(os.urandom(7), "little"))


def run(channel: int, output: int, memory_bytes: int, seconds: float) -> None:
    """Serve requests until the examiner hangs up. Never returns."""
    try:
        os.setsid()
        sandbox.die_with_parent()
        sock = prepare(channel, output)
        os.chdir("/")
        sys.argv = ["submission"]
        sys.path[:] = [p for p in sys.path if p]
        sandbox.limit_worker(memory_bytes, seconds)
        _reseed()
        objects = Objects()
        while True:
            nonce, payload = wire.receive(sock)
            reply = answer(objects, payload)
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except BaseException:  # the submission may have closed or replaced it
                    continue
            wire.send(sock, nonce, reply)
    except wire.Closed:
        os._exit(0)
    except BaseException:
        os._exit(70)
