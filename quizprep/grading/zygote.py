"""The neutral process behind every verdict: imports once, knows nothing secret, runs no tensor op.

It listens to the client on descriptor 0 (``examine``, ``cancel``) and to each examiner (``worker``, ``kill``, ``level``). Both kinds of
process come from a pool of idle children, forked ahead of need, or started anew where forking isn't safe. It tells the
owner of a worker how it ended. When the client goes, everything goes.

    python -I -c "… zygote.main()" numpy|torch  fork|spawn  L0…L3  bare|wrapped
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import selectors
import signal
import socket
import sys
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from quizprep import paths
from quizprep.grading import canaries, child, gpu, sandbox, warm
from quizprep.grading.messages import Messages, pair
from quizprep.grading.sandbox import Sandbox

NEEDED = (
    "_pytest.assertion.rewrite", "_pytest.fixtures", "_pytest.main", "_pytest.python", "_pytest.runner", "pytest",
    "resource", "numpy", "numpy.lib.stride_tricks", "numpy.linalg", "numpy.random",
    "quizprep.grading.checking", "quizprep.grading.diagnosis", "quizprep.grading.examiner", "quizprep.grading.worker",
)  # fmt: skip
LATER = ("numpy.testing", "quizprep.content.mistakes")
"""What some submissions import, and what a diagnosis reads; made ready when nobody waits."""
NEEDED_TORCH = (
    "torch", "torch.nn.functional", "torch.optim", "torch.utils.data",
    "torch._dynamo",  # the first optimizer.step() imports it: 2.3 s in every child otherwise
)  # fmt: skip
IDLE_SECONDS, REST_SECONDS = 0.3, 0.03
"""Quiet before the first dry run, and before each child's: a verdict right after another is not to wait for any."""
DEPTH = {"fork": {"examiner": 2, "worker": 12}, "spawn": {"examiner": 1, "worker": 2}}
"""Idle children kept ahead of need: with forks, a verdict on most drills makes none while somebody waits."""
LEAST = {"examiner": 0, "worker": 1}
"""So many at least while a verdict is being made; the rest are made when nobody waits."""


@dataclass
class Idle:
    """A child that waits for its order."""

    pid: int
    orders: Messages
    rehearsed: bool = False


@dataclass
class Exam:
    """One examiner and its workers."""

    number: int
    pid: int
    control: Messages
    workers: set[int] = field(default_factory=set)


class Pool:
    """Idle children for each role: forked from here, or started anew."""

    def __init__(self, kind: str, start: str, level: str, box: Sandbox) -> None:
        self.kind, self.start, self.level, self.box = kind, start, level, box
        self.idle: dict[str, deque[Idle]] = {role: deque() for role in LEAST}
        self.rehearse = False

    def take(self, role: str) -> Idle:
        """A child that is ready or soon will be."""
        some = self.idle[role] or self.idle["worker"]
        return some.popleft() if some else self._new(role)

    def add(self, *, busy: bool) -> bool:
        """Make one child where some are missing; returns whether more are."""
        wanted = LEAST if busy else DEPTH[self.start]
        missing = [role for role, most in wanted.items() for _ in range(most - len(self.idle[role]))]
        if missing:
            self.idle[missing[0]].append(self._new(missing[0]))
        return len(missing) > 1

    def rehearse_one(self) -> None:
        """Have one child rehearse that hasn't yet."""
        for role, some in self.idle.items():
            for one in some:
                if not one.rehearsed:
                    one.rehearsed = True
                    with contextlib.suppress(OSError):
                        one.orders.send({"op": "rehearse", "role": role})
                    return

    @property
    def rehearsed(self) -> bool:
        """Whether every child has, or none shall."""
        return not self.rehearse or all(one.rehearsed for one in self.all())

    def all(self) -> list[Idle]:
        """Every idle child."""
        return [one for some in self.idle.values() for one in some]

    def clear(self) -> None:
        """Let the idle ones go, so that others are made, which have what is here by now."""
        for one in self.all():
            one.orders.close()
        for some in self.idle.values():
            some.clear()

    def drop(self, pid: int) -> None:
        """Forget one that ended."""
        for some in self.idle.values():
            for one in [i for i in some if i.pid == pid]:
                some.remove(one)
                one.orders.close()

    def _new(self, role: str) -> Idle:
        ours, theirs = pair()
        if self.start == "spawn":
            pid = self._spawn(theirs)
        else:
            pid = os.fork()
            if pid == 0:
                signal.set_wakeup_fd(-1)
                child.wait(theirs, self.box)
        theirs.close()
        return Idle(pid, ours)

    def _spawn(self, orders: socket.socket) -> int:
        code = f"import sys; sys.path.insert(0, {paths.import_root()!r}); from quizprep.grading.child import spawned; spawned()"
        command = [sys.executable, "-I", "-c", code, self.kind, self.level]
        return os.posix_spawn(
            sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, orders.fileno(), 0)]
        )


class Zygote:
    """The event loop: single-threaded, so that every fork is safe."""

    def __init__(self, client: Messages, pool: Pool) -> None:
        self.client, self.pool = client, pool
        self.exams: list[Exam] = []
        self.level, self.held = "L0", dict[str, bool]()
        self.wrapped = False
        self.gpu_rules, self.gpu_level = -1, "L0"
        self.warm = False
        self.selector = selectors.DefaultSelector()
        self.selector.register(client, selectors.EVENT_READ, None)
        self.wake_r, wake_w = os.pipe()
        for fd in (self.wake_r, wake_w):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(wake_w, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.selector.register(self.wake_r, selectors.EVENT_READ, "child")

    def release_canaries(self, wrapped: bool) -> None:
        """Find out what the sandbox is worth here."""
        one = self.pool.take("worker")
        one.orders.send({"op": "canaries", "secret": child.__file__})
        while self.pool.add(busy=True):
            pass  # meanwhile
        told, _ = one.orders.receive()
        one.orders.close()
        self.held = told["held"] if told else {}
        self.wrapped = wrapped and canaries.wrapped()
        self.level = canaries.level(self.held, self.wrapped)

    def probe(self) -> None:
        """Find out, in a process that the sandbox lets use the GPU, what torch can compute on and what the sandbox is still worth."""
        self.gpu_rules = gpu.rules(child.secrets()) if self.pool.box.ruleset >= 0 else -1
        one = self.pool.take("worker")
        one.orders.send({"op": "probe", "secret": child.__file__}, (self.gpu_rules,) if self.gpu_rules >= 0 else ())
        told = None
        if select.select([one.orders], [], [], gpu.PROBE_SECONDS)[0]:
            told, _ = one.orders.receive()
        one.orders.close()
        if told is None:
            self.kill(one.pid)  # a driver that hangs or crashes is a device that isn't there
        else:
            self.gpu_level = canaries.level(told["held"], self.wrapped)
        self.client.send({"device": told["device"] if told else "cpu"})

    def run(self) -> None:
        """Serve until the client hangs up."""
        self.client.send({"ready": True, "level": self.level, "held": self.held, "start": self.pool.start})
        while True:
            more = self.pool.add(busy=bool(self.exams) or not self.warm)
            resting = self.warm and (self.exams or self.pool.rehearsed)
            events = self.selector.select(0 if more else None if resting else REST_SECONDS if self.warm else IDLE_SECONDS)
            if not events and not more and not self.exams:
                if self.warm:
                    self.pool.rehearse_one()
                else:
                    self.warm_up()
            for key, _ in events:
                if key.data == "child":
                    with contextlib.suppress(BlockingIOError):
                        os.read(self.wake_r, 4096)
                    self.reap()
                elif key.data is None:
                    if not self.from_client():
                        self.leave()
                        return
                elif key.data.control.fileno() >= 0:  # it may have ended earlier in this round
                    self.from_examiner(key.data)

    def warm_up(self) -> None:
        """Run pytest once, when nobody waits: what it makes on its first run is then there in every fork."""
        self.warm = True
        if self.pool.start == "fork":
            for name in LATER:
                importlib.import_module(name)
            warm.rehearse_examiner()
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            gc.collect()
            gc.freeze()
            self.pool.rehearse = True
            self.pool.clear()

    def from_client(self) -> bool:
        """What the client says; False when it has gone."""
        while True:
            message, fds = self.client.receive()
            if message is None:
                return False
            if message["op"] == "examine":
                self.examine(message["id"], fds[0], fds[1:])
            elif message["op"] == "probe":
                self.probe()
            elif message["op"] == "cancel":
                for exam in [e for e in self.exams if e.number == message["id"]]:
                    self.end(exam)
            if not self.client.waiting():
                return True

    def examine(self, number: int, turns: int, verdicts: list[int]) -> None:
        """Make an idle child the examiner for each verdict socket; where there are two they get a line to each other."""
        peers = [s.detach() for s in socket.socketpair()] if len(verdicts) == 2 else []
        for fds in zip(verdicts, peers, strict=True) if peers else [tuple(verdicts)]:
            one = self.pool.take("examiner")
            with contextlib.suppress(OSError):
                one.orders.send({"op": "examine"}, (turns, *fds))
            exam = Exam(number, one.pid, one.orders)
            self.exams.append(exam)
            self.selector.register(exam.control, selectors.EVENT_READ, exam)
        for fd in (turns, *verdicts, *peers):
            os.close(fd)

    def from_examiner(self, exam: Exam) -> None:
        """Requests of an examiner: a worker, to kill one, or the level of isolation."""
        while True:
            message, fds = exam.control.receive()
            if message is None:
                self.end(exam)
                return
            if message["op"] == "worker":
                self.work(exam, message, (fds[0], fds[1]))
            elif message["op"] == "kill" and message["pid"] in exam.workers:
                self.kill(message["pid"])
            elif message["op"] == "halt" and message["pid"] in exam.workers:
                self.halt(message["pid"])
            elif message["op"] == "level":
                told = f"{self.gpu_level}, GPU devices allowed" if message["gpu"] else self.level
                self.tell(exam, {"level": told})
            if not exam.control.waiting():
                return

    def work(self, exam: Exam, order: dict[str, Any], fds: tuple[int, int]) -> None:
        """Make an idle child a worker of `exam`."""
        one = self.pool.take("worker")
        rules = (self.gpu_rules,) if order["gpu"] and self.gpu_rules >= 0 else ()
        with contextlib.suppress(OSError):
            one.orders.send(order | {"op": "work"}, (*fds, *rules))
        one.orders.close()
        for fd in fds:
            os.close(fd)
        exam.workers.add(one.pid)
        self.tell(exam, {"pid": one.pid, "order": order["order"]})

    def tell(self, exam: Exam, message: dict[str, Any]) -> None:
        """Send to an examiner that may have gone."""
        with contextlib.suppress(OSError):
            exam.control.send(message)

    def halt(self, pid: int) -> None:
        """A worker that did its work runs no more; it is killed after the verdict, for to take its memory down is as long as a check.

        Where it may have made processes, that happens at once.
        """
        if self.level == "L0":
            self.kill(pid)
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGSTOP)

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

    def leave(self) -> None:
        """End everything, whatever submissions left behind included."""
        for exam in self.exams:
            self.end(exam)
        for one in self.pool.all():
            self.kill(one.pid)
        for _ in range(50):
            left = sandbox.children_of(os.getpid())
            for pid in left:
                self.kill(pid)
            with contextlib.suppress(ChildProcessError):
                os.waitpid(-1, os.WNOHANG)
            if not left:
                return

    def reap(self) -> None:
        """Collect the children that ended, and tell their owners how."""
        ended = False
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                break
            ended = True
            self.pool.drop(pid)
            for exam in list(self.exams):
                if pid in exam.workers:
                    exam.workers.discard(pid)
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.killpg(pid, signal.SIGKILL)  # what the worker left in its group
                    self.tell(exam, {"exit": pid, "code": os.waitstatus_to_exitcode(status)})
                elif pid == exam.pid:
                    exam.pid = 0
                    self.end(exam)
                if not exam.pid and not exam.workers:
                    self.exams.remove(exam)
        if ended:  # and not only halted
            self.sweep()

    def sweep(self) -> None:
        """Kill processes that workers left behind: orphans come to us, and we know our own."""
        known = {e.pid for e in self.exams} | {w for e in self.exams for w in e.workers}
        known |= {one.pid for one in self.pool.all()}
        for pid in sandbox.children_of(os.getpid()):
            if pid not in known:
                self.kill(pid)


def preload(kind: str) -> None:
    """Import what every verdict needs, so that no child pays for it. No tensor op may run here."""
    for name in NEEDED + (NEEDED_TORCH if kind == "torch" else ()):
        importlib.import_module(name)
    if kind == "torch":
        import torch

        torch.set_num_threads(1)


def main() -> None:
    """Entry of the process: descriptor 0 is the client."""
    kind, start, level, wrapped = sys.argv[1:5]
    sys.dont_write_bytecode = True
    client = Messages(socket.socket(fileno=os.dup(0)))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    if start == "fork":
        preload(kind)
    sandbox.adopt_orphans()
    box = sandbox.build(level, child.secrets())
    gc.freeze()
    gc.enable()
    zygote = Zygote(client, Pool(kind, start, level, box))
    zygote.release_canaries(wrapped == "wrapped")
    zygote.run()
    os._exit(0)  # to take down numpy and torch piece by piece takes longer than all before it
