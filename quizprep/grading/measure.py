"""What a drill's hidden checks are worth, measured: its own programs and lazy ones are graded by the real judge.

The reference and every alternative must pass; the starter, every known mistake (by the checks named for it) and every lazy program
must not; and the diagnosis must name each mistake that is made (but for training tasks, whose runs are not replayed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import msgspec

from quizprep.content.library import Drill
from quizprep.content.mistakes import program
from quizprep.errors import UngradedError
from quizprep.grading.client import Grader
from quizprep.grading.report import ERROR, FAIL, MEMORY, PASS, TIMEOUT, UNGRADED, Report

REJECTED = (FAIL, ERROR, TIMEOUT, MEMORY)
LAZY = {
    "zeros": "np.zeros_like(a[0], dtype=float) if a else 0.0",
    "ones": "np.ones_like(a[0], dtype=float) if a else 1.0",
    "echo": "a[0] if a else None",
    "random": "np.random.default_rng().normal(size=getattr(a[0] if a else 1.0, 'shape', ()))",
    "nothing": "None",
    "pair-of-zeros": "(np.zeros_like(a[0], dtype=float) if a else 0.0, None)",
    "pair-echo": "(a[0] if a else None, a[-1] if a else None)",
}
"""Bodies of functions that do nothing of what is asked."""


@dataclass(frozen=True)
class Trial:
    """One program and whether the judge treats it as it must."""

    drill: str
    group: str
    """reference, alternative, starter, mistake or lazy."""
    program: str
    report: Report
    problem: str
    """Empty when all is as it must be."""


def trials(drill: Drill, grader: Grader, seed: int | None = None) -> Iterator[Trial]:
    """Grade every program of a drill."""

    def trial(group: str, name: str, source: str) -> Trial:
        report = grader.check(drill, source.encode(), seed=seed)
        problem = _accepted(report) if group in ("reference", "alternative") else _rejected(report)
        return Trial(drill.slug, group, name, report, problem)

    yield trial("reference", "reference", drill.reference())
    for path in drill.alternatives():
        yield trial("alternative", path.stem, path.read_text("utf-8"))
    starter = trial("starter", "starter", drill.starter())
    told = not starter.report.note and _told(drill, starter.report)
    yield starter if told else Trial(drill.slug, "starter", "starter", starter.report, "gives no helpful message")
    for name, value in LAZY.items():
        yield trial("lazy", name, lazy(drill, value))
    for mistake in drill.mistakes().mistakes:
        judged = only(drill, mistake.caught_by) if drill.info.kind == "training" else drill
        report = grader.check(judged, program(drill.solution, mistake).encode(), seed=seed)
        problem = _caught(report, mistake.caught_by)
        if not problem and drill.info.kind != "training":
            problem = _named(report, mistake.name)
        yield Trial(drill.slug, "mistake", mistake.name, report, problem)


def only(drill: Drill, checks: list[str]) -> Drill:
    """The drill with these checks alone: a training task would train for each mistake, though a short check catches it."""
    info = msgspec.structs.replace(drill.info, checks=[c for c in drill.info.checks if c.name in checks])
    return replace(drill, info=info)


def lazy(drill: Drill, value: str) -> str:
    """A program that answers `value` to everything."""
    return "import numpy as np\n" + "".join(f"def {e}(*a, **k):\n    return {value}\n" for e in drill.info.entry)


def _accepted(report: Report) -> str:
    bad = [f"{c.name}: {c.outcome} {c.message}" for c in report.checks if c.outcome != PASS]
    return "" if report.verdict == PASS else "should pass; " + "; ".join(bad or [report.note])


def _told(drill: Drill, report: Report) -> bool:
    """Whether the starter's failure says what to do; one that is a whole program with faults in it fails by the checks' own sentences."""
    if "NotImplementedError" not in drill.starter():
        return report.verdict == FAIL
    return any("NotImplementedError" in c.message for c in report.checks)


def _rejected(report: Report) -> str:
    failed = any(c.outcome in (FAIL, ERROR) for c in report.checks)
    return "" if report.verdict in REJECTED and failed else f"is {report.verdict}"


def _caught(report: Report, caught_by: list[str]) -> str:
    if report.note:
        return f"can't be loaded: {report.note}"
    outcome = {c.name: c.outcome for c in report.checks}
    missed = [n for n in caught_by if outcome.get(n) not in (FAIL, ERROR)]
    return f"not rejected by {', '.join(missed)}" if missed or not caught_by else ""


def _named(report: Report, name: str) -> str:
    if report.verdict in (TIMEOUT, MEMORY):
        return ""  # it gave no answer that could be compared
    return "" if name in named(report) else f"the diagnosis says {', '.join(named(report)) or 'nothing'}"


def named(report: Report) -> list[str]:
    """The mistakes that the diagnosis names."""
    found = report.diagnosis
    return [found.mistake, *(o.mistake for o in found.others)] if found else []


@dataclass
class Measured:
    """The counts of one drill."""

    drill: str
    checks: int
    seconds: float = 0.0
    """To grade the reference, warm."""
    counts: dict[str, list[int]] = field(default_factory=dict)
    """Group -> [as it must be, all]."""
    problems: list[str] = field(default_factory=list)

    def of(self, group: str) -> str:
        """As it must be / all."""
        good, total = self.counts.get(group, [0, 0])
        return f"{good}/{total}"


def measure(drills: Iterable[Drill], grader: Grader) -> Iterator[Measured]:
    """Measure each drill.

    Raises:
        UngradedError: a check can't be run at all.
    """
    for drill in drills:
        row = Measured(drill.slug, len(drill.info.checks))
        first = grader.check(drill, drill.reference().encode())  # what starts first is not this drill's time
        if first.verdict == UNGRADED:
            raise UngradedError(f"the checks of {drill.slug} can't all be run")
        for trial in trials(drill, grader):
            if trial.group == "reference":
                row.seconds = trial.report.seconds
            counts = row.counts.setdefault(trial.group, [0, 0])
            counts[0] += not trial.problem
            counts[1] += 1
            if trial.problem:
                row.problems.append(f"{trial.drill}, {trial.group} {trial.program}: {trial.problem}")
        yield row
