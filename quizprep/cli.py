"""The command line: which command, in which language. Each command's module is imported when it runs."""

from __future__ import annotations

import sys
from types import SimpleNamespace

from quizprep import i18n, paths
from quizprep.errors import QuizprepError, UsageError
from quizprep.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from types import ModuleType

COMMANDS = {
    "today": ("today", "[--minutes N] [--seed S]", "today's session in the plain terminal"),
    "due": ("today", "[--json]", "the questions that are due"),
    "quiz": ("ask", "[TOPIC…] [-n N] [--seed S] [--mock|--cram [--minutes N]]", "questions in the plain terminal"),
    "interview": (
        "interview",
        "[--minutes N] [--topics …] [--level L] | --list | --export ID [FILE]",
        "a mock interview against the clock, and its report",
    ),
    "drills": ("listing", "[--json]", "the coding drills"),
    "topics": ("listing", "[--json]", "the topics"),
    "questions": ("listing", "[--json]", "the questions"),
    "question": ("listing", "ID [--seed S] [--json]", "one rendered question, its answer too"),
    "start": ("drill", "SLUG [DIR]", "write the starter and the statement; never overwrites"),
    "check": ("check", "SLUG [FILE|-] [--seed S] [--device D] [--json]", "grade a submission"),
    "watch": ("check", "SLUG", "grade again whenever the file is saved"),
    "hint": ("drill", "SLUG", "the next hint"),
    "reveal": ("drill", "SLUG", "the reference solution"),
    "glyphs": ("glyphs", "[--seed S]", "the images of the training tasks, in the terminal"),
    "fit": ("fit", "[--json]", "fit the schedule to your own reviews"),
    "find": ("find", "[WORDS…] [--topic T] [--type T] [--state S] [--json]", "questions, drills and notes by words"),
    "stats": ("stats", "[--json]", "how you are doing"),
    "doctor": ("doctor", "[--json]", "what works here and what to do about the rest"),
    "lint": ("lint", "[BANK] [--json]", "check question banks"),
}
"""Name -> (module of quizprep.commands, arguments, summary)."""
PLAIN = {"drills", "topics", "questions", "stats"}
"""Commands that take nothing but --json: without argparse they start a fifth faster."""
WRONG_USAGE = 2
USAGE = 40
"""Cells for a command and its arguments in the overview; what is longer has its summary below."""


def run(arguments: list[str]) -> int:
    """Run the command line; every error a user can meet becomes one sentence on stderr and an exit code."""
    try:
        return _run(list(arguments))
    except QuizprepError as e:
        from quizprep.commands.console import talk

        talk(f"quizprep: {e}")
        return e.exit_code
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else 0 if e.code is None else WRONG_USAGE


def _run(arguments: list[str]) -> int:
    lang, rest = _language(arguments)
    try:
        _settings(lang)
    except UsageError:
        if rest[:1] not in (["doctor"], ["--help"], ["-h"]):  # doctor names broken settings itself
            raise
    if not rest:
        from quizprep.tui.app import run as app

        return app(lang)
    name, *rest = rest
    if name in ("-h", "--help", "help"):
        sys.stdout.write(overview())
        return 0
    if name in ("-V", "--version"):
        from quizprep import __version__

        sys.stdout.write(f"quizprep {__version__}\n")
        return 0
    if name not in COMMANDS:
        raise UsageError(_unknown(name))
    return _command(name, rest)


def _command(name: str, rest: list[str]) -> int:
    if name != "check":
        return _carry_out(name, rest)
    from quizprep.grading import early

    service = early.start(rest)
    try:
        return _carry_out(name, rest, service=service)
    finally:
        if service is not None:
            service.close()


def _carry_out(name: str, rest: list[str], **more: object) -> int:
    import importlib

    module_name, _usage, summary = COMMANDS[name]
    module: ModuleType = importlib.import_module(f"quizprep.commands.{module_name}")
    if name in PLAIN and rest in ([], ["--json"]):
        plain: int = module.run(name, SimpleNamespace(json=bool(rest)))
        return plain
    import argparse

    parser = argparse.ArgumentParser(f"quizprep {name}", description=_(summary), allow_abbrev=False)
    module.configure(name, parser)
    parser.set_defaults(open_app=_open_interview)  # commands may not import the TUI
    options: argparse.Namespace = parser.parse_args(rest, argparse.Namespace(**more))
    code: int = module.run(name, options)
    return code


def _open_interview(begin: Callable[[], int]) -> int:
    """Open the app at the interview that `begin` plans; 0 stands for the list of them. Nothing is planned without a terminal."""
    from quizprep.tui import app, terminal

    terminal.needed()
    return app.run(interview=begin())


def _language(arguments: list[str]) -> tuple[str | None, list[str]]:
    """The language of ``--lang``, wherever it stands, and the arguments without it."""
    lang: str | None = None
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            return lang, [*rest, word, *words]
        if word == "--lang":
            lang = next(words, "")
        elif word.startswith("--lang="):
            lang = word.removeprefix("--lang=")
        else:
            rest.append(word)
            continue
        if lang not in ("en", "zh"):
            raise UsageError(_("--lang takes en or zh, not {lang!r}.", lang=lang))
    return lang, rest


def _settings(lang: str | None) -> None:
    import os

    from_file = ""
    i18n.choose(lang)
    if paths.config_file().exists():
        from quizprep import config

        settings = config.load()
        from_file = settings.language
        if settings.practice_dir:
            paths.use_practice_dir(settings.practice_dir)
    i18n.choose(lang or os.environ.get("QUIZPREP_LANG") or from_file or None)


def _unknown(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.5)
    what = _("there is no command {name!r}", name=name)
    return f"{what}; " + (_("did you mean {near}?", near=near[0]) if near else _("see: quizprep --help"))


def overview() -> str:
    """The page that ``quizprep --help`` prints."""
    rows = [(f"quizprep {name} {usage}", _(summary)) for name, (_module, usage, summary) in COMMANDS.items()]
    lines = []
    for usage, summary in [("quizprep", _("the app")), *rows]:
        if len(usage) <= USAGE:
            lines.append(f"  {usage:<{USAGE}}  {summary}")
        else:
            lines += [f"  {usage}", f"  {'':<{USAGE}}  {summary}"]
    tail = _("Everywhere: --lang en|zh. QUIZPREP_HOME moves all that is written under one folder.")
    return "\n".join([_("quizprep: the deep-learning interview gym in a terminal"), "", *lines, "", tail, ""])
