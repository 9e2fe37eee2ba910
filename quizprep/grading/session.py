"""A session of pytest in this process: begun ahead of need, its file of checks known only later."""

from __future__ import annotations

import os
from pathlib import Path

import _pytest.config
import pytest

OPTIONS = [
    "-c", os.devnull, "--rootdir=/", "--confcutdir=/", "--noconftest", "--assert=plain", "--capture=no",
    "--import-mode=importlib", "-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:doctest",
    "-p", "no:junitxml", "-p", "no:pastebin", "-p", "no:stepwise", "-p", "no:faulthandler", "-p", "no:logging",
    "-p", "no:threadexception", "-p", "no:unraisableexception", "-p", "no:warnings", "-p", "no:tmpdir",
    "-p", "no:legacypath", "-p", "no:setuponly", "-p", "no:setupplan", "-p", "no:debugging", "-p", "no:recwarn",
    "-p", "no:monkeypatch", "-p", "no:freeze_support",
]  # fmt: skip
"""pytest's arguments: our own settings only, and nothing that a verdict doesn't need."""


def started(plugin: object) -> pytest.Session:
    """A session of pytest that has no file to run yet: made ahead of need, three quarters of its start are done."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    config = _pytest.config._prepareconfig([*OPTIONS, os.devnull])
    session = pytest.Session.from_config(config)
    config._do_configure()
    config.hook.pytest_sessionstart(session=session)
    config.pluginmanager.register(plugin)
    return session


def finish(session: pytest.Session, file: Path) -> None:
    """Collect the tests of `file`, looking at no other folder than its own (pytest would walk down from the root to it), and run them."""
    config = session.config
    config.args = [str(file)]
    config._rootpath = config.pluginmanager._confcutdir = file.parent
    try:
        config.hook.pytest_collection(session=session)
        config.hook.pytest_runtestloop(session=session)
    except (session.Interrupted, pytest.UsageError):
        pass  # the file can't be imported: no check was run, which is no pass
    finally:
        config.hook.pytest_sessionfinish(session=session, exitstatus=0)
        config._ensure_unconfigure()
