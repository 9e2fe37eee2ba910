"""Themes: strong enough to read, and nothing told by colour alone."""

from __future__ import annotations

import itertools

import pytest
from rich.cells import cell_len
from textual.color import Color
from textual.content import Content

from quizprep.content.library import Library
from quizprep.errors import UsageError
from quizprep.tui.app import QuizprepApp
from quizprep.tui.prose import CodeFlow, Flow, code
from quizprep.tui.theme import CONTRAST, INK, PAPER
from tests.tui.conftest import ask, until

BANKS = Library()  # before a test puts the small world in their place
TEXT = ("foreground", "primary", "secondary", "accent", "success", "warning", "error")
GROUNDS = ("background", "surface", "panel")


def luminance(colour: str) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [c / 255 for c in Color.parse(colour).rgb]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, contrast ratio, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("theme", "least"), [(CONTRAST, 7.0), (INK, 4.5), (PAPER, 4.0)])
def test_text_stands_out_from_its_ground(theme, least):
    texts = [getattr(theme, n) for n in TEXT] + [theme.variables["quiet"], theme.variables["code-text"]]
    for text, ground in itertools.product(texts, [getattr(theme, n) for n in GROUNDS]):
        assert contrast(text, ground) >= least, (text, ground)
    cursor = theme.variables["block-cursor-foreground"], theme.variables["block-cursor-background"]
    assert contrast(*cursor) >= least
    for text in texts:  # signs and figures keep their colour in the row under the cursor
        assert contrast(text, cursor[1]) >= 3.0, (text, cursor[1])


async def drawn(app, pilot) -> list[tuple[str, object]]:
    await pilot.pause()
    return [(s.text, s.style) for strip in app.screen._compositor.render_strips(app.screen.size) for s in strip]


async def test_no_colour_is_drawn_where_none_is_wanted(monkeypatch, grader, home):
    """NO_COLOR: every cell in the terminal's own two colours; the cursor is reversed, the verdict has its sign."""
    from quizprep.tui.desk import Desk

    monkeypatch.setenv("NO_COLOR", "1")
    (home / "config.toml").touch()  # no first start
    desk = Desk()
    desk.grader = grader
    app = QuizprepApp(desk)
    assert app.theme == "plain"
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.known)
        cells = await drawn(app, pilot)
        reversed_texts = [text for text, style in cells if style and style.reverse]
        assert any("Today's session" in t for t in reversed_texts) and not any("Mixed practice" in t for t in reversed_texts)
        await ask(app, pilot, "choice", "number")
        await pilot.press("a")
        for text, style in await drawn(app, pilot):
            for colour in (style.color, style.bgcolor) if style else ():
                assert colour is None or colour.is_default, (text, style)
        text = "".join(t for t, _s in await drawn(app, pilot))
        assert "✗" in text and "✓" in text


async def test_each_look_can_be_put_on(app):
    async with app.run_test(size=(80, 24)) as pilot:
        for name in ("paper", "contrast", "plain", "ink"):
            app.theme = name
            await pilot.pause()
            assert app.current_theme.name == name


def test_a_theme_that_is_none_is_told(app, home):
    (home / "config.toml").write_text('theme = "inkk"')
    with pytest.raises(UsageError, match="no theme 'inkk'; there are ink, paper, contrast, plain"):
        app.use_settings()


def test_code_is_shown_whole_however_narrow_the_window():
    source = BANKS.drill("sigmoid").reference()
    for width in (120, 64, 40, 12):
        shown = CodeFlow(code(source)).wrapped(width).plain
        assert max(map(cell_len, shown.split("\n"))) <= width
        assert "".join(shown.split()) == "".join(source.split())
    longest = max(source.splitlines(), key=len)
    first, *others = CodeFlow(code(longest)).wrapped(64).plain.split("\n")
    indent = len(longest) - len(longest.lstrip())
    assert first[:indent].isspace() or not indent
    assert others and all(len(line) - len(line.lstrip()) == indent + 6 for line in others)


def test_a_number_stays_with_its_unit():
    for width in range(8, 60):
        shown = (
            Flow(Content("✗  Probabilities of a batch of score rows，按行计算的概率  0.01\u00a0s"), hang=4)
            .wrapped(width)
            .plain
        )
        assert "0.01\u00a0s" in shown and max(map(cell_len, shown.split("\n"))) <= width
