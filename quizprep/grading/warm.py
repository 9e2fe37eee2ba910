"""Dry runs while nobody waits: what is made on a first run, and the memory that a fork shares until it is written to, is then there.

Nothing of a rehearsal may stay: no thread (the sandbox would not hold it), no module, no held object.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import types
from pathlib import Path
from typing import Any

from quizprep.grading import sandbox, wire, worker
from quizprep.grading.carried import Rng
from quizprep.grading.codec import decode, encode
from quizprep.grading.objects import Objects
from quizprep.grading.solution import LocalChannel, load_request

SUBMISSION = """
import numpy as np

def softmax(x, axis=-1):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)

def layer(x, w, rng):
    n, d = x.shape
    mean, var = x.mean(axis=0), x.var(axis=0)
    y = (x - mean) / np.sqrt(var + 1e-5) * np.ones(d) + np.zeros_like(mean)
    y = np.maximum(y @ w, 0.0).reshape(n, -1) ** 2
    keep = rng.random(y.shape) < 0.5
    out = np.where(keep, y, 0.0)
    out[0] = np.log1p(np.abs(out[0].copy())).astype(x.dtype)
    return out, {"mean": mean, "n": n, "w": np.concatenate([w.sum(axis=0, keepdims=True), w]), "at": int(np.argmax(out))}
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
    for each in (optimizer, torch.optim.Adam(net.parameters())):
        each.step()
        each.zero_grad(set_to_none=each is not optimizer)
    return torch.matmul(x, x.transpose(-1, -2)).sum() + loss.detach()
"""


def test_softmax(solution: Any, reference: Any, rng: Any) -> None:
    """What the examiner rehearses with."""
    from quizprep.grading.checking import close

    x = rng.normal(size=(3, 4))
    close(solution.softmax(x, axis=1), reference.softmax(x, axis=1), what="softmax(x)")


def rehearse(role: str) -> None:
    """Run through what an examiner or a worker does. One that fails costs time, and no verdict."""
    try:
        if role == "examiner":
            rehearse_examiner()
        else:
            sandbox.rehearse()
        rehearse_worker()
    except Exception:
        if os.environ.get("QUIZPREP_DEBUG"):
            raise
    if sys.platform == "linux" and len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
        raise RuntimeError("a rehearsal left a thread behind")


SESSIONS: list[Any] = []
"""The next session of pytest in this process; used once."""


def rehearse_examiner() -> None:
    """One session of pytest over `test_softmax`, with a submission that lives here; the next one has then begun."""
    from quizprep.grading import examiner, parts, session

    told: list[dict[str, Any]] = []
    nobody: Any = None
    request: dict[str, Any] = {
        "source": SUBMISSION, "watched": [], "seed": 1, "entry": ["softmax"], "checks": ["test_softmax"], "part": 0, "limits": {}, "kind": "numpy",
        "solution": os.devnull,
    }  # fmt: skip
    line = parts.turns(1)
    with Path(os.devnull).open("w") as null, contextlib.redirect_stdout(null), contextlib.redirect_stderr(null):
        begun, plugin = SESSIONS.pop() if SESSIONS else examiner.begun()
        plugin.load_reference = lambda: _module(SUBMISSION)  # type: ignore[method-assign]
        plugin.fresh_worker = lambda **_: LocalWorker()  # type: ignore[method-assign]
        plugin.begin(request, nobody, told.append, parts.Turns(line, request["checks"], 0))
        session.finish(begun, Path(__file__))
        SESSIONS.append(examiner.begun())
    os.close(line)
    sys.modules.pop("submission", None)
    if [t["check"]["outcome"] for t in told] != ["pass"]:
        raise RuntimeError(f"the rehearsal failed: {told}")


class LocalWorker(LocalChannel):
    """A worker in this process: for our own source only."""

    def begin(self) -> None:
        """It is ready."""

    def printed(self) -> str:
        """Nothing."""
        return ""

    def close(self, *, spent: bool = False) -> None:
        """It leaves nothing."""


def rehearse_worker() -> None:
    """Load a submission, answer a call; with torch another one. An examiner does the like with the reference."""
    import numpy as np

    x = np.arange(12.0).reshape(3, 4)
    _act(SUBMISSION, "layer", [x, x.T, Rng(3)], {})
    if "torch" in sys.modules:
        _act(WITH_TORCH, "train", [sys.modules["torch"].ones(2, 1, 3, 3)], {})


def _act(source: str, name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """The worker's side of a submission's first call, through a socket to itself."""
    ours, theirs = socket.socketpair()
    objects, teller = Objects(), worker.Teller(theirs)
    for request in (load_request(source, [f"{__name__}.{_act.__name__}"], 0), encode(["call", name, args, kwargs])):
        wire.send(ours, b"r" * 16, request)
        worker.serve(theirs, objects, teller)
        reply = decode(wire.receive(ours)[1])
        if reply[0] != "ok":
            raise RuntimeError(f"the rehearsal failed: {reply}")
    for end in (ours, theirs):
        end.close()
    sys.modules.pop("submission", None)


def _module(source: str) -> types.ModuleType:
    module = types.ModuleType("rehearsed")
    exec(compile(source, module.__name__, "exec"), module.__dict__)  # noqa: S102 - our own source
    return module
