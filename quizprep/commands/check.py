"""``check`` and ``watch``: grade a submission, print the verdict, keep it."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from quizprep import config, paths
from quizprep.commands.console import emit, out, talk
from quizprep.commands.listing import seed
from quizprep.commands.live import Live
from quizprep.commands.show import check_lines, closing_lines, report_lines
from quizprep.content.library import Library
from quizprep.errors import ProgressError, QuizprepError, UngradedError, UsageError
from quizprep.grading.client import Cancelled, Grader
from quizprep.grading.submission import read_submission
from quizprep.i18n import _
from quizprep.watching import saves

if TYPE_CHECKING:
    import argparse

    from quizprep.content.library import Drill
    from quizprep.grading.curve import Curves
    from quizprep.grading.report import CheckResult, Report
    from quizprep.grading.service import Service

FAILS, UNGRADED = 1, 3


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("slug")
    if name == "check":
        parser.add_argument("file", nargs="?", metavar="FILE", help=_("the file to grade; - is standard input"))
        parser.add_argument("--seed", type=seed)
        parser.add_argument("--json", action="store_true")
    parser.add_argument("--device", choices=config.DEVICES, help=_("what a training task computes on"))


def run(name: str, options: argparse.Namespace) -> int:
    """Grade once, or again on each save."""
    drill = Library().drill(options.slug)
    if options.device in ("cuda", "mps") and drill.info.kind != "training":
        what = _(
            "--device {device} is for training tasks; {slug} is checked on the CPU.",
            device=options.device,
            slug=drill.slug,
        )
        raise UsageError(what)
    file = getattr(options, "file", None) or str(paths.practice_dir() / f"{drill.slug}.py")
    if name == "watch":
        return watch(drill, Path(file), options.device)
    source = read_submission(file)
    live = Live()
    with grader(options.device, options.service) as judge:
        try:
            report = judge.check(drill, source, seed=options.seed, on_news=live.hear)
        except UngradedError as e:
            if not options.json:
                raise
            talk(f"quizprep: {e}")
            report = ungraded(drill, str(e), options.seed or 0)
        finally:
            live.clear()
            judge.hang_up()
        if options.json:
            emit(as_json(report))
        else:
            for line in report_lines(report):
                out(line)
        keep(drill, source, report, live.curves)
    return exit_code(report)


def grader(device: str | None = None, started: Service | None = None) -> Grader:
    """A grader with the user's settings; `device` overrides theirs; `started` is a service that was started already."""
    settings = config.load()
    return Grader(seconds_scale=settings.check_seconds_scale, device=device or settings.device, started=started)


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
        if check["measured"] is None:
            del check["measured"]
    return value


def keep(drill: Drill, source: bytes, report: Report, curves: Curves) -> None:
    """Record the submission and how it trained; a database that can't be used never takes the verdict away."""
    from quizprep.progress.store import Store

    try:
        with Store.open() as store:
            number = store.record_submission(drill, source, report)
            if curves.of:
                store.record_run(number, report.device, curves.as_json(), report.seconds)
    except ProgressError as e:
        talk(_("not recorded: {why}", why=e))


def watch(drill: Drill, file: Path, device: str | None = None) -> int:
    """Grade `file` now and whenever it is saved, until Ctrl-C. A save during a verdict ends that one and starts anew."""
    talk(_("watching {path}; Ctrl-C ends it", path=file))
    stop = threading.Event()
    with grader(device) as judge:
        judge.warm_up(drill.info.framework)
        running: threading.Thread | None = None
        try:
            for source in saves(file, stop):
                if source is None:
                    talk(_("waiting for {path}; write it with: quizprep start {slug}", path=file, slug=drill.slug))
                    continue
                if running is not None:
                    judge.cancel()
                    running.join()
                running = threading.Thread(target=_grade_again, args=(judge, drill, file), daemon=True)
                running.start()
        finally:
            stop.set()
    return 0


def _tell(check: CheckResult) -> None:
    for line in check_lines(check):
        out(line)


def _grade_again(judge: Grader, drill: Drill, file: Path) -> None:
    out(time.strftime("── %H:%M:%S ──"))
    live = Live()

    def ended(check: CheckResult) -> None:
        live.clear()
        _tell(check)

    try:
        source = read_submission(str(file))
        report = judge.check(drill, source, on_check=ended, on_news=live.hear)
    except Cancelled:
        talk(_("saved again: starting anew"))
        return
    except QuizprepError as e:
        talk(f"quizprep: {e}")
        return
    if report.seconds == 0.0:
        for line in report_lines(report):
            out(line)
    else:
        for line in closing_lines(report):
            out(line)
    keep(drill, source, report, live.curves)
