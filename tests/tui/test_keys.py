"""Keys of one's own: every binding has a name, a wrong table is refused with one sentence, a right one works."""

from __future__ import annotations

import pytest
from textual.binding import Binding

from quizprep import config
from quizprep.errors import UsageError
from quizprep.tui import keys
from quizprep.tui.app import QuizprepApp
from quizprep.tui.screens.dialogs import Problem
from quizprep.tui.screens.drill import DrillScreen
from quizprep.tui.screens.drills import Drills
from tests.tui.conftest import until


def every_binding() -> list[tuple[str, object]]:
    """Each binding of ours, and the class that has it."""
    classes = {QuizprepApp}
    for screen in keys.screens():
        classes |= {c for c in [*screen.__mro__, *(b for w in keys._widgets(screen) for b in w.__mro__)] if c.__module__.startswith("quizprep")}
    return [(c.__qualname__, b) for c in classes for b in c.__dict__.get("BINDINGS", ())]


def test_every_binding_has_an_id_and_says_what_it_does():
    """Without an id nobody can give it another key; without a tooltip help and palette can't name it."""
    found = every_binding()
    assert len(found) > 50
    bad = [(where, b) for where, b in found if not isinstance(b, Binding) or not b.id or not (b.tooltip or b.description)]
    assert bad == []


def test_an_id_is_used_once_on_a_screen():
    for screen in [*keys.screens(), QuizprepApp]:
        ours = [c for c in screen.__mro__ if c.__module__.startswith("quizprep")]
        ids = [b.id for c in ours for b in c.__dict__.get("BINDINGS", ()) if isinstance(b, Binding)]
        assert len(ids) == len(set(ids)), screen


def test_the_keys_as_they_come_are_accepted_when_written_down():
    """Whoever writes the default keys into the settings is not told of a clash."""
    wanted = {name: b.key for bindings in keys.contexts().values() for name, b in bindings.items()}
    assert keys.check(wanted).keys() == wanted.keys()


@pytest.mark.parametrize(("table", "says"), [
    ({"drill.chek": "x"}, "did you mean drill.check"),
    ({"zzz": "x"}, "docs/keys.md"),
    ({"drill.check": "controll+x"}, "is no key"),
    ({"drill.check": "flurb"}, "is no key"),
    ({"drill.check": "h"}, "drill.check and drill.hint would both be on h"),
    ({"drill.check": "ctrl+l"}, "drill.check and app.language would both be on ctrl+l"),
    ({"home.drills": "j"}, "home.drills and rows.down would both be on j"),
    ({"app.quit": "q"}, "while you type"),
    ({"drill.check": "h", "drill.edit": "h"}, "would both be on h"),
])  # fmt: skip
def test_a_wrong_table_is_one_clear_sentence(table, says):
    with pytest.raises(UsageError, match=r"settings, \[keys\]") as told:
        keys.check(table)
    assert says in str(told.value)


def test_two_may_change_places():
    assert keys.check({"drill.check": "h", "drill.hint": "c"}) == {"drill.check": "h", "drill.hint": "c"}
    assert keys.check({"home.drills": "?,f5" , "screen.help": "ctrl+h"})["home.drills"] == "question_mark,f5"


async def test_the_keys_of_the_settings_work_and_the_old_ones_no_longer(app, home):
    (home / "config.toml").write_text('[keys]\nhome.drills = "x"\n"drills.back" = "f8"\n')
    assert config.load().keys == {"home.drills": "x", "drills.back": "f8"}
    app.use_settings()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.screen.known)
        await pilot.press("d")
        await pilot.pause()
        assert not isinstance(app.screen, Drills)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(app.screen, Drills))
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, Drills)
        await pilot.press("f8")
        await until(pilot, lambda: not isinstance(app.screen, Drills))


def test_a_table_found_good_is_not_looked_at_again_until_it_changes(home, monkeypatch):
    asked = []
    check = keys.check
    monkeypatch.setattr(keys, "check", lambda wanted: asked.append(dict(wanted)) or check(wanted))
    for _ in range(2):
        assert keys.accepted({"drill.check": "f5"}) == {"drill.check": "f5"}
    assert keys.accepted({"drill.check": "&"}) == {"drill.check": "ampersand"}
    assert asked == [{"drill.check": "f5"}, {"drill.check": "&"}]
    with pytest.raises(UsageError):
        keys.accepted({"drill.check": "h"})


@pytest.mark.parametrize(("text", "says"), [
    ("keys = 3", "it takes a table"), ("[keys]\ndrill.check = 3", "drill.check is 3"), ('[keys]\n"drill.check" = ""', "a key in quotes"),
])  # fmt: skip
def test_a_table_that_is_none_is_told_with_the_file(home, text, says):
    (home / "config.toml").write_text(text)
    with pytest.raises(UsageError, match=r"config\.toml") as told:
        config.load()
    assert says in str(told.value)


async def test_sentences_name_the_keys_that_are_chosen(app, home):
    (home / "config.toml").write_text(
        '[keys]\n"drill.check" = "f5"\n"drill.builtin" = "x"\n"drill.start" = "y"\n"drill.clock" = "%"\n"home.settings" = "z"\n'
    )
    app.use_settings()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.screen.known)
        assert "Press z to set the interview date" in app.screen._today_card().plain
        screen = DrillScreen(app.desk.library.drill("softmax"))
        await app.push_screen(screen)
        await pilot.pause()
        assert "press y to write the starter" in screen._invitation().plain
        await pilot.press("y")
        await until(pilot, lambda: "Edit it (e or x), then press f5" in screen._invitation().plain)
        assert "Press % to go on, T to give up" in screen._covered().plain
        app.push_screen(Problem("Something", "is wrong"))  # a dialog over it hides no key
        await pilot.pause()
        assert app.key_of("drill.check") == "f5" and app.key_of("drill.zzz") == ""
