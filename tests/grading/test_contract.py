"""Every drill keeps the contract, through the real judge: starter fails helpfully, reference and alternatives pass,
each known mistake is rejected by the checks named for it, and nothing lazy passes."""

import pytest

from quizprep.content.library import Library
from quizprep.grading.selfcheck import trials

SLUGS = [d.slug for d in Library().drills]
LAZY = {
    "zeros": "np.zeros(7)",
    "ones": "np.ones(7)",
    "echo": "a[0] if a else None",
    "random": "np.random.default_rng().normal(size=getattr(a[0] if a else 1.0, 'shape', ()))",
    "pair-of-zeros": "(np.zeros_like(a[0]) if a else 0.0, None)",
    "pair-echo": "(a[0] if a else None, a[-1] if a else None)",
}


def test_there_are_drills_to_judge():
    assert len(SLUGS) >= 8


@pytest.mark.parametrize("slug", SLUGS)
def test_the_drills_own_programs_are_judged_as_they_must_be(grader, library, slug):
    bad = [f"{t.program}: {t.problem}" for t in trials(library.drill(slug), grader) if t.problem]
    assert bad == []


@pytest.mark.parametrize("slug", SLUGS)
def test_no_lazy_program_passes(grader, library, slug):
    drill = library.drill(slug)
    for name, value in LAZY.items():
        source = "import numpy as np\n" + "".join(f"def {e}(*a, **k):\n    return {value}\n" for e in drill.info.entry)
        report = grader.check(drill, source.encode())
        assert report.verdict in ("fail", "error"), f"{name} got {report.verdict}"
        assert any(c.outcome in ("fail", "error") for c in report.checks)
