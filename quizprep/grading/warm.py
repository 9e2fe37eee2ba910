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

WITH_TORCH = """
import torch
import torch.nn.functional as F
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.fc = nn.Conv2d(1, 2, 2), nn.Linear(8, 3)
        self.register_buffer("steps", torch.zeros(()))

    def forward(self, x):
        self.steps += 1
        return F.log_softmax(self.fc(F.relu(self.conv(x)).flatten(1)), dim=-1)

class Momentum(torch.optim.Optimizer):
    def __init__(self, params, lr=0.1):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                m.mul_(0.9).add_(p.grad, alpha=0.1)
                p.addcdiv_(m, m.square().sqrt_().add_(1e-8), value=-group["lr"])

def train(x):
    net = Net()
    optimizer = Momentum(net.parameters())
    loss = net(x).mean()
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    return torch.matmul(x, x.transpose(-1, -2)).sum() + loss.detach()
"""


def test_nothing() -> None:
    """What the examiner rehearses with."""


def rehearse(role: str) -> None:
    """Run through what an examiner or a worker does."""
    if role == "examiner":
        rehearse_examiner()
    rehearse_worker()
    if sys.platform == "linux" and len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
        raise RuntimeError("a rehearsal left a thread behind")


SESSIONS: list[Any] = []
"""The next session of pytest in this process; used once."""


def rehearse_examiner() -> None:
    """One session of pytest over `test_nothing`; the next one has then begun."""
    from quizprep.grading import session

    with Path(os.devnull).open("w") as null, contextlib.redirect_stdout(null), contextlib.redirect_stderr(null):
        session.finish(SESSIONS.pop() if SESSIONS else session.started(), Path(__file__), object())
        SESSIONS.append(session.started())


def rehearse_worker() -> None:
    """Load a submission, answer a call; with torch another one. An examiner does the like with the reference."""
    import numpy as np

    x = np.arange(12.0).reshape(3, 4)
    _act(SUBMISSION, "softmax", [x], {"axis": 1})
    if "torch" in sys.modules:
        _act(WITH_TORCH, "train", [sys.modules["torch"].ones(2, 1, 3, 3)], {})


def _act(source: str, name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    from quizprep.grading.codec import decode, encode
    from quizprep.grading.objects import Objects, answer
    from quizprep.grading.solution import load_request

    objects = Objects()
    answer(objects, load_request(source, [f"{__name__}.{_act.__name__}"], 0))
    reply = decode(answer(objects, encode(["call", name, args, kwargs])))
    sys.modules.pop("submission", None)
    if reply[0] != "ok":
        raise RuntimeError(f"the rehearsal failed: {reply}")
