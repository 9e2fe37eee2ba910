"""Dry runs while nobody waits: what is made on a first run, and the memory that a fork shares until it is written to, is then there.

Nothing of a rehearsal may stay: no thread (the sandbox would not hold it), no module, no held object.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

SUBMISSION = """
import numpy as np

def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)
"""


def test_nothing() -> None:
    """What the examiner rehearses with."""


def rehearse(role: str) -> None:
    """Run through what an examiner or a worker does."""
    if role == "examiner":
        rehearse_examiner()
    else:
        rehearse_worker()
    if sys.platform == "linux" and len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
        raise RuntimeError("a rehearsal left a thread behind")


CONFIG: list[Any] = []
"""pytest's settings for the next session of this process; used once."""


def rehearse_examiner() -> None:
    """One session of pytest over `test_nothing`; the settings of the next are then there."""
    from quizprep.grading import examiner

    with Path(os.devnull).open("w") as null, contextlib.redirect_stdout(null), contextlib.redirect_stderr(null):
        examiner.session(CONFIG.pop() if CONFIG else examiner.configured(), Path(__file__), ["test_nothing"], [])
        CONFIG.append(examiner.configured())


def rehearse_worker() -> None:
    """Load a submission, answer a call."""
    import numpy as np

    from quizprep.grading.codec import decode, encode
    from quizprep.grading.objects import Objects, answer
    from quizprep.grading.solution import load_request

    objects = Objects()
    answer(objects, load_request(SUBMISSION, [], 0))
    x = np.arange(12.0).reshape(3, 4)
    decode(answer(objects, encode(["call", "softmax", [x], {"axis": 1}])))
    sys.modules.pop("submission", None)
