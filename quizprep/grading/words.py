"""A training task's verdict in words, for the command line and the app alike."""

from __future__ import annotations

from quizprep.grading.curve import Curve
from quizprep.grading.report import Measured, Report
from quizprep.i18n import _
from quizprep.text import printable


def on_device(device: str) -> str:
    """Where it ran: "on the CPU"."""
    return {"cpu": _("on the CPU"), "cuda": _("on the GPU (CUDA)"), "mps": _("on the GPU (MPS)")}.get(device, device)


def not_run(report: Report) -> str:
    """How many checks need a GPU and were not run; "" where there is none."""
    n = report.without_gpu
    return "" if n == 0 else _("1 GPU check not run") if n == 1 else _("{n} GPU checks not run", n=n)


def measured(found: Measured) -> str:
    """What a check measured: "accuracy 94.3 % on 2000 samples (at least 90.0 %)"."""
    names = {"accuracy": _("accuracy")}
    return _(
        "{what} {value:.1f} %, on {n} samples (at least {at_least:.1f} %)",
        what=names.get(found.what, found.what),
        value=100 * found.value,
        n=found.n,
        at_least=100 * found.at_least,
    )


def numbers(curve: Curve) -> str:
    """The latest numbers: "loss 0.412   accuracy 0.881"."""
    values = curve.latest.values if curve.latest else {}
    return "   ".join(f"{printable(name)} {value:.4g}" for name, value in values.items())


def duration(seconds: float) -> str:
    """ "12 s" or "1 min 05 s"."""
    whole = round(seconds)
    return _("{n} s", n=whole) if whole < 60 else _("{m} min {s:02d} s", m=whole // 60, s=whole % 60)


def steps(curve: Curve) -> str:
    """ "step 130 of 300"."""
    if curve.latest is None:
        return ""
    if curve.total:
        return _("step {step} of {total}", step=curve.latest.step, total=curve.total)
    return _("step {step}", step=curve.latest.step)
