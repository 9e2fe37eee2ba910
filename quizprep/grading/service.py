"""The zygote as the client sees it: a process with a line for messages."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import threading
import time
from typing import Any

from quizprep import paths
from quizprep.grading import gpu, messages
from quizprep.grading.sandbox import bubblewrap

READY_SECONDS, STEP_SECONDS = 90.0, 0.05
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
        self.wrapped = most >= "L3" and sys.platform == "linux" and shutil.which("bwrap") is not None
        self._launch()

    def _launch(self) -> None:
        self.line, theirs = messages.pair()
        root = paths.import_root()
        arguments = [self.kind, self.start, self.most, "wrapped" if self.wrapped else "bare"]
        code = (
            f"import sys; sys.path.insert(0, {root!r}); sys.argv[1:] = {arguments!r}; "
            "from quizprep.grading.zygote import main; main()"
        )
        command = [sys.executable, "-I", "-c", code]
        debug = os.environ.get("QUIZPREP_DEBUG")
        self.process = subprocess.Popen(
            bubblewrap(command, gpu.devices() if self.kind == "torch" else ()) if self.wrapped else command,
            stdin=theirs.fileno(),
            stdout=None if debug else subprocess.DEVNULL,
            stderr=None if debug else subprocess.DEVNULL,
            env=environment(),
            cwd="/",
            start_new_session=True,
        )
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

    def close(self) -> None:
        """Hang up, and make sure that the process ends."""
        self.line.close()
        try:
            self.process.wait(1.0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
