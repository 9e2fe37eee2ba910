"""A quiz in a real terminal: typed answers, the language, the window's size, the mouse."""

import re

from tests.e2e.terminal import ENTER, ESCAPE, TAB, Terminal, answer, at_home, left_clean, open_drill, open_quiz
from tests.e2e.test_terminal import rows

TYPED = "Type the answer"


def until_typed(app: Terminal) -> None:
    """Answer until a question comes whose answer is typed."""
    for _ in range(60):
        before = app.text()
        if TYPED in before:
            return
        if re.search("[✓✗] (Right|Wrong|Not quite)", before):
            app.child.send(ENTER)
        else:
            answer(app)
        for _wait in range(20):
            app.pump(0.1)
            if app.text() != before:
                break
        app.pump(0.3)
    raise AssertionError(f"no such question came:\n{app.text()}")


def test_what_is_typed_outlives_language_and_size(start, tmp_path):
    """Half an answer is in the box; Chinese, a window too small, a larger one: it is still there."""
    app = start()
    at_home(app)
    open_quiz(app, 40)
    until_typed(app)
    app.press("173")
    app.press("\x0c")
    app.wait("回车", "173")
    app.resize(20, 70)
    app.wait("80", "24")
    app.resize(40, 120)
    app.wait("173")
    app.press("\x0c")
    app.wait(TYPED, "173")
    app.press(ENTER)
    app.pump(1)
    app.press("\x11")
    assert app.ended() == 0 and left_clean(app.modes())
    kept = rows(tmp_path / "home", "select question from answers")
    assert kept


def test_the_first_start_asks_three_things_at_most_and_only_once(start, tmp_path):
    """Escape skips them all; the next start goes straight to the first screen."""
    app = start(first=True)
    app.wait("Welcome to quizprep", "Interview date", "Minutes a day")
    app.press(ESCAPE)
    app.wait("Counting" if "Counting" in app.text() else "Mixed practice")
    assert "Welcome" not in app.text()
    app.press("\x11")
    assert app.ended() == 0
    again = start(first=True)
    again.wait("Mixed practice", "in a row")
    again.pump(2)
    assert "Welcome" not in again.text()


def test_what_was_answered_at_the_first_start_is_kept(start, tmp_path):
    app = start(first=True)
    app.wait("Welcome to quizprep", "Minutes a day")
    app.press(TAB)
    app.press("\x1b[Z")
    app.press("\x1b[B")
    app.press("2031-05-06")
    app.press("\x13")
    app.pump(1)
    assert "2031-05-06" in (tmp_path / "home/config.toml").read_text()


def test_the_settings_choose_language_and_the_flag_wins(start, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/config.toml").write_text('language = "zh"\n')
    by_setting, by_flag, by_lang = start(), start("--lang", "en"), Terminal(tmp_path / "other", LANG="zh_CN.UTF-8", LC_ALL="")
    by_setting.wait("混合练习")
    by_flag.wait("Mixed practice")
    by_lang.wait("混合练习")
    by_lang.end()


def test_the_mouse_clicks(start):
    """A click on the key bar is that key; a click on a row opens it."""
    app = start()
    at_home(app)
    app.wait("d Drills")  # the key bar is drawn after the rows
    app.pump(1)
    x = app.screen.display[-1].index("d Drills") + 1
    app.press(f"\x1b[<0;{x};24M\x1b[<0;{x};24m")
    app.wait("Find", "Open", "Leaky ReLU")
    y = next(n for n, line in enumerate(app.screen.display, 1) if "Leaky ReLU" in line)
    app.press(f"\x1b[<0;10;{y}M\x1b[<0;10;{y}m")
    app.wait("leaky_relu_forward", "Check")


def test_vi_edits_and_the_save_is_judged(start, tmp_path):
    """vi has the terminal, gives it back, and the verdict comes without being asked for."""
    import shutil

    import pytest

    editor = shutil.which("vi") or shutil.which("nano")
    if not editor or not editor.endswith("vi"):
        pytest.skip("there is no vi here")
    app = start(EDITOR="vi")
    at_home(app)
    open_drill(app, "Softmax, stable", "softmax")
    app.press("e")
    app.wait("NotImplementedError")
    app.press(":%s/raise NotImplementedError.*/return x/" + ENTER)
    app.press(":wq" + ENTER)
    app.wait("Saved", "0 of 5 checks", seconds=60)
    assert rows(tmp_path / "home", "select verdict from submissions") == [("fail",)]
    app.press("\x11")
    assert app.ended() == 0 and left_clean(app.modes())


def test_watch_in_the_plain_terminal_judges_each_save(start, tmp_path):
    practice = tmp_path / "home/practice"
    practice.mkdir(parents=True)
    file = practice / "softmax.py"
    file.write_text("def softmax(x, axis=-1):\n    return x\n")
    app = start("watch", "softmax", rows=50, columns=120)
    app.wait("0 of 5 checks", seconds=60)
    file.write_text("import numpy as np\n\n\ndef softmax(x, axis=-1):\n    e = np.exp(x - x.max(axis=axis, keepdims=True))\n"
                    "    return e / e.sum(axis=axis, keepdims=True)\n")  # fmt: skip
    app.wait("5 of 5 checks", seconds=60)
    app.child.sendintr()
    assert app.ended() == 130
    assert rows(tmp_path / "home", "select verdict from submissions order by id") == [("fail",), ("pass",)]
