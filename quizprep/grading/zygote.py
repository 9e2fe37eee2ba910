"""The neutral process that everything is forked from: imports once, knows nothing secret, runs no tensor op.

It listens to the client on descriptor 0 (``examine``, ``cancel``) and to each examiner it forked (``worker``, ``kill``),
forks workers on request, and tells the owner how each ended. When the client goes, everything goes.

    python -I -m quizprep.grading.zygote numpy|torch
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from dataclasses import dataclass, field
from typing import Any

MESSAGE = 1 << 16
NEEDED = (
    "_pytest.assertion.rewrite", "_pytest.fixtures", "_pytest.main", "_pytest.python", "_pytest.runner", "pytest",
    "numpy", "numpy.lib.stride_tricks", "numpy.linalg", "numpy.random", "numpy.testing",
    "quizprep.grading.checking", "quizprep.grading.examiner", "quizprep.grading.worker",
)  # fmt: skip
NEEDED_TORCH = (
    "torch", "torch.nn.functional", "torch.optim", "torch.utils.data",
    "torch._dynamo",  # the first optimizer.step() imports it: 2.3 s in every child otherwise
)  # fmt: skip


def send_message(sock: socket.socket, message: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
    """One message, with descriptors, on a SEQPACKET socket."""
    socket.send_fds(sock, [json.dumps(message).encode()], list(fds))


def receive_message(sock: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """One message and its descriptors; None when the other side has gone."""
    try:
        data, fds, _, _ = socket.recv_fds(sock, MESSAGE, 4)
    except ConnectionError:
        return None, []
    return (json.loads(data) if data else None), list(fds)


@dataclass
class Exam:
    """One examiner and its workers."""

    number: int
    pid: int
    control: socket.socket
    workers: set[int] = field(default_factory=set)


class Zygote:
    """The event loop: single-threaded, so that every fork is safe."""

    def __init__(self, client: socket.socket) -> None:
        self.client = client
        self.exams: dict[int, Exam] = {}
        self.selector = selectors.DefaultSelector()
        self.selector.register(client, selectors.EVENT_READ, None)
        self.wake_r, wake_w = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(wake_w, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.selector.register(self.wake_r, selectors.EVENT_READ, "child")

    def run(self) -> None:
        """Serve until the client hangs up."""
        send_message(self.client, {"ready": True})
        while True:
            for key, _ in self.selector.select():
                if key.data == "child":
                    with contextlib.suppress(BlockingIOError):
                        os.read(self.wake_r, 4096)
                    self.reap()
                elif key.data is None:
                    if not self.from_client():
                        for exam in list(self.exams.values()):
                            self.end(exam)
                        return
                elif key.data.control.fileno() >= 0:  # it may have ended earlier in this round
                    self.from_examiner(key.data)

    def from_client(self) -> bool:
        """One message of the client; False when it has gone."""
        message, fds = receive_message(self.client)
        if message is None:
            return False
        if message["op"] == "examine":
            self.examine(message["id"], fds[0])
        elif message["op"] == "cancel" and message["id"] in self.exams:
            self.end(self.exams[message["id"]])
        return True

    def _fork(self) -> int:
        """Fork; in the child, forget the loop and its signals."""
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
        return pid

    def examine(self, number: int, verdict: int) -> None:
        """Fork an examiner for the verdict socket."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        pid = self._fork()
        if pid == 0:
            try:
                os.setsid()
                ours.close()
                self.client.close()
                from quizprep.grading import examiner

                examiner.main(socket.socket(fileno=verdict), theirs)
                os._exit(0)
            except BaseException:
                if os.environ.get("QUIZPREP_DEBUG"):
                    import traceback

                    traceback.print_exc()
                os._exit(71)
        theirs.close()
        os.close(verdict)
        exam = Exam(number, pid, ours)
        self.exams[number] = exam
        self.selector.register(ours, selectors.EVENT_READ, exam)

    def from_examiner(self, exam: Exam) -> None:
        """One request of an examiner: a worker, or to kill one."""
        message, fds = receive_message(exam.control)
        if message is None:
            self.end(exam)
            return
        if message["op"] == "worker":
            pid = self._fork()
            if pid == 0:
                from quizprep.grading import worker

                worker.run(fds[0], fds[1], message["memory"], message["seconds"])
                os._exit(70)
            for fd in fds:
                os.close(fd)
            exam.workers.add(pid)
            self.tell(exam, {"pid": pid})
        elif message["op"] == "kill" and message["pid"] in exam.workers:
            self.kill(message["pid"])

    def tell(self, exam: Exam, message: dict[str, Any]) -> None:
        """Send to an examiner that may have gone."""
        with contextlib.suppress(OSError):
            send_message(exam.control, message)

    def kill(self, pid: int) -> None:
        """Kill a child that is not reaped yet, and its process group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def end(self, exam: Exam) -> None:
        """End an examination: the examiner and all its workers."""
        for pid in [*exam.workers, exam.pid]:
            if pid:
                self.kill(pid)
        if exam.control.fileno() >= 0:
            self.selector.unregister(exam.control)
            exam.control.close()

    def reap(self) -> None:
        """Collect the children that ended, and tell their owners how."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                break
            for exam in list(self.exams.values()):
                if pid in exam.workers:
                    exam.workers.discard(pid)
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(pid, signal.SIGKILL)  # what the worker left in its group
                    self.tell(exam, {"exit": pid, "code": os.waitstatus_to_exitcode(status)})
                elif pid == exam.pid:
                    exam.pid = 0
                    self.end(exam)
                if not exam.pid and not exam.workers:
                    self.exams.pop(exam.number, None)
        self.sweep()

    def sweep(self) -> None:
        """Kill processes that workers left behind: orphans come to us, and we know our own."""
        from quizprep.grading import sandbox

        known = {e.pid for e in self.exams.values()} | {w for e in self.exams.values() for w in e.workers}
        for pid in sandbox.children_of(os.getpid()):
            if pid not in known:
                self.kill(pid)


def preload(framework: str) -> None:
    """Import what every verdict needs, so that no child pays for it. No tensor op may run here."""
    for name in NEEDED + (NEEDED_TORCH if framework == "torch" else ()):
        importlib.import_module(name)
    if framework == "torch":
        import torch

        torch.set_num_threads(1)


def main() -> None:
    """Entry of the process: descriptor 0 is the client."""
    from quizprep.grading import sandbox

    sys.dont_write_bytecode = True
    client = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    preload(sys.argv[1])
    sandbox.adopt_orphans()
    gc.collect()
    gc.freeze()
    Zygote(client).run()


if __name__ == "__main__":
    # run the module under its own name: examiners import helpers from it
    from quizprep.grading.zygote import main as _main

    _main()
