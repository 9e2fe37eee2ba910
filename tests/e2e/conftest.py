"""Terminals that are ended with the test."""

import pytest

from tests.e2e.terminal import Terminal


@pytest.fixture
def start(tmp_path):
    """Starts quizprep on a terminal: ``start("quiz", "-n", "1", rows=60, columns=120, EDITOR="vi")``."""
    running = []

    def begin(*args, **kwargs):
        running.append(Terminal(tmp_path / "home", *args, **kwargs))
        return running[-1]

    yield begin
    for terminal in running:
        terminal.end()
