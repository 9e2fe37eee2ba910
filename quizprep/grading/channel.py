"""The examiner's end of a worker: one request at a time, within limits on time, memory and output."""

from __future__ import annotations

import codecs
import contextlib
import os
import secrets
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import Any, NoReturn

from quizprep.grading import sandbox, wire
from quizprep.grading.codec import Malformed, decode
from quizprep.grading.logbook import LONGEST_NAME, MOST_NUMBERS
from quizprep.grading.messages import Messages
from quizprep.grading.solution import Died

GREETING_SECONDS = 60.0
LOOK_SECONDS = 0.01
"""Between two looks at a worker's memory; its own limit holds meanwhile."""
KEPT_BYTES = 32 << 20
"""What a worker may hold beyond what it began with and still wait for its end."""
MOST_PROGRESS, PROGRESS_RATE = 2000, 40.0
"""Entries of the log that are taken at once, and more for each second: twice what an honest worker sends."""
News = Callable[[dict[str, Any]], None]
"""Told of what happens during a request: ``{"progress": {"step", "total", "values"}}``, ``{"output": text}``."""


def service_gone() -> NoReturn:
    """Leave without a verdict: the client sees the end of the stream and starts anew, so nobody is blamed."""
    os._exit(72)


class Control:
    """The examiner's line to the zygote, which forks workers and tells how they ended."""

    def __init__(self, messages: Messages) -> None:
        self.messages = messages
        self.exits: dict[int, int] = {}
        self.pids: dict[int, int] = {}
        """The worker of each order, once the zygote has told."""
        self.orders = 0
        self.told_level = ""

    def fileno(self) -> int:
        """For select."""
        return self.messages.fileno()

    def read(self) -> None:
        """Take in what the zygote told: all that has come, for what is read already wakes no select."""
        while True:
            message, _ = self.messages.receive()
            if message is None:
                service_gone()
            if "exit" in message:
                self.exits[message["exit"]] = message["code"]
            if "pid" in message:
                self.pids[message["order"]] = message["pid"]
            self.told_level = str(message.get("level", self.told_level))
            if not self.messages.waiting():
                return

    def send(self, request: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
        """Send a request."""
        try:
            self.messages.send(request, fds)
        except OSError:
            service_gone()

    def order(self, request: dict[str, Any], fds: tuple[int, ...]) -> int:
        """Order a worker without waiting for it; returns the number of the order."""
        self.orders += 1
        self.send(request | {"order": self.orders}, fds)
        return self.orders

    def level(self, gpu: bool) -> str:
        """The level of isolation that holds, where workers may use the GPU or not."""
        self.send({"op": "level", "gpu": gpu})
        while not self.told_level:
            self.read()
        return self.told_level

    def kill(self, pid: int) -> None:
        """End a worker."""
        self._tell("kill", pid)

    def halt(self, pid: int) -> None:
        """Have a worker do nothing any more, and end after the verdict."""
        self._tell("halt", pid)

    def _tell(self, op: str, pid: int) -> None:
        with contextlib.suppress(OSError):
            self.messages.send({"op": op, "pid": pid})


class Worker:
    """A channel to one fresh, untrusted process. It may be given its first request ahead of need: see `post`."""

    def __init__(
        self, control: Control, limits: dict[str, Any], news: News | None = None, *, patient: bool = False
    ) -> None:
        """Have one made.

        Args:
            limits: "seconds" and "memory_mb"; for training also "threads" and "gpu".
            news: told of progress and output as they come.
            patient: whether the clock stops while nothing is asked.
        """
        self.control, self.limits = control, limits
        self.news, self.patient = news, patient
        self.progress: dict[str, Any] | None = None
        """The latest entry of the log."""
        self._progresses, self._text = 0, codecs.getincrementaldecoder("utf-8")("replace")
        self.output, self.flooded = bytearray(), 0
        self.sock, theirs = socket.socketpair()
        self.pipe, pipe_w = os.pipe()
        os.set_blocking(self.pipe, False)
        order = {
            "op": "worker", "memory": self._memory, "seconds": limits["seconds"],
            "threads": limits.get("threads", 1), "gpu": limits.get("gpu", False),
        }  # fmt: skip
        self.order = control.order(order, (theirs.fileno(), pipe_w))
        theirs.close()
        os.close(pipe_w)
        self.sock.setblocking(False)
        self.received = bytearray()
        self.outgoing, self.nonce, self.posted = memoryview(b""), b"", b""
        self.deadline = self.most = self.much = self.looked = self.left = self._since = 0.0

    @property
    def pid(self) -> int:
        """The process; waits until it is known."""
        while self.order not in self.control.pids:
            self.control.read()
        return self.control.pids[self.order]

    @property
    def ended(self) -> bool:
        """Whether nothing can be asked any more."""
        return self.sock.fileno() < 0

    @property
    def _memory(self) -> int:
        return int(self.limits["memory_mb"]) << 20

    def begin(self) -> None:
        """Wait until the process is ready, then start its clock."""
        self.deadline = time.monotonic() + GREETING_SECONDS
        self.most = float("inf")
        need = wire.HEADER.size + wire.HELLO.size
        while len(self.received) < need:
            if time.monotonic() > self.deadline or not self._step():
                service_gone()
        self.most = wire.HELLO.unpack(self.received[wire.HEADER.size : need])[0] + self._memory
        self.much = self.most - self._memory + KEPT_BYTES
        del self.received[:need]
        self._since, self.left = time.monotonic(), float(self.limits["seconds"])
        self.deadline = self._since + self.left

    def post(self, payload: bytes) -> None:
        """Send a request without waiting for its answer, which `request` with the same payload will fetch."""
        self.nonce, self.posted = secrets.token_bytes(16), payload
        self.outgoing = memoryview(wire.HEADER.pack(self.nonce, len(payload)) + payload)
        self._write()

    def request(self, payload: bytes) -> bytes:
        """Send a request and wait for its answer, within the limits.

        Raises:
            Died: no answer: out of time or memory, too much output, crashed, or broke the protocol.
        """
        if self.ended:
            raise Died("its process has ended before")
        started = time.monotonic()
        if self.patient:
            self.deadline = started + self.left
        if not self.posted:
            self.post(payload)
        self.posted = b""
        while (answer := self._answer()) is None:
            self._watch()
            if not self._step():
                self._closed()
        self.left -= time.monotonic() - started
        return answer

    def _answer(self) -> bytes | None:
        """The answer, once all of it has come; what is told before it is passed on."""
        head = wire.HEADER.size
        while len(self.received) >= head:
            came, length = wire.HEADER.unpack(self.received[:head])
            told, length = bool(length & wire.PROGRESS), length & ~wire.PROGRESS
            if came != self.nonce or length > (wire.MAX_PROGRESS if told else wire.MAX_FRAME):
                self._stop("it broke the protocol: an answer that was not asked for")
            if len(self.received) < head + length:
                return None
            payload = bytes(self.received[head : head + length])
            del self.received[: head + length]
            if not told:
                if self.received:
                    self._stop("it broke the protocol: more than one answer")
                return payload
            self._hear(payload)
        return None

    def _hear(self, payload: bytes) -> None:
        """One entry of the log: looked at as what a stranger says, and passed on."""
        self._progresses += 1
        if self._progresses > MOST_PROGRESS + PROGRESS_RATE * (time.monotonic() - self._since):
            self._stop("it broke the protocol: a flood of progress")
        try:
            self.progress = _progress(decode(payload))
        except Malformed:
            self._stop("it broke the protocol: progress in an unknown form")
        if self.news is not None:
            self.news({"progress": self.progress})

    def _step(self) -> bool:
        """Wait a moment for anything to happen, and take it in; False when the channel has ended."""
        watched: list[Any] = [self.sock, self.pipe, self.control]
        ready, writable, _ = select.select(watched, [self.sock] if self.outgoing else [], [], 0.05)
        if self.pipe in ready:
            self._drain()
        if writable:
            self._write()
        if self.sock in ready:
            try:
                chunk = self.sock.recv(1 << 20)
            except BlockingIOError:
                return True
            except ConnectionError:
                chunk = b""
            self.received += chunk
            return bool(chunk)
        if self.control in ready:
            self.control.read()
        return True

    def _write(self) -> None:
        with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionError):
            while self.outgoing:
                self.outgoing = self.outgoing[self.sock.send(self.outgoing[: 1 << 20]) :]

    def _watch(self) -> None:
        now = time.monotonic()
        if now > self.deadline:
            self._stop(f"no answer within {self.limits['seconds']:g} s", "timeout")
        if now < self.looked + LOOK_SECONDS:
            return
        self.looked = now
        if sandbox.resident_bytes(self.pid) > self.most:
            self._stop(f"more than {self.limits['memory_mb']} MB of memory were used", "memory")

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self.pipe, 1 << 16):
                self.flooded += len(data)
                room = sandbox.OUTPUT_KEPT - len(self.output)
                self.output += data[: max(room, 0)]
                if self.news is not None and room > 0:
                    self.news({"output": self._text.decode(data[:room])})
                if self.flooded > sandbox.OUTPUT_LIMIT:
                    self._stop(f"it printed more than {sandbox.OUTPUT_LIMIT >> 20} MB")

    def _closed(self) -> NoReturn:
        """The channel ended: wait briefly to learn how the process did."""
        until = time.monotonic() + 0.5
        while self.pid not in self.control.exits and time.monotonic() < until:
            if select.select([self.control], [], [], 0.05)[0]:
                self.control.read()
        if self.pid not in self.control.exits:
            self._stop("it closed its channel without answering")
        raise Died(_ending(self.control.exits[self.pid]))

    def _stop(self, why: str, cause: str = "") -> NoReturn:
        self.close()
        raise Died(why, cause)

    def printed(self) -> str:
        """What it printed so far, as far as it is kept."""
        if self.sock.fileno() >= 0:
            with contextlib.suppress(Died):  # too much, just now: its answer had come before
                self._drain()
        return self.output.decode("utf-8", "replace")

    def close(self, *, spent: bool = False) -> None:
        """End the process; its output so far is kept.

        Args:
            spent: it did all that it was asked: unless it holds much memory its end can wait until after the verdict.
        """
        if self.sock.fileno() < 0:
            return
        self.sock.close()
        if self.pid not in self.control.exits:
            light = spent and sandbox.resident_bytes(self.pid) < self.much
            (self.control.halt if light else self.control.kill)(self.pid)
        with contextlib.suppress(BlockingIOError):
            room = sandbox.OUTPUT_KEPT - len(self.output)
            self.output += os.read(self.pipe, 1 << 16)[: max(room, 0)]
        os.close(self.pipe)


def _progress(entry: Any) -> dict[str, Any]:
    """An entry ``[step, total, {name: number}]`` as what is passed on.

    Raises:
        Malformed: it is anything else.
    """
    if type(entry) is not list or len(entry) != 3 or type(entry[2]) is not dict or len(entry[2]) > MOST_NUMBERS:
        raise Malformed("no entry of a log")
    step, total, values = entry
    counts = [step] if total is None else [step, total]
    if not all(type(n) is int and abs(n) < 1 << 53 for n in counts):
        raise Malformed("a step that is no number")
    if not all(type(k) is str and len(k) <= LONGEST_NAME and type(v) is float for k, v in values.items()):
        raise Malformed("a value that is no number")
    return {"step": step, "total": total, "values": values}


def _ending(code: int) -> str:
    if code < 0:
        with contextlib.suppress(ValueError):
            return f"it crashed before answering: {signal.Signals(-code).name}"
        return f"it was ended by signal {-code} before answering"
    return f"it exited before answering (exit code {code})"
