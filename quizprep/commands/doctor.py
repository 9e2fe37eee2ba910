"""``doctor``: what works here, and what to do about the rest. Torch is never imported in this process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from quizprep import __version__, config, paths
from quizprep.commands.console import emit, out
from quizprep.errors import QuizprepError
from quizprep.i18n import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

TORCH = """
import torch
d = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
print(torch.__version__, d, torch.cuda.get_device_name(0) if d == "cuda" else "", sep="|")
"""
TORCH_SECONDS = 60


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    name: str
    ok: bool
    value: str
    todo: str = ""
    """What to do about it; "" where all is well."""


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--json", action="store_true")


def run(name: str, options: argparse.Namespace) -> int:
    """Print the findings; always 0, since a warning is no failure."""
    findings = []
    for probe in PROBES:
        try:
            findings.append(probe())
        except (QuizprepError, OSError) as e:
            findings.append(Finding(probe.__name__.strip("_"), False, str(e), _("see the sentence before")))
    if options.json:
        emit([asdict(f) for f in findings])
        return 0
    size = max(len(f.name) for f in findings)
    for found in findings:
        out(f"{'✓' if found.ok else '!'} {found.name:<{size}}  {found.value}")
        if found.todo:
            out(f"  {'':<{size}}  → {found.todo}")
    return 0


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= (3, 11)
    return Finding("python", ok, f"{version} ({sys.executable})", "" if ok else _("install Python 3.11 or newer"))


def _quizprep() -> Finding:
    questions = paths.questions_dir()
    ok = questions.is_dir() and paths.solutions_dir().is_dir()
    todo = "" if ok else _("questions/ or solutions/ is missing; install quizprep again")
    return Finding("quizprep", ok, f"{__version__} ({questions})", todo)


def _torch() -> Finding:
    import importlib.util

    if importlib.util.find_spec("torch") is None:
        return Finding("torch", False, _("not installed"), _("for torch drills: pip install 'quizprep[torch]'"))
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", TORCH], capture_output=True, text=True, timeout=TORCH_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Finding("torch", False, _("importing it takes over a minute"), _("try again when the machine is idle"))
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        return Finding("torch", False, last, _("torch is broken: install it again"))
    version, device, name = done.stdout.strip().splitlines()[-1].split("|")
    return Finding("torch", True, f"{version}, {device}{f' ({name})' if name else ''}")


def _isolation() -> Finding:
    """The level that held when it was tried, as a verdict would report it."""
    from quizprep.content.library import Library
    from quizprep.grading.client import Grader

    drill = next((d for d in Library().drills if d.info.framework != "torch"), None)
    if drill is None:
        return Finding("isolation", False, "?", _("there is no drill to try it with"))
    with Grader() as grader:
        report = grader.check(drill, drill.reference().encode(), seed=0)
        held = grader.held()
    if report.verdict != "pass":
        todo = _(
            "the reference of {slug} did not pass; set check_seconds_scale if the machine is slow", slug=drill.slug
        )
        return Finding("isolation", False, f"{report.isolation}, {report.verdict}", todo)
    ok = report.isolation >= "L2"
    todo = "" if ok else _("submissions can read your files here; run only code that you trust")
    off = ", ".join(name for name, stopped in held.items() if stopped) or _("nothing")
    return Finding("isolation", ok, _("{level}: held off {attacks}", level=report.isolation, attacks=off), todo)


def _data() -> Finding:
    folder = paths.data_dir()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    ok = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    todo = "" if ok else _("{path} can't be written; set QUIZPREP_HOME to another folder", path=there)
    return Finding("data", ok, str(folder), todo)


def _database() -> Finding:
    from quizprep.progress.backup import backups
    from quizprep.progress.store import Store

    path = paths.database()
    if not path.exists():
        return Finding("database", True, _("none yet; it is made with the first answer"))
    try:
        with Store.open(path, wait=1.0) as store:
            state, problem = store.check(), store.backup_problem
    except QuizprepError as e:
        return Finding("database", False, str(e), _("see the sentence before"))
    size = f"{path.stat().st_size / 1e6:.1f} MB, {_('backups: {n}', n=len(backups(path)))}"
    if state != "ok":
        return Finding("database", False, state, _("move it away and copy the newest backup in its place"))
    return Finding("database", not problem, size, problem)


def _practice() -> Finding:
    folder = paths.practice_dir()
    there = next(p for p in (folder, *folder.parents) if p.exists())
    ok = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    return Finding("practice", ok, str(folder), "" if ok else _("set practice_dir in {path}", path=paths.config_file()))


def _settings() -> Finding:
    path = paths.config_file()
    config.load(path)
    return Finding("settings", True, str(path) if path.exists() else _("none ({path})", path=path))


def _editor() -> Finding:
    import shlex

    chosen = config.load().editor or os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not chosen:
        return Finding("editor", False, _("none chosen"), _("set $EDITOR, or editor in the settings"))
    try:
        program = shlex.split(chosen)[0]
    except (ValueError, IndexError):
        program = chosen
    ok = shutil.which(program) is not None
    return Finding("editor", ok, chosen, "" if ok else _("{program} is not on PATH", program=program))


def _terminal() -> Finding:
    size = shutil.get_terminal_size()
    colour = os.environ.get("COLORTERM") or os.environ.get("TERM") or "?"
    encoding = sys.stdout.encoding or "?"
    todo = ""
    if encoding.lower().replace("-", "") != "utf8":
        todo = _("set LANG to a UTF-8 locale, such as C.UTF-8")
    elif colour == "dumb":
        todo = _("TERM is dumb: the app needs a terminal with colours")
    elif size.columns < 80 or size.lines < 24:
        todo = _("make the window at least 80 by 24")
    return Finding("terminal", not todo, f"{size.columns}x{size.lines}, {colour}, {encoding}", todo)


PROBES: list[Callable[[], Finding]] = [
    *(_python, _quizprep, _torch, _isolation),
    *(_data, _database, _practice, _settings, _editor, _terminal),
]
