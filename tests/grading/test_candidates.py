"""Programs as candidates write them, in their own style and with their own caches, each with one mistake: it is named."""

import re
from pathlib import Path

import pytest

CANDIDATES = sorted((Path(__file__).parent / "candidates").glob("*.py"))


@pytest.mark.parametrize("path", CANDIDATES, ids=lambda p: p.stem)
def test_the_mistake_is_named(grader, library, path):
    source = path.read_text("utf-8")
    drill, name = (re.search(rf"# {key}: (\S+)", source)[1] for key in ("drill", "named"))
    report = grader.check(library.drill(drill), source.encode(), seed=1)
    assert report.verdict in ("fail", "error")
    diagnosis = report.diagnosis
    assert diagnosis is not None, [c.message for c in report.checks]
    assert name in [diagnosis.mistake, *(o.mistake for o in diagnosis.others)]
    assert diagnosis.explains_all


def test_there_are_candidates():
    assert len(CANDIDATES) >= 10
