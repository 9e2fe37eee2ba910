"""The untrusted side: runs the user's file and answers calls. It knows no check, no reference, no expected value."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
from typing import NoReturn

from quizprep.grading import wire
from quizprep.grading.objects import Objects, answer
from quizprep.grading.sandbox import Sandbox, resident_bytes

CHANNEL, RULES = 3, 4
"""Descriptors that the worker's end of the channel and the Landlock rules have."""


def prepare(channel: int, output: int, box: Sandbox) -> socket.socket:
    """Leave the process with these descriptors: no input, output to a pipe, the channel, the rules."""
    null = os.open(os.devnull, os.O_RDONLY)
    fds = [null, output, channel, *([box.ruleset] if box.ruleset >= 0 else [])]
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 64) for fd in fds]
    for place, fd in zip((0, 1, 2, CHANNEL, RULES), [high[0], high[1], *high[1:]], strict=False):
        os.dup2(fd, place, inheritable=place < CHANNEL)
    os.closerange(CHANNEL + len(high) - 2, 4096)
    sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False, buffering=1)  # noqa: SIM115
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]
    return socket.socket(fileno=CHANNEL)


def run(channel: int, output: int, box: Sandbox, memory_bytes: int, seconds: float) -> NoReturn:
    """Serve requests until the examiner hangs up."""
    try:
        sock = prepare(channel, output, box)
        os.chdir("/")
        sys.argv = ["submission"]
        sys.path[:] = [p for p in sys.path if p]
        resident = resident_bytes(os.getpid())
        Sandbox(RULES if box.ruleset >= 0 else -1, box.filtered).enter(memory_bytes, seconds)
        wire.send(sock, b"\0" * 16, wire.HELLO.pack(resident))
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
