"""The zygote as the client sees it: a process with a line for messages."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import time

from quizprep import paths
from quizprep.grading import gpu, messages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

READY_SECONDS, STEP_SECONDS, ENDING_SECONDS = 90.0, 0.05, 1.0
STEERING = ("PYTHON", "PYTEST", "LD_", "QUIZPREP_", "OMP_", "GOMP_", "KMP_")
"""Variables that begin so are kept from everything that grades. A thread that must be tied to a processor could not start in the sandbox."""


def default_start() -> str:
    """How processes are made: forked where that is safe, else started anew. ``QUIZPREP_START`` overrides."""
    return os.environ.get("QUIZPREP_START") or ("fork" if sys.platform == "linux" else "spawn")


def environment() -> dict[str, str]:
    """The environment of everything that grades: nothing of the user's that steers Python, pytest or the loader."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(STEERING)}
    kept |= {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "passive",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    if debug := os.environ.get("QUIZPREP_DEBUG"):
        kept["QUIZPREP_DEBUG"] = debug
    return kept


def bubblewrap(command: list[str], devices: Iterable[Path] = ()) -> list[str]:
    """`command` inside bubblewrap: everything read-only, no network, processes of its own, no device files but `devices`.

    Its own /dev/shm is the folder for temporary files: torch's compiler wants one when it is imported, and a worker can't write there.
    """
    bound = [word for path in devices for word in ("--dev-bind", str(path), str(path))]
    return [
        "bwrap", "--ro-bind", "/", "/", "--dev", "/dev", *bound, "--proc", "/proc", "--unshare-pid", "--unshare-net", "--unshare-ipc",
        "--unshare-uts", "--setenv", "TMPDIR", "/dev/shm", "--cap-drop", "ALL", "--die-with-parent", "--new-session", "--chdir", "/", *command,
    ]  # fmt: skip


class Service:
    """One zygote process, and the line to it.

    Args:
        kind: "numpy" or "torch": what is imported.
        most: the strongest isolation to use; the level that holds is `level` once it is ready.
        start: "fork" or "spawn".
    """

    def __init__(self, kind: str, most: str = "L3", start: str = "fork") -> None:
        self.kind, self.most, self.start = kind, most, start
        self.lock = threading.Lock()
        self.ready = False
        self.level, self.held = "", dict[str, bool]()
        self._device, self._asked = "", False
        self.wrapped = most >= "L3" and sys.platform == "linux"
        """Whether bubblewrap is around it."""
        self._launch()

    def _launch(self) -> None:
        self.line, theirs = messages.pair()
        root = paths.import_root()
        arguments = [self.kind, self.start, self.most, "wrapped" if self.wrapped else "bare"]
        code = (
            f"import gc, sys; gc.disable(); sys.path.insert(0, {root!r}); sys.argv[1:] = {arguments!r}; "
            "from quizprep.grading.zygote import main; main()"
        )  # what it imports is no garbage
        command = [sys.executable, "-I", "-c", code]
        debug = os.environ.get("QUIZPREP_DEBUG")
        try:
            self.process = subprocess.Popen(
                bubblewrap(command, gpu.devices() if self.kind == "torch" else ()) if self.wrapped else command,
                stdin=theirs.fileno(),
                stdout=None if debug else subprocess.DEVNULL,
                stderr=None if debug else subprocess.DEVNULL,
                env=environment(),
                cwd="/",
                start_new_session=True,
            )
        except OSError:
            self.line.close()
            if not self.wrapped:
                raise
            self.wrapped = False  # there is no bubblewrap
            self._launch()
        finally:
            theirs.close()

    def wait_ready(self, give_up: threading.Event | None = None, seconds: float = READY_SECONDS) -> bool:
        """Wait until the service has imported everything; False when it did not start, or `give_up` was set."""
        until = time.monotonic() + seconds
        while not self.ready and time.monotonic() < until and not (give_up and give_up.is_set()):
            if not self.lock.acquire(timeout=STEP_SECONDS):
                continue
            try:
                if not self.ready and not self._greeted():
                    if not self.wrapped:
                        return False
                    self.close()
                    self.wrapped = False  # bubblewrap is there but doesn't work here
                    self._launch()
            finally:
                self.lock.release()
        return self.ready

    def _greeted(self) -> bool:
        """Take in the greeting if it comes now; False when the process ended instead."""
        if not select.select([self.line], [], [], STEP_SECONDS)[0]:
            return True
        told, _ = self.line.receive()
        if told is not None:
            self.ready, self.level, self.held = True, told["level"], told["held"]
        return told is not None

    def device(self, give_up: threading.Event | None = None) -> str:
        """The best device that torch can use here: "cuda", "mps" or "cpu"; "" when `give_up` was set first.

        Once the service is ready; the first call may take seconds.
        """
        while not self._device and not (give_up and give_up.is_set()):
            if not self.lock.acquire(timeout=STEP_SECONDS):
                continue
            try:
                self._device = self._device or self._probed()
            finally:
                self.lock.release()
        return self._device

    def _probed(self) -> str:
        """What the probe told if it tells it now; "" while it is under way."""
        if not gpu.possible():
            return "cpu"
        if not self._asked:
            self.send({"op": "probe"})
            self._asked = True
        if not select.select([self.line], [], [], STEP_SECONDS)[0]:
            return ""
        told, _ = self.line.receive()
        return str(told["device"]) if told else "cpu"

    def send(self, message: dict[str, Any], fds: tuple[int, ...] = ()) -> None:
        """One message to the zygote."""
        self.line.send(message, fds)

    def hang_up(self) -> None:
        """Have the process end, and all that it made with it; `close` waits for that."""
        with contextlib.suppress(OSError):
            self.line.sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Hang up, and make sure that the process ends."""
        self.hang_up()
        until = time.monotonic() + ENDING_SECONDS
        while self.line.fileno() >= 0 and select.select([self.line], [], [], max(0.0, until - time.monotonic()))[0]:
            if self.line.receive()[0] is None:  # it ended; asking for that again and again takes longer
                break
        self.line.close()
        try:
            self.process.wait(max(STEP_SECONDS, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
