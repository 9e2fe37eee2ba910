"""Settings: few, checked, and a misspelt one is named with the nearest known."""

import pytest

from quizprep import config, paths
from quizprep.errors import UsageError


def load(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return config.load(path)


def test_a_missing_file_is_the_default(tmp_path):
    assert config.load(tmp_path / "none.toml") == config.Config()


def test_all_settings_are_read(tmp_path):
    found = load(
        tmp_path, 'language = "zh"\neditor = "vi"\npractice_dir = "~/x"\ntheme = "nord"\ncheck_seconds_scale = 2\n'
    )
    assert found == config.Config("zh", "vi", "~/x", "nord", 2)


@pytest.mark.parametrize(("text", "says"), [
    ("langage = 'zh'", "did you mean language"), ("xyz = 1", "there are check_seconds_scale, device"), ("language = 'fr'", "language is 'fr'"),
    ("check_seconds_scale = true", "0.1 to 100"), ("check_seconds_scale = 0", "0.1 to 100"), ("check_seconds_scale = nan", "0.1 to 100"),
    ("editor = 3", "text in quotes"), ("editor = ", "not valid TOML"),
])  # fmt: skip
def test_a_wrong_setting_is_one_clear_sentence_with_the_file(tmp_path, text, says):
    with pytest.raises(UsageError) as told:
        load(tmp_path, text)
    assert says in str(told.value) and "config.toml" in str(told.value)


def test_a_file_that_is_not_text_or_no_file_is_told(tmp_path):
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match="TOML"):
        config.load(tmp_path / "config.toml")
    with pytest.raises(UsageError, match="can't be read"):
        config.load(tmp_path)


def test_linux_folders_are_those_that_platformdirs_names(monkeypatch):
    import platformdirs

    monkeypatch.delenv("QUIZPREP_HOME", raising=False)
    for data, settings in (("", ""), ("/x/data", "/x/config")):
        monkeypatch.setenv("XDG_DATA_HOME", data)
        monkeypatch.setenv("XDG_CONFIG_HOME", settings)
        assert paths.data_dir() == platformdirs.user_data_path("quizprep", appauthor=False)
        assert paths.config_file().parent == platformdirs.user_config_path("quizprep", appauthor=False)


def test_longer_limits_are_a_setting(home):
    from quizprep.commands.check import grader
    from quizprep.content.library import Library

    drill = Library().drill("softmax")
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("check_seconds_scale = 3.0")
    with grader() as judge:
        asked = judge._requests(drill, "", 0, "cpu", forked=True)
        assert {a["limits"]["seconds"] for a in asked} == {3 * drill.info.limits.seconds}
