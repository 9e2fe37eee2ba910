"""The verdict on a submission, as it is shown, stored and printed by ``check --json``."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from quizprep.content.model import Text

PASS, FAIL, ERROR, SKIPPED = "pass", "fail", "error", "skipped"
TIMEOUT, MEMORY, UNGRADED = "timeout", "memory", "ungraded"


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
    """"timeout" or "memory" where a limit ended the check."""


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


def verdict_of(checks: Sequence[CheckResult], required: set[str]) -> str:
    """The verdict that follows from the checks: a skipped required check is never a pass."""
    for cause in (TIMEOUT, MEMORY):
        if any(c.cause == cause for c in checks):
            return cause
    outcomes = {c.outcome for c in checks}
    if ERROR in outcomes:
        return ERROR
    if FAIL in outcomes:
        return FAIL
    if any(c.outcome != PASS for c in checks if c.name in required) or required - {c.name for c in checks}:
        return UNGRADED
    return PASS
