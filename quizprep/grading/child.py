"""A process that waits, forked or started ahead of need, for one order: to be an examiner, a worker, or the canaries.

It is used once. Forked children have everything imported; spawned ones (where forking isn't safe) import it themselves.
"""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

from quizprep.grading import sandbox, warm
from quizprep.grading.messages import Messages
from quizprep.grading.sandbox import Sandbox

ORDERS, RULES = 3, 4
"""Descriptors that an idle child keeps: its orders, and the Landlock rules."""


def _keep_only(orders: int, rules: int) -> int:
    """Close every descriptor but the standard three, the orders and the rules; returns where the rules are now."""
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 64) for fd in (orders, rules) if fd >= 0]
    for place, fd in zip((ORDERS, RULES), high, strict=False):
        os.dup2(fd, place, inheritable=False)
    os.closerange(ORDERS + len(high), 4096)
    return RULES if rules >= 0 else -1


def wait(orders: socket.socket, box: Sandbox) -> NoReturn:
    """Leave the parent's world behind, wait for the order and carry it out; perhaps rehearse before.

    Args:
        orders: where the order comes from.
        box: the sandbox of a worker.
    """
    try:
        os.setsid()
        sandbox.die_with_parent()
        for name in (signal.SIGINT, signal.SIGCHLD):
            signal.signal(name, signal.SIG_DFL)
        rules = _keep_only(orders.fileno(), box.ruleset)
        orders.detach()
        channel = Messages(socket.socket(fileno=ORDERS))
        message, fds = channel.receive()
        while message is not None and message["op"] == "rehearse":
            warm.rehearse(message["role"])
            message, fds = channel.receive()
        if message is not None:
            _obey(message, fds, channel, Sandbox(rules, box.filtered))
    except BaseException:
        if os.environ.get("QUIZPREP_DEBUG"):
            import traceback

            traceback.print_exc()
        os._exit(71)
    os._exit(0)


def _obey(order: dict[str, Any], fds: list[int], channel: Messages, box: Sandbox) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if order["op"] == "examine":
        from quizprep.grading import examiner

        examiner.main(channel, fds[0], *(socket.socket(fileno=fd) for fd in fds[1:]))
    elif order["op"] == "work":
        from quizprep.grading import worker

        channel.close()
        if order["gpu"]:
            box = Sandbox(fds[2] if len(fds) > 2 else -1, box.filtered, gpu=True)
        worker.run(fds[0], fds[1], box, order)
    elif order["op"] == "canaries":
        from quizprep.grading import canaries

        box.enter(256 << 20, 5)
        channel.send({"held": canaries.attack(order["secret"])})
    elif order["op"] == "probe":
        from quizprep.grading import canaries, gpu, probe

        Sandbox(fds[0] if fds else -1, box.filtered, gpu=True).enter(2 << 30, gpu.PROBE_SECONDS)
        device, name = probe.probe()
        channel.send({"device": device, "name": name, "held": canaries.attack(order["secret"])})


def secrets() -> list[Path]:
    """What no worker may read: this program with its checks and solutions, a whole checkout of it, and what it stores."""
    from quizprep import paths

    package = Path(__file__).resolve().parents[1]
    found = [package, paths.questions_dir(), paths.solutions_dir(), paths.data_dir()]
    if (package.parent / "pyproject.toml").exists():
        python = Path(sys.prefix).resolve()
        found += [p for p in package.parent.iterdir() if p not in (python, *python.parents)]
    return found


def spawned() -> None:
    """Entry of a process that was started, not forked: ``python -c … numpy|torch LEVEL``, orders on descriptor 0."""
    from quizprep.grading.zygote import preload

    orders = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    sys.dont_write_bytecode = True
    box = sandbox.build(sys.argv[2], secrets())
    preload(sys.argv[1])
    wait(orders, box)
