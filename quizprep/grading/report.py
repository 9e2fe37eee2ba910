"""The verdict on a submission, as it is shown, stored and printed by ``check --json``."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from quizprep.content.model import Text

PASS, FAIL, ERROR, SKIPPED = "pass", "fail", "error", "skipped"
TIMEOUT, MEMORY, UNGRADED, GPU = "timeout", "memory", "ungraded", "gpu"


class Measured(Struct, frozen=True, kw_only=True):
    """A share that a training task's check measured, e.g. the accuracy on new images."""

    what: str
    value: float
    at_least: float
    n: int
    """Samples that it was measured on."""


class Progress(Struct, frozen=True, kw_only=True):
    """One entry of what a submission logs while a check trains it."""

    check: str
    step: int
    total: int | None
    values: dict[str, float]
    """By name, e.g. loss; may be nan or inf."""


class Printed(Struct, frozen=True):
    """A piece of what a submission prints while it trains."""

    text: str


class CheckResult(Struct, frozen=True, kw_only=True):
    """What one hidden check found."""

    name: str
    title: Text
    outcome: str
    """pass, fail, error or skipped."""
    message: str = ""
    input: str = ""
    got: str = ""
    expected: str = ""
    seconds: float = 0.0
    cause: str = ""
    """"timeout" or "memory" where a limit ended the check; "gpu" where it needs one and there was none."""
    measured: Measured | None = None
    """What the check measured, where it tells."""


class Named(Struct, frozen=True, kw_only=True):
    """A known mistake by name."""

    mistake: str
    title: Text
    explanation: Text


class Diagnosis(Struct, frozen=True, kw_only=True):
    """The known mistake that a submission matches."""

    mistake: str
    """Its name in the drill's mistakes.toml, or ``common.…`` for an accident that needs none."""
    title: Text
    explanation: Text
    confidence: float
    """One over the number of mistakes that can't be told apart here; half of that where it doesn't explain all."""
    explains_all: bool = True
    """False where something else is wrong as well."""
    check: str = ""
    """The check that caught it."""
    others: Sequence[Named] = ()
    """Known mistakes that can't be told apart from it here, or were made as well."""


class Advice(Struct, frozen=True):
    """A remark that costs nothing, e.g. a ready-made function was called."""

    line: int
    message: Text


class Report(Struct, frozen=True, kw_only=True):
    """The verdict on one submission."""

    drill: str
    verdict: str
    """pass, fail, error, timeout, memory or ungraded."""
    seconds: float
    seed: int
    device: str = "cpu"
    isolation: str = "L0"
    checks: Sequence[CheckResult] = ()
    diagnosis: Diagnosis | None = None
    advice: Sequence[Advice] = ()
    stdout: str = ""
    note: str = ""
    """One sentence about the whole run, e.g. why it is ungraded, or the syntax error with its line."""

    @property
    def passed(self) -> int:
        """How many checks passed."""
        return sum(c.outcome == PASS for c in self.checks)

    @property
    def without_gpu(self) -> int:
        """How many checks were not run because they need a GPU."""
        return sum(needs_gpu(c) for c in self.checks)


def needs_gpu(check: CheckResult) -> bool:
    """Whether it was not run because it needs a GPU, which counts neither way."""
    return check.outcome == SKIPPED and check.cause == GPU


def verdict_of(checks: Sequence[CheckResult], required: set[str]) -> str:
    """The verdict that follows from the checks: a skipped one is never a pass, but one that needs a GPU counts neither way."""
    required -= {c.name for c in checks if needs_gpu(c)}
    checks = [c for c in checks if not needs_gpu(c)]
    for cause in (TIMEOUT, MEMORY):
        if any(c.cause == cause for c in checks):
            return cause
    outcomes = {c.outcome for c in checks}
    if ERROR in outcomes:
        return ERROR
    if FAIL in outcomes:
        return FAIL
    if any(c.outcome != PASS for c in checks) or required - {c.name for c in checks} or not checks:
        return UNGRADED
    return PASS
