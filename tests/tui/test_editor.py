"""The built-in editor: what is typed is lost neither with the program nor with the machine, nor to another program."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from textual.widgets import TextArea

from quizprep import i18n, practice
from quizprep.drafts import Draft
from quizprep.errors import QuizprepError
from quizprep.tui.screens.dialogs import Confirm, Problem
from quizprep.tui.screens.editor import Editor
from quizprep.tui.widgets.report import ReportView
from tests.tui.conftest import until
from tests.tui.test_drill import open_drill


async def test_built_in_editor_saves_and_checks(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(app.screen, Editor)
        await pilot.press(*"#right", "escape")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        await pilot.press("ctrl+s")
        assert screen.file.read_text().startswith("#right")
        await pilot.press("f5")
        await until(pilot, lambda: screen.query(ReportView))
        assert app.desk.store.submissions("softmax")[0].verdict == "pass"


async def test_what_was_typed_and_not_saved_is_there_again(new_app):
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Editor))
        await pilot.press(*"#half")
        await pilot.pause()  # and here the program is killed
        assert Draft(screen.file).find().text.startswith("#half")
    starter = screen.file.read_text()
    assert "#half" not in starter
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Editor))
        area = app.screen.query_one(TextArea)
        assert area.text.startswith("#half") and "not saved" in app.screen._head().plain
        await pilot.press("ctrl+z")
        assert area.text == starter
        await pilot.press("ctrl+y")
        assert area.text.startswith("#half")
        await pilot.press("ctrl+s")
        assert screen.file.read_text().startswith("#half") and Draft(screen.file).find() is None
        await pilot.press("x", "escape", "y")
        await until(pilot, lambda: app.screen is screen)
        assert Draft(screen.file).find() is None and "x#half" not in screen.file.read_text()  # given up when asked


async def edited(app, pilot):
    """The drill's screen, with something typed in the built-in editor that is not saved."""
    screen = await open_drill(app, pilot)
    await pilot.press("i")
    await until(pilot, lambda: isinstance(app.screen, Editor))
    await pilot.press(*"#half")
    await pilot.pause()
    return screen


def later(file: Path, text: str) -> None:
    """Another program writes the file, after all that was written so far."""
    file.write_text(text, "utf-8")
    then = time.time_ns() + 10**9
    os.utime(file, ns=(then, then))


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_file_that_was_changed_after_the_draft_is_opened_and_the_draft_is_put_aside(new_app, language):
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await edited(app, pilot)  # and here the program is killed
        typed = app.screen.query_one(TextArea).text
    later(screen.file, "x = 'from another editor'\n")
    i18n.choose(language)
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Editor))
        await pilot.pause()
        area, kept = app.screen.query_one(TextArea), screen.file.with_name("softmax.kept.py")
        assert area.text == "x = 'from another editor'\n" and kept.read_text("utf-8") == typed
        told = [n.message for n in app._notifications if "softmax.kept.py" in n.message]
        assert len(told) == 1 and "ctrl+z" in told[0] and "softmax.py" in told[0]
        assert Draft(screen.file).find() is None  # it lies where it was said to lie
        await pilot.press("ctrl+z")
        assert area.text == typed
        await pilot.press("ctrl+s")
        assert screen.file.read_text("utf-8") == typed and kept.read_text("utf-8") == typed


async def test_where_the_draft_can_not_be_put_aside_it_is_opened_itself(new_app, monkeypatch):
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await edited(app, pilot)
    later(screen.file, "x = 1\n")

    def full(path, source):
        raise QuizprepError("no space left")

    monkeypatch.setattr(practice, "put_aside", full)
    app = new_app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_drill(app, pilot)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Problem))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Editor))
        assert app.screen.query_one(TextArea).text.startswith("#half") and Draft(screen.file).find().text.startswith("#half")


async def test_what_another_program_saved_under_the_open_editor_is_put_aside_when_it_is_saved(app):
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await edited(app, pilot)
        typed = app.screen.query_one(TextArea).text
        later(screen.file, "x = 2\n")
        await pilot.press("ctrl+s")
        kept = screen.file.with_name("softmax.kept.py")
        assert screen.file.read_text("utf-8") == typed and kept.read_text("utf-8") == "x = 2\n"
        assert [n for n in app._notifications if "softmax.kept.py" in n.message]
        await pilot.press("a", "ctrl+s")
        assert not screen.file.with_name("softmax.kept-2.py").exists()  # nobody else changed it since
        screen.file.write_bytes(b"\xff no text")
        await pilot.press("b", "ctrl+s")
        assert screen.file.with_name("softmax.kept-2.py").read_bytes() == b"\xff no text"


async def test_a_second_after_a_key_the_draft_is_written_through_to_the_disk(app, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle, fsync=os.fsync: synced.append(os.fstat(handle).st_ino) or fsync(handle))
    monkeypatch.setattr("quizprep.tui.screens.editor.SURE_SECONDS", 0.05)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await edited(app, pilot)
        sure = Draft(screen.file).places[1]
        await until(pilot, lambda: sure.exists() and sure.read_text("utf-8").startswith("#half"))
        await until(pilot, lambda: {sure.stat().st_ino, sure.parent.stat().st_ino} <= set(synced))
        Draft(screen.file).places[0].write_bytes(b"")  # as a power cut leaves it
        assert Draft(screen.file).find().text.startswith("#half")
        await pilot.press("ctrl+s")
        assert [p.name for p in screen.file.parent.iterdir() if "draft" in p.name] == []


async def test_a_long_path_leaves_room_to_say_that_something_is_not_saved(app, tmp_path):
    async with app.run_test(size=(80, 24)) as pilot:
        file = tmp_path / ("a-long-folder-" * 8) / "softmax.py"
        screen = Editor(file, "x = 1\n")
        await app.push_screen(screen)
        await pilot.press("y")
        await pilot.pause()
        line = screen._head()
        assert line.cell_length <= screen.query_one("#head").size.width
        assert line.plain.startswith("…") and "softmax.py" in line.plain and line.plain.endswith("not saved")


async def test_a_draft_that_can_not_be_kept_is_told_once(app, monkeypatch):
    def full(draft, text):
        raise QuizprepError("no space left")

    monkeypatch.setattr(Draft, "keep", full)
    async with app.run_test(size=(80, 24)) as pilot:
        await open_drill(app, pilot)
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Editor))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Problem))
        await pilot.press("escape", "b")
        await pilot.pause()
        assert isinstance(app.screen, Editor)
