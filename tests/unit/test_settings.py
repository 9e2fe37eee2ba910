"""Settings are changed in place: comments, order and other keys stay; nothing broken is ever written."""

from datetime import date

import pytest

from quizprep import config, settings
from quizprep.errors import UsageError

MINE = """# my settings
editor = "vi"   # always
interview_date = 2026-12-01

[keys]          # my keys
"home.drills" = "f9"
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "quizprep" / "config.toml"


def write(path, text):
    path.parent.mkdir()
    path.write_text(text, "utf-8")


def test_a_file_that_is_not_there_is_made_with_what_was_given(path):
    settings.change(path, language="zh", interview_date=date(2026, 12, 5), minutes_a_day=None)
    assert path.read_text() == 'language = "zh"\ninterview_date = 2026-12-05\n'


def test_all_else_stays_as_the_user_wrote_it(path):
    write(path, MINE)
    settings.change(path, interview_date=date(2027, 1, 2), minutes_a_day=30)
    found = config.load(path)
    assert (found.editor, found.interview_date, found.minutes_a_day, found.keys) == (
        "vi", date(2027, 1, 2), 30, {"home.drills": "f9"},
    )  # fmt: skip
    text = path.read_text()
    assert "# my settings" in text and "# always" in text and "[keys]          # my keys" in text
    settings.change(path, interview_date=None, minutes_a_day=None)
    assert config.load(path).interview_date is None and "# always" in path.read_text()


@pytest.mark.parametrize("text", ["editor = ", "\xff", "unknown = 1\n"])
def test_a_broken_file_is_told_and_left_as_it_is(path, text):
    write(path, "")
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError):
        settings.change(path, minutes_a_day=30)
    assert path.read_bytes() == text.encode("latin-1") and list(path.parent.iterdir()) == [path]


def test_a_value_that_is_not_allowed_is_never_written(path):
    write(path, MINE)
    with pytest.raises(UsageError, match="5 to 480") as told:
        settings.change(path, minutes_a_day=3)
    assert str(told.value).startswith(f"{path}: minutes_a_day is 3")
    assert path.read_text() == MINE


def test_a_link_stays_a_link(path, tmp_path):
    write(path, "")
    path.unlink()
    real = tmp_path / "dotfiles.toml"
    real.write_text(MINE)
    path.symlink_to(real)
    settings.change(path, minutes_a_day=30)
    assert path.is_symlink() and "minutes_a_day = 30" in real.read_text()
