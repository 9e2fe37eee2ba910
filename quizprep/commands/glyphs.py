"""``glyphs``: what the images of the training tasks look like, in the terminal."""

from __future__ import annotations

import json
import subprocess
import sys

from quizprep import paths
from quizprep.commands.console import out
from quizprep.commands.listing import seed
from quizprep.errors import UngradedError
from quizprep.i18n import _

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

SECONDS = 60


def configure(_name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--seed", type=seed, default=0)


def run(_name: str, options: argparse.Namespace) -> int:
    """Print the first samples of a seed. A process of its own draws them: this one does without NumPy."""
    import shutil

    root = paths.import_root()
    code = (
        f"import sys, json; sys.path.insert(0, {root!r}); from quizprep import glyphs; "
        f"print(json.dumps(glyphs.page({options.seed}, {shutil.get_terminal_size().columns})))"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UngradedError(_("Drawing the glyphs took over a minute; try again when the machine is idle.")) from None
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise UngradedError(_("The glyphs can't be drawn ({why}); NumPy may be broken: install it again.", why=why))
    out("\n".join(json.loads(done.stdout)))
    return 0
