"""A program on a pseudo-terminal, the screen that a user would see, and the state that it leaves the terminal in."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

import pexpect
import pyte

from quizprep.grading.sandbox import children_of

DROPPED = ("EDITOR", "VISUAL", "NO_COLOR", "COLUMNS", "LINES", "QUIZPREP_LANG")
ENTER, ESCAPE, TAB = "\r", "\x1b", "\t"


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a fresh user whose files lie under `home`."""
    kept = {k: v for k, v in os.environ.items() if k not in DROPPED}
    own = {"QUIZPREP_HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return kept | own | more


class Screen(pyte.Screen):
    """pyte's screen, which stumbles over the private sequences that vim sends."""

    def select_graphic_rendition(self, *attrs, private=False):
        if not private:
            super().select_graphic_rendition(*attrs)


class Terminal:
    """Runs ``quizprep args`` (or `command`) on a terminal of its own; `first`: as a user who never started it."""

    def __init__(self, home, *args, rows=24, columns=80, command=None, first=False, **env):
        if not first:  # with a settings file it is no first start, which asks three things
            Path(home).mkdir(parents=True, exist_ok=True)
            (Path(home) / "config.toml").touch()
        self.screen = Screen(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.raw = b""
        self.gone = False
        words = command or [sys.executable, "-m", "quizprep", *args]
        self.child = pexpect.spawn(
            words[0], words[1:], env=environment(home, **env), dimensions=(rows, columns), timeout=30
        )

    def pump(self, seconds: float = 0.2) -> None:
        """Read what the program draws, for so long or until it ends."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                self._feed(self.child.read_nonblocking(65536, timeout=0.05))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return

    def _feed(self, data: bytes) -> None:
        self.raw += data
        self.stream.feed(data)

    def text(self) -> str:
        """The screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self, *wanted: str, seconds: float = 25) -> None:
        """Until all of these are on the screen."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.pump(0.15)
            if all(w in self.text() for w in wanted):
                return
        raise AssertionError(f"{wanted} never came; the screen shows:\n{self.text()}")

    def press(self, keys: str) -> None:
        """Type, and see what comes of it."""
        self.child.send(keys)
        self.pump(0.3)

    def resize(self, rows: int, columns: int) -> None:
        """Drag the window's corner."""
        self.screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)
        self.pump(0.3)

    def ended(self, seconds: float = 15) -> int:
        """Wait for the end; the exit code, 128 and the number where a signal was the end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.pump(0.1)
            if not self.child.isalive():
                self.pump(0.3)
                return self.child.exitstatus if self.child.exitstatus is not None else 128 + self.child.signalstatus
        raise AssertionError(f"it did not end; the screen shows:\n{self.text()}")

    def hang_up(self, seconds: float = 20) -> int:
        """Close the window: the kernel tells the programs on it (SIGHUP). The exit code, as of `ended`."""
        self.child.ptyproc.fileobj.close()  # and no one closes its number once more, which may be another's by then
        self.child.closed = self.child.ptyproc.closed = self.gone = True
        self.child.child_fd = self.child.ptyproc.fd = -1
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pid, status = os.waitpid(self.child.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        os.kill(self.child.pid, 9)
        raise AssertionError("it went on without a terminal")

    def kill(self) -> None:
        """kill -9; what it had drawn by then is on the screen."""
        self.child.kill(9)
        self.pump(5)
        self.child.wait()

    def family(self) -> list[int]:
        """The program and every living process that comes from it."""
        found = [self.child.pid]
        for pid in found:
            found += children_of(pid)
        return found

    def modes(self) -> dict[str, bool]:
        """The private modes as they were set last: 1049 alternate screen, 25 cursor, 1000… mouse, 2004 paste."""
        found = {}
        for numbers, letter in re.findall(rb"\x1b\[\?([\d;]+)([hl])", self.raw):
            found |= dict.fromkeys(numbers.decode().split(";"), letter == b"h")
        return found

    def end(self) -> None:
        """Be rid of it."""
        if not self.gone:
            self.child.close(force=True)


def left_clean(modes: dict[str, bool]) -> bool:
    """Whether the alternate screen is left, the cursor shown, and mouse, paste and focus reports are off."""
    off = [m for m in ("1049", "1000", "1002", "1003", "1006", "1015", "2004", "1004") if modes.get(m)]
    return not off and modes.get("25", True)


def living(pids: list[int]) -> list[int]:
    """Those that still run."""
    return [p for p in pids if Path(f"/proc/{p}/stat").exists() and _state(p) != "Z"]


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def at_home(app: Terminal) -> None:
    """From a fresh start to the first screen."""
    app.wait("Mixed practice")


def open_drill(app: Terminal, title: str, typed: str) -> None:
    """From the first screen to a drill, found by its name."""
    app.press("d")
    app.wait("Find", "Open")
    app.press("/")
    app.wait("name, topic or framework")
    app.press(typed)
    app.wait(title)
    app.press(ENTER)
    app.wait("Check", "isolation", seconds=60)


def open_quiz(app: Terminal, n: int) -> None:
    """From the first screen to the first of `n` questions of all topics."""
    app.press("j")
    app.press(ENTER)
    app.wait("How many questions?")
    app.press("\x7f\x7f")
    app.press(str(n))
    app.press(ENTER)
    app.wait(f"1/{n}")


ANSWERS = {
    "Press the letter, or move": "a",
    "Tick all that hold": "a" + ENTER,
    "Type the answer": "1" + ENTER,
    "Fill the blanks": "1" + ENTER,
    "Move to the faulty line": ENTER,
    "Move lines with": ENTER,
    "Press the letter that belongs": "abcde" + ENTER,
    "Say it aloud": "\x12",
    "Tick the points": ENTER,
}
"""What is said at the bottom of a question -> keys that answer it, rightly or not."""


def answer(app: Terminal) -> bool:
    """Type some answer to the question that is on the screen; whether there was one that could be answered."""
    text = app.text()
    keys = next((k for said, k in ANSWERS.items() if said in text), "")
    if keys:
        app.child.send(keys)
    return bool(keys)
