"""The untrusted side: runs the user's file and answers calls. It knows no check, no reference, no expected value."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
import threading
from typing import Any, NoReturn

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


class Teller:
    """Sends answers, and what is logged on the way to them, from whatever thread; never one inside the other."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock, self.nonce = sock, b""
        self._lock = threading.Lock()

    def progress(self, payload: bytes) -> None:
        """One entry of the log, while a request is being served."""
        with self._lock:
            if self.nonce and len(payload) <= wire.MAX_PROGRESS:
                wire.send(self.sock, self.nonce, payload, wire.PROGRESS)

    def answer(self, payload: bytes) -> None:
        """The answer; nothing can be told of this request any more."""
        with self._lock:
            nonce, self.nonce = self.nonce, b""
            wire.send(self.sock, nonce, payload)


def run(channel: int, output: int, box: Sandbox, order: dict[str, Any]) -> NoReturn:
    """Serve requests until the examiner hangs up.

    Args:
        order: "memory" (bytes) and "seconds", "threads" (of torch), "gpu" (whether its devices may be used).
    """
    try:
        sock = prepare(channel, output, box)
        os.chdir("/")
        sys.argv = ["submission"]
        sys.path[:] = [p for p in sys.path if p]
        resident = resident_bytes(os.getpid())
        rules = RULES if box.ruleset >= 0 else -1
        Sandbox(rules, box.filtered, box.gpu).enter(order["memory"], order["seconds"])
        if order["threads"] > 1 and "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(order["threads"])
        wire.send(sock, b"\0" * 16, wire.HELLO.pack(resident))
        objects, teller = Objects(), Teller(sock)
        objects.logbook.send = teller.progress
        while True:
            serve(sock, objects, teller)
    except wire.Closed:
        os._exit(0)
    except BaseException:
        os._exit(70)


def serve(sock: socket.socket, objects: Objects, teller: Teller) -> None:
    """One request.

    Raises:
        Closed: the examiner has hung up.
    """
    teller.nonce, payload = wire.receive(sock)
    reply = answer(objects, payload)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:  # the submission may have closed or replaced it
            continue
    teller.answer(reply)
