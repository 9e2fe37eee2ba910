"""Cells: what we count is what a terminal (and Textual) counts, for every character that is ever shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

import quizprep
from quizprep.commands.console import columns
from quizprep.paths import questions_dir
from quizprep.text import escaped, fit, printable, width


def shown() -> set[str]:
    """Every character of the interface and of the banks."""
    texts = [Path(quizprep.__file__).parent.joinpath("locale/zh/LC_MESSAGES/quizprep.po").read_text("utf-8")]
    texts += [p.read_text("utf-8") for p in questions_dir().rglob("*") if p.suffix in (".toml", ".md", ".py")]
    return set("".join(texts)) - {"\n", "\t"}


def test_every_character_has_the_width_that_the_terminal_gives_it():
    characters = shown()
    assert len(characters) > 1000
    assert {c: (width(c), cell_len(c)) for c in characters if width(c) != cell_len(c)} == {}


def test_columns_of_two_languages_stand_under_each_other():
    lines = columns([["卷积", "a", "终"], ["convolution", "bb", "x"], ["", "梯度", ""]])
    assert [cell_len(line[: line.index(mark)]) for line, mark in zip(lines, ("a", "bb", "梯"), strict=True)] == [13] * 3


def test_cutting_never_splits_a_wide_character():
    for cells in range(12):
        assert width(fit("ab卷积神经网络", cells)) == cells


def test_json_keeps_its_meaning_and_loses_what_a_terminal_would_obey():
    value = {"stdout": "\x9b2J \u202e \u200b \ud800 \U000e0001 é 中文\n\x1b[2J", "n": [1.5, None]}
    text = escaped(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(text) == value
    assert "é 中文" in text and printable(text) == text


@pytest.mark.parametrize(("terminal", "room"), [(80, 80), (60, 60), (200, 96), (20, 40), (None, 96)])
def test_prose_is_wrapped_to_the_terminal(terminal, room, monkeypatch):
    from quizprep.commands import show

    monkeypatch.setattr(show, "screen_columns", lambda: terminal)
    for text in ("word " * 60, "减去最大值 " * 40, "`np.exp` overflows to ±inf above about 709.8 " * 6):
        found = show.prose(text, "  ", "    ")
        assert room - 12 < max(width(line) for line in found) <= room
        assert "".join("".join(found).split()) == "".join(text.split())
