"""A report on a submission, as it comes and when it is there."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from quizprep.grading import words
from quizprep.grading.report import CheckResult, Diagnosis, Report, needs_gpu
from quizprep.i18n import _
from quizprep.text import printable
from quizprep.tui.prose import CodeFlow, Flow, lines, said
from quizprep.tui.widgets.said import Panel, Said

MOST = 4000
"""Characters of an input, answer or output that are shown."""


def sign(outcome: str) -> Content:
    """✓, ✗ or – in its colour."""
    if outcome == "pass":
        return Content.styled("✓", "bold $success")
    if outcome == "skipped":
        return Content.styled("–", "bold $warning")
    return Content.styled("✗", "bold $error")


def check_line(check: CheckResult) -> Flow:
    """Sign, title, time."""
    word = {"error": _("error"), "skipped": _("not run")}.get(check.outcome, "")
    word = _("needs a GPU; not run") if needs_gpu(check) else word
    word = {"timeout": _("too slow"), "memory": _("too much memory")}.get(check.cause, word)
    tail = f"  {word}  " if word else "  "
    small = Content.styled(f"{tail}{check.seconds:.2f}\u00a0s", "$quiet")
    told = Content.styled(f"  {words.measured(check.measured)}" if check.measured else "", "$primary")
    return Flow(Content(" ") + sign(check.outcome) + "  " + said(check.title) + told + small, hang=4)


def cut(text: str) -> str:
    """`text` made harmless, and not endless."""
    text = printable(text)
    return text if len(text) <= MOST else text[:MOST] + "\n…"


def headline(report: Report) -> str:
    """The verdict in words; of a training task also where it ran."""
    trained = any(c.measured for c in report.checks)
    return _headline(report) + (f" · {words.on_device(report.device)}" if trained and not report.without_gpu else "")


def _headline(report: Report) -> str:
    n, total = report.passed, len(report.checks) - report.without_gpu
    if report.verdict == "pass" and (left_out := words.not_run(report)):
        return "✓ " + _("Passed {on_device}; {not_run}", on_device=words.on_device(report.device), not_run=left_out)
    return {
        "pass": "✓ " + _("Passed: all {total} checks", total=total),
        "fail": "✗ " + _("Not yet: {n} of {total} checks pass", n=n, total=total),
        "error": "✗ " + _("It stopped with an error: {n} of {total} checks pass", n=n, total=total),
        "timeout": "✗ " + _("Too slow: {n} of {total} checks pass", n=n, total=total),
        "memory": "✗ " + _("Too much memory: {n} of {total} checks pass", n=n, total=total),
    }.get(report.verdict, "– " + _("Not graded"))


class Facts(Vertical):
    """Message, input, got and expected of a check that did not pass."""

    def __init__(self, check: CheckResult) -> None:
        super().__init__(classes="facts")
        self.check = check

    def compose(self) -> ComposeResult:
        """One part under the other."""
        check = self.check
        if check.message:
            yield Said(lambda: Content(cut(check.message)), classes="message")
        for name, value in (("Input", check.input), ("Got", check.got), ("Expected", check.expected)):
            if value:
                yield Said(lambda n=name: Content.styled(self._label(n), "$quiet"))  # type: ignore[misc]
                yield Said(lambda v=value: CodeFlow(Content(cut(v))), classes=name.lower())  # type: ignore[misc]

    @staticmethod
    def _label(name: str) -> str:
        return {"Input": _("Input"), "Got": _("Your answer"), "Expected": _("Expected")}[name]


def _diagnosed(diagnosis: Diagnosis) -> str:
    """The heading: a mistake of this drill, one among others, or an accident that can happen in any."""
    if diagnosis.mistake.startswith("run."):
        return _("What stopped it")
    if diagnosis.mistake.startswith("common."):
        return _("What the values show")
    if diagnosis.explains_all:
        return _("This looks like a known mistake")
    return _("Known mistakes that are in it") if diagnosis.others else _("Among other things, a known mistake")


def _or(diagnosis: Diagnosis) -> str:
    return _("Or, which can't be told apart here:") if diagnosis.explains_all else _("And:")


class ReportView(Vertical):
    """The whole report."""

    def __init__(self, report: Report) -> None:
        super().__init__(classes="report")
        self.report = report
        self.add_class("-good" if report.verdict == "pass" else "-bad")

    def compose(self) -> ComposeResult:
        """The mistake where it has a name, verdict and checks, advice, output, the small print."""
        report = self.report
        diagnosis = report.diagnosis
        if diagnosis is not None:
            with Panel(title=lambda: _diagnosed(diagnosis), classes="diagnosis"):
                yield Said(lambda: said(diagnosis.title, "bold"))
                yield Said(lambda: said(diagnosis.explanation))
                for other in diagnosis.others:
                    yield Said(lambda: Content.styled(_or(diagnosis), "$quiet"))
                    yield Said(lambda o=other: said(o.title, "bold"))  # type: ignore[misc]
                    yield Said(lambda o=other: said(o.explanation))  # type: ignore[misc]
        with Panel(title=lambda: headline(report), classes="checks"):
            if report.note:
                yield Said(lambda: Content(cut(report.note)), classes="report-note")
            told: set[str] = set()
            for check in report.checks:
                yield Said(lambda c=check: check_line(c))  # type: ignore[misc]
                if check.outcome != "pass" and not needs_gpu(check) and check.message not in told:
                    yield Facts(check)
                    told |= {check.message} - {""}
        if report.advice:
            with Panel(title=lambda: _("Advice"), classes="advice"):
                yield Said(self._advice)
        if report.stdout:
            with Panel(title=lambda: _("What it printed"), classes="printed"):
                yield Said(lambda: CodeFlow(Content(cut(report.stdout).rstrip("\n"))))
        yield Said(self._small_print, classes="small-print")

    def _advice(self) -> Content:
        told = [Content.styled(_("line {n}", n=a.line) + "  ", "$accent") + said(a.message) for a in self.report.advice]
        return lines(*told)

    def _small_print(self) -> Content:
        r = self.report
        words = _(
            "{seconds} s · seed {seed} · {device} · isolation {isolation}",
            seconds=f"{r.seconds:.2f}",
            seed=r.seed,
            device=r.device,
            isolation=r.isolation,
        )
        return Content.styled(words, "$quiet")
