"""One grader for a module's tests."""

import pytest

from quizprep.content.library import Library
from quizprep.grading.client import Grader


@pytest.fixture(scope="session")
def library():
    return Library()


@pytest.fixture(scope="module")
def grader():
    with Grader(examiners=1) as grader:  # the tests themselves run on all processors
        yield grader
