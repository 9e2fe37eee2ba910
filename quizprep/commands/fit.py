"""``fit``: fit the schedule to the user's own reviews."""

from __future__ import annotations

from quizprep.commands.console import emit, out
from quizprep.i18n import _
from quizprep.progress.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def configure(name: str, parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--json", action="store_true")


def run(name: str, options: argparse.Namespace) -> int:
    """Fit, and say whether it is better."""
    from quizprep.progress.fit import fit

    with Store.open() as store:
        found = fit(store)
    if options.json:
        emit(found._asdict())
        return 0
    out(_("{n} reviews; log loss on the newest fifth of them (lower is better):", n=found.reviews))
    out(f"  {found.loss:.4f}  " + _("fitted to you"))
    out(f"  {found.default_loss:.4f}  " + _("published parameters"))
    out(f"  {found.baseline_loss:.4f}  " + _("moving average of your last hundred reviews"))
    if found.used:
        out(_("The fit predicts you better: it is used from now on."))
    else:
        out(_("The fit does not predict you better: the published parameters stay in use."))
    return 0
