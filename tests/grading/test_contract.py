"""Every drill keeps the contract, through the real judge: starter fails helpfully, reference and alternatives pass, each
known mistake is rejected by the checks named for it and named by the diagnosis, and nothing lazy passes."""

import pytest

from quizprep.content.library import Library
from quizprep.grading.measure import trials

DRILLS = Library().drills
SLUGS = [
    pytest.param(d.slug, marks=[pytest.mark.xdist_group("training")] * (d.info.kind == "training")) for d in DRILLS
]  # two trainings at once would take each other's time


def test_there_are_drills_to_judge():
    assert len(SLUGS) >= 80


@pytest.mark.parametrize("slug", SLUGS)
def test_every_program_is_judged_as_it_must_be(grader, library, slug):
    bad = [f"{t.group} {t.program}: {t.problem}" for t in trials(library.drill(slug), grader) if t.problem]
    assert not bad, "\n".join(bad)
