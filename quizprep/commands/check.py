"""``check`` and ``watch``: grade a submission, print the verdict, keep it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from quizprep import config, paths
from quizprep.commands.console import emit, out, talk
from quizprep.commands.listing import seed
from quizprep.commands.show import check_lines, closing_lines, report_lines
from quizprep.content.library import Library
from quizprep.errors import ProgressError, QuizprepError, UngradedError
from quizprep.grading.client import Grader, read_submission
from quizprep.i18n import _

if TYPE_CHECKING:
    import argparse

    from quizprep.content.library import Drill
    from quizprep.grading.report import CheckResult, Report

POLL_SECONDS = 0.15
SETTLE_SECONDS = 0.05
"""A file must look the same for this long: editors write in several steps."""
FAILS, UNGRADED = 1, 3


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("slug")
    if name == "check":
        parser.add_argument("file", nargs="?", metavar="FILE", help=_("the file to grade; - is standard input"))
        parser.add_argument("--seed", type=seed)
        parser.add_argument("--json", action="store_true")


def run(name: str, options: argparse.Namespace) -> int:
    """Grade once, or again on each save."""
    drill = scaled(Library().drill(options.slug))
    file = getattr(options, "file", None) or str(paths.practice_dir() / f"{drill.slug}.py")
    if name == "watch":
        return watch(drill, Path(file))
    source = read_submission(file)
    with Grader() as grader:
        try:
            report = grader.check(drill, source, seed=options.seed)
        except UngradedError as e:
            if not options.json:
                raise
            talk(f"quizprep: {e}")
            report = ungraded(drill, str(e), options.seed or 0)
    if options.json:
        emit(as_json(report))
    else:
        for line in report_lines(report):
            out(line)
    keep(drill, source, report)
    return exit_code(report)


def scaled(drill: Drill) -> Drill:
    """`drill` with its time limits stretched by the setting ``check_seconds_scale``."""
    scale = config.load().check_seconds_scale
    if scale == 1.0:
        return drill
    limits = msgspec.structs.replace(drill.info.limits, seconds=drill.info.limits.seconds * scale)
    from dataclasses import replace

    return replace(drill, info=msgspec.structs.replace(drill.info, limits=limits))


def ungraded(drill: Drill, why: str, number: int) -> Report:
    """The report on a submission that no judge could be started for."""
    from quizprep.grading.report import CheckResult, Report

    checks = [CheckResult(name=c.name, title=c.title, outcome="skipped", message=why) for c in drill.info.checks]
    return Report(drill=drill.slug, verdict="ungraded", seconds=0.0, seed=number, checks=checks, note=why)


def exit_code(report: Report) -> int:
    """0 for a pass, 3 where there is no verdict, 1 for all else."""
    return {"pass": 0, "ungraded": UNGRADED}.get(report.verdict, FAILS)


def as_json(report: Report) -> dict[str, Any]:
    """The object that ``check --json`` prints."""
    value: dict[str, Any] = msgspec.to_builtins(report)
    for check in value["checks"]:
        del check["cause"]
    return value


def keep(drill: Drill, source: bytes, report: Report) -> None:
    """Record the submission; a database that can't be used never takes the verdict away."""
    from quizprep.progress.store import Store

    try:
        with Store.open() as store:
            store.record_submission(drill, source, report)
    except ProgressError as e:
        talk(_("not recorded: {why}", why=e))


def watch(drill: Drill, file: Path) -> int:
    """Grade `file` now and whenever it changes, until Ctrl-C."""
    talk(_("watching {path}; Ctrl-C ends it", path=file))
    graded: tuple[int, ...] | None = None
    missing = False
    with Grader() as grader:
        grader.warm_up(drill.info.framework)
        while True:
            state = settled(file)
            if state is None and not missing:
                talk(_("waiting for {path}; write it with: quizprep start {slug}", path=file, slug=drill.slug))
            missing = state is None
            if state is not None and state != graded:
                graded = state
                _grade_again(grader, drill, file)
            time.sleep(POLL_SECONDS)


def settled(file: Path) -> tuple[int, ...] | None:
    """Time, size and inode of `file` once they stand still; None while it is missing or being written."""
    first = _state(file)
    if first is None:
        time.sleep(SETTLE_SECONDS)
        return _state(file)
    time.sleep(SETTLE_SECONDS)
    second = _state(file)
    return second if first == second else settled(file) if second else None


def _state(file: Path) -> tuple[int, ...] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)


def _tell(check: CheckResult) -> None:
    for line in check_lines(check):
        out(line)


def _grade_again(grader: Grader, drill: Drill, file: Path) -> None:
    out(time.strftime("── %H:%M:%S ──"))
    try:
        source = read_submission(str(file))
        report = grader.check(drill, source, on_check=_tell)
    except QuizprepError as e:
        talk(f"quizprep: {e}")
        return
    if report.seconds == 0.0:
        for line in report_lines(report):
            out(line)
    else:
        for line in closing_lines(report):
            out(line)
    keep(drill, source, report)
