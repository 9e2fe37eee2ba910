"""Grade a drill's own files through the real judge: reference, starter, every known mistake, every alternative.

python -m quizprep.grading.selfcheck [SLUG …]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from quizprep.content.library import Drill, Library
from quizprep.content.mistakes import program
from quizprep.grading.client import Grader
from quizprep.grading.report import PASS, Report


@dataclass(frozen=True)
class Trial:
    """One of a drill's own programs and whether the judge treats it as it must."""

    drill: str
    program: str
    report: Report
    problem: str
    """Empty when all is as it must be."""


def trials(drill: Drill, grader: Grader, seed: int | None = None) -> Iterator[Trial]:
    """Grade every program of a drill."""

    def accepted(name: str, source: str) -> Trial:
        report = grader.check(drill, source.encode(), seed=seed)
        bad = [f"{c.name}: {c.outcome} {c.message}" for c in report.checks if c.outcome != PASS]
        problem = "" if report.verdict == PASS else "should pass; " + "; ".join(bad or [report.note])
        return Trial(drill.slug, name, report, problem)

    yield accepted("reference", drill.reference())
    for path in drill.alternatives():
        yield accepted(f"alternative {path.stem}", path.read_text("utf-8"))
    report = grader.check(drill, drill.starter().encode(), seed=seed)
    told = any("NotImplementedError" in c.message for c in report.checks)
    problem = "passes" if report.verdict == PASS else "" if told and not report.note else "gives no helpful message"
    yield Trial(drill.slug, "starter", report, problem)
    for mistake in drill.mistakes().mistakes:
        report = grader.check(drill, program(drill.solution, mistake).encode(), seed=seed)
        outcome = {c.name: c.outcome for c in report.checks}
        missed = [n for n in mistake.caught_by if outcome.get(n) not in ("fail", "error")]
        problem = f"not rejected by {', '.join(missed)}" if missed or not mistake.caught_by else ""
        if report.note:
            problem = f"can't be loaded: {report.note}"
        yield Trial(drill.slug, f"mistake {mistake.name}", report, problem)


def main(slugs: list[str]) -> int:
    """Print a table; 1 when anything is not as it must be."""
    library, bad = Library(), 0
    with Grader() as grader:
        for drill in [library.drill(s) for s in slugs] if slugs else library.drills:
            for trial in trials(drill, grader):
                bad += bool(trial.problem)
                caught = ",".join(c.name for c in trial.report.checks if c.outcome != PASS)
                sys.stdout.write(
                    f"{'BAD' if trial.problem else 'ok ':3} {trial.drill:20} {trial.program:32} "
                    f"{trial.report.verdict:8} {trial.report.seconds:6.3f} s  {trial.problem or caught}\n"
                )
    for problem in library.problems:
        sys.stdout.write(f"BAD {problem}\n")
    return 1 if bad or library.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
