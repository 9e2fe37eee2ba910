"""The trusted side: runs the hidden checks with pytest, each against a fresh worker, and reports.

Forked from the zygote for one verdict. Reads one request (a JSON frame: folder of the solution, source, seed, limits, checks) from
the verdict socket and writes events back: ``{"check": …}`` as each ends, then ``{"done": …}``.
"""

from __future__ import annotations

import base64
import contextlib
import inspect
import json
import os
import secrets
import select
import socket
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest

from quizprep.grading import sandbox, wire
from quizprep.grading.checking import CheckFailure
from quizprep.grading.show import call_text, clip
from quizprep.grading.solution import Died, Handle, Raised, Solution
from quizprep.grading.zygote import receive_message, send_message

MAX_STOPPED = 2
"""After this many checks that ran into a limit, the others are not run."""


def service_gone() -> NoReturn:
    """Leave without a verdict: the client sees the end of the stream and starts anew, so nobody is blamed."""
    os._exit(72)


class Worker:
    """A channel to one fresh, untrusted process."""

    def __init__(self, control: socket.socket, limits: dict[str, Any]) -> None:
        self.control, self.limits = control, limits
        self.output, self.flooded = bytearray(), 0
        self.sock, theirs = socket.socketpair()
        self.pipe, pipe_w = os.pipe()
        os.set_blocking(self.pipe, False)
        memory = int(limits["memory_mb"]) << 20
        try:
            order = {"op": "worker", "memory": memory, "seconds": limits["seconds"]}
            send_message(control, order, (theirs.fileno(), pipe_w))
        except OSError:
            service_gone()
        theirs.close()
        os.close(pipe_w)
        self.exit_code: int | None = None
        self.pid = self._await_pid()
        self.deadline = time.monotonic() + float(limits["seconds"])
        self.most = sandbox.resident_bytes(self.pid) + memory
        self.at_limit = False

    def _await_pid(self) -> int:
        while True:
            message, _ = receive_message(self.control)
            if message is None:
                service_gone()
            if "pid" in message:
                return int(message["pid"])

    def request(self, payload: bytes) -> bytes:
        """Send a request and wait for its answer, within the limits.

        Raises:
            Died: no answer: out of time or memory, too much output, crashed, or broke the protocol.
        """
        nonce = secrets.token_bytes(16)
        frame = wire.HEADER.pack(nonce, len(payload)) + payload
        received = bytearray()
        need = wire.HEADER.size
        sent = 0
        self.sock.setblocking(False)
        while True:
            self._watch()
            want_write: list[Any] = [self.sock] if sent < len(frame) else []
            watched: list[Any] = [self.sock, self.pipe, self.control]
            ready, writable, _ = select.select(watched, want_write, [], 0.05)
            if self.pipe in ready:
                self._drain()
            if writable:
                with contextlib.suppress(BlockingIOError, BrokenPipeError, ConnectionError):
                    sent += self.sock.send(frame[sent : sent + (1 << 20)])
            if self.sock in ready:
                try:
                    chunk = self.sock.recv(1 << 20)
                except ConnectionError:
                    chunk = b""
                if not chunk:
                    self._closed()
                received += chunk
                if need == wire.HEADER.size and len(received) >= need:
                    came, length = wire.HEADER.unpack(received[:need])
                    if came != nonce or length > wire.MAX_FRAME:
                        self._stop("it broke the protocol: an answer that was not asked for")
                    need += length
                if len(received) > need:
                    self._stop("it broke the protocol: more than one answer")
                if len(received) == need and need > wire.HEADER.size:
                    return bytes(received[wire.HEADER.size :])
            elif self.control in ready:
                self._control()

    def _watch(self) -> None:
        if time.monotonic() > self.deadline:
            self._stop(f"no answer within {self.limits['seconds']:g} s", "timeout")
        if sandbox.resident_bytes(self.pid) > self.most:
            self._stop(f"more than {self.limits['memory_mb']} MB of memory were used", "memory")

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self.pipe, 1 << 16):
                self.flooded += len(data)
                room = sandbox.OUTPUT_KEPT - len(self.output)
                self.output += data[: max(room, 0)]
                if self.flooded > sandbox.OUTPUT_LIMIT:
                    self._stop(f"it printed more than {sandbox.OUTPUT_LIMIT >> 20} MB")

    def _control(self) -> None:
        message, _ = receive_message(self.control)
        if message is None:
            service_gone()
        if message.get("exit") == self.pid:
            self.exit_code = int(message["code"])

    def _closed(self) -> None:
        """The channel ended: wait briefly to learn how the process did."""
        until = time.monotonic() + 0.5
        while self.exit_code is None and time.monotonic() < until:
            if select.select([self.control], [], [], 0.05)[0]:
                self._control()
        if self.exit_code is None:
            self._stop("it closed its channel without answering")
        raise Died(_ending(self.exit_code or 0))

    def _stop(self, why: str, cause: str = "") -> None:
        self.close()
        raise Died(why, cause)

    def close(self) -> None:
        """End the process; its output so far is kept."""
        if self.sock.fileno() < 0:
            return
        self.sock.close()
        if self.exit_code is None:
            with contextlib.suppress(OSError):
                send_message(self.control, {"op": "kill", "pid": self.pid})
        with contextlib.suppress(BlockingIOError):
            room = sandbox.OUTPUT_KEPT - len(self.output)
            self.output += os.read(self.pipe, 1 << 16)[: max(room, 0)]
        os.close(self.pipe)


def _ending(code: int) -> str:
    if code < 0:
        import signal

        with contextlib.suppress(ValueError):
            return f"it crashed before answering: {signal.Signals(-code).name}"
        return f"it was ended by signal {-code} before answering"
    return f"it exited before answering (exit code {code})"


class Plugin:
    """The fixtures of the checks, and the report of each."""

    def __init__(self, request: dict[str, Any], control: socket.socket, emit: Any) -> None:
        self.request, self.control, self.emit = request, control, emit
        self.worker: Worker | None = None
        self.asked: Solution | None = None
        self.stopped, self.broken = 0, ""
        self.output = ""
        self._reference: Any = None

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Any:
        """Fresh numbers, from the report's seed and the check's name."""
        import numpy as np

        name = getattr(request.node, "originalname", request.node.name)
        return np.random.default_rng([self.request["seed"], *name.encode()])

    @pytest.fixture
    def reference(self) -> Any:
        """The reference solution's module."""
        return self._load_reference()

    def _load_reference(self) -> Any:
        if self._reference is None:
            import types

            path = Path(self.request["solution"]) / "reference.py"
            module = types.ModuleType("quizprep_reference")
            module.__file__ = str(path)
            exec(compile(path.read_text("utf-8"), str(path), "exec"), module.__dict__)  # noqa: S102 - our own file
            self._reference = module
        return self._reference

    @pytest.fixture
    def solution(self) -> Any:
        """The submission, loaded into a fresh worker."""
        self.worker = Worker(self.control, self.request["limits"])
        self.asked = Solution(self.worker)
        try:
            names = self.asked._load(self.request["source"])
        except (Raised, Died) as e:
            self.broken = f"the file can't be loaded: {e}"
            raise
        for name in self.request["entry"]:
            if name not in names:
                import difflib

                near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
                found = f"; found `{near[0]}`: did you mean `{name}`?" if near else ""
                self.broken = f"the file does not define `{name}`{found}"
                raise CheckFailure(self.broken)
        yield self.asked

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Run one check and send its result."""
        self.worker = self.asked = None
        self.failure: BaseException | None = None
        self.skipped = ""
        start = time.perf_counter()
        result = yield
        if self.worker is not None:
            self.worker.close()
            if len(self.output) < sandbox.OUTPUT_KEPT and self.worker.output:
                self.output = self.worker.output.decode("utf-8", "replace")
        self.emit({"check": self._result(item.name, time.perf_counter() - start)})
        return result

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skip, and say so, what can't be judged any more."""
        if self.broken:
            self.skipped = "not run: " + self.broken
        elif self.stopped >= MAX_STOPPED:
            self.skipped = f"not run: {MAX_STOPPED} checks before it ran into a limit"
        if self.skipped:
            pytest.skip(self.skipped)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
        """Keep what a check raised, in setup or call."""
        if call.excinfo is not None and self.failure is None:
            self.failure = call.excinfo.value
        return (yield)

    def _result(self, name: str, seconds: float) -> dict[str, Any]:
        result: dict[str, Any] = {"name": name, "outcome": "pass", "seconds": round(seconds, 4)}
        error = self.failure
        if self.skipped:
            return result | {"outcome": "skipped", "message": self.skipped}
        if error is None:
            if self.asked is None or not self.asked._calls:
                return result | {"outcome": "error", "message": "the check asked nothing of the submission"}
            return result
        if isinstance(error, CheckFailure):
            result |= {"outcome": "fail", "message": error.message, "got": error.got, "expected": error.expected}
        elif isinstance(error, Raised):
            cause = "memory" if error.kind in ("MemoryError", "_ArrayMemoryError") else ""
            result |= {"outcome": "error", "message": str(error), "cause": cause}
        elif isinstance(error, Died):
            self.stopped += bool(error.cause)
            result |= {"outcome": "error", "message": str(error), "cause": error.cause}
        else:
            held = self.asked is not None and any(isinstance(a, Handle) for a in error.args)
            result |= {"outcome": "error", "message": self._internal(error, held)}
        if self.asked is not None and self.asked._calls:
            last = self.asked._calls[-1]
            result["input"] = call_text(last.target, last.args, last.kwargs, self._argument_names(last.target))
        return result

    def _argument_names(self, target: str) -> list[str]:
        """What the reference calls the positional arguments of `target`; [] where it has no such function."""
        function = getattr(self._load_reference(), target, None)
        try:
            return list(inspect.signature(function).parameters) if callable(function) else []
        except (ValueError, TypeError):
            return []

    @staticmethod
    def _internal(error: BaseException, held: bool) -> str:
        """An exception in the check itself: nearly always an answer of a kind it could not take apart."""
        what = f"{type(error).__name__}: {clip(str(error), 300)}"
        return f"the answer has a form that the check can't use ({what})"


def _options(folder: Path, names: list[str]) -> list[str]:
    checks = folder / "checks.py"
    return [
        *(f"{checks}::{n}" for n in names),
        "-c", os.devnull, f"--rootdir={folder}", "--noconftest", "--assert=plain", "--capture=no",
        "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:doctest",
        "-p", "no:junitxml", "-p", "no:pastebin", "-p", "no:stepwise", "-p", "no:faulthandler", "-p", "no:logging",
        "-p", "no:threadexception", "-p", "no:unraisableexception", "-p", "no:warnings", "-p", "no:tmpdir",
    ]  # fmt: skip


def main(verdict: socket.socket, control: socket.socket) -> None:
    """Make one verdict."""
    sandbox.hide_memory()
    _, payload = wire.receive(verdict)
    request = json.loads(payload)
    request["source"] = base64.b64decode(request["source"]).decode("utf-8", "surrogatepass")

    def emit(event: dict[str, Any]) -> None:
        wire.send(verdict, b"\0" * 16, json.dumps(event).encode())

    folder = Path(request["solution"])
    os.chdir(folder)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    if not os.environ.get("QUIZPREP_DEBUG"):
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    plugin = Plugin(request, control, emit)
    code = pytest.main(_options(folder, request["checks"]), plugins=[plugin])
    emit({"done": int(code), "stdout": plugin.output, "note": plugin.broken, "isolation": sandbox.level()})
