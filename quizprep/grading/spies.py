"""A network that watches how it is trained: for checks that must not depend on anybody's architecture or optimizer.

`spy` puts a small network into the submission's process. Handed to ``train`` or ``predict``, it notes of every pass what it was given, in which
mode, on which device, and what came back as gradient; its attributes say in one word what that means. A few passes settle it, so that a check takes
milliseconds, and since only such words are compared, a known mistake is recognized in whatever style it is written.

The images that go with it are `coded`: one grey for each class, so that the spy sees from an image which label belongs to it, after any
shift, noise or change of scale.

A spy lives with the submission, which could lie about it: it is there to teach. What a network is worth, the hidden images tell.
"""

from __future__ import annotations

from typing import Any

from quizprep.grading.carried import Function
from quizprep.grading.solution import Handle, Raised, Solution

__all__ = ["QUIET", "coded", "largest_step", "spy", "watch", "watch_steps"]

QUIET = Function("lambda *a, **k: None")
"""A `log` that nobody reads."""

_SOURCE = '''
import math


class Enough(Exception):
    """The spy has seen what it wanted to see."""


class Counted(torch.Tensor):
    """A tensor whose values are counted when the host asks for them."""

    asked = 0

    @classmethod
    def __torch_function__(cls, function, types, args=(), kwargs=None):
        name = getattr(function, "__name__", "")
        if name in ("item", "tolist", "cpu", "numpy", "__float__", "__int__", "__bool__", "__repr__", "__format__", "__array__", "__index__"):
            Counted.asked += 1
        return super().__torch_function__(function, types, args, kwargs or {})


class Network(torch.nn.Module):
    def __init__(self, samples, passes, dropout, other, counted, sure):
        super().__init__()
        generator = torch.Generator().manual_seed(5)
        self.samples, self.least, self.other, self.counted = samples, passes, [other], counted
        self.body, self.out = torch.nn.Linear(1, 16), torch.nn.Linear(16, 10)
        with torch.no_grad():
            for p in (self.body.weight, self.body.bias, self.out.weight):
                p.copy_(torch.randn(p.shape, generator=generator) * 0.3)
            self.out.bias.zero_()
        self.dropout = torch.nn.Dropout(dropout)
        self.register_buffer("sure", torch.tensor([float(sure)] + [0.0] * 9))
        self.start = {n: p.detach().clone() for n, p in self.named_parameters()}
        self.seen, self.steps, self.stopped = [], [], False
        self.watched = []  # the parameter that the hook is on: moving to a device may make a new one
        Counted.asked = 0

    def __deepcopy__(self, memo):
        return self

    def _step(self, grad):
        before = self.out.bias.grad
        prior = torch.zeros_like(grad) if before is None else before.detach().clone()
        self.steps.append((self.out.bias.detach().clone(), prior, grad.detach().clone()))

    def features(self, x):
        learning = torch.is_grad_enabled()
        passes = [s for s in self.seen if s["learning"]]
        if learning and self.samples and len(passes) >= self.least and sum(s["n"] for s in passes) >= self.samples:
            self.stopped = True
            raise Enough
        mean = x.reshape(len(x), -1)
        self.seen.append({
            "n": len(x), "learning": learning, "training": self.training, "x": x.device.type, "dtype": str(x.dtype),
            "own": self.out.bias.device.type, "grey": mean.detach().float(), "top": None, "asked": Counted.asked, "shape": tuple(x.shape),
        })
        if x.device.type != "meta":
            self.seen[-1]["grey"] = self.seen[-1]["grey"].median(1).values.cpu()
        h = torch.tanh(self.body(mean.to(self.body.weight.dtype).mean(1, keepdim=True)))
        return self.dropout(h)

    def head(self, h):
        if not self.watched or self.watched[0] is not self.out.bias:
            self.watched[:] = [self.out.bias]
            self.out.bias.register_hook(self._step)
        logits, note = self.out(h) + self.sure, self.seen[-1]
        note["learning"] = torch.is_grad_enabled()  # the first half may have been run without
        if logits.requires_grad:
            def hook(g):
                if g.device.type != "meta":
                    note["top"], note["size"] = g.argmin(1).cpu(), (g.abs().amax(1) * len(g)).float().cpu()
            logits.register_hook(hook)
        return logits.as_subclass(Counted) if self.counted else logits

    def forward(self, x):
        return self.head(self.features(x))

    # what it means, in one word each
    @property
    def passes(self):
        return len(self._learning())

    def _learning(self):
        return [s for s in self.seen if s["learning"]]

    def _codes(self, notes):
        grey = torch.cat([s["grey"] for s in notes]) if notes else torch.zeros(0)
        span = float(grey.max() - grey.min()) if len(grey) else 0.0
        return ((grey - grey.min()) / span * 9).round().long() if span > 1e-6 else None

    @property
    def dtypes(self):
        return sorted({s["dtype"] for s in self.seen})

    @property
    def shapes(self):
        return sorted({s["shape"][1:] for s in self.seen})

    @property
    def sizes(self):
        return [s["n"] for s in self._learning()]

    @property
    def places(self):
        return sorted({f"batch on {s['x']}" for s in self.seen} | {f"network on {s['own']}" for s in self.seen})

    @property
    def modes(self):
        return sorted({"training" if s["training"] else "evaluation" for s in self._learning()})

    @property
    def answering(self):
        return sorted({("training" if s["training"] else "evaluation") + (", with a graph" if s["learning"] else "") for s in self.seen})

    @property
    def runs(self):
        """How often a sample has the label of the one before, on the first pass over the data; 0 where all fit into one batch."""
        notes = self._learning()
        codes = self._codes(notes)
        if codes is None or notes[0]["n"] >= self.samples // 2:
            return "few"
        first = codes[: self.samples // 2]
        return "few" if float((first[1:] == first[:-1]).float().mean()) < 0.5 else "many"

    @property
    def same_order(self):
        notes, half = self._learning(), self.samples // 2
        codes = self._codes(notes)
        if codes is None or notes[0]["n"] >= half or len(codes) < 2 * half:
            return False
        return bool((codes[:half] == codes[half : 2 * half]).all())

    @property
    def pairs(self):
        """Whether the gradient pulls each image towards its own label."""
        notes = [s for s in self._learning() if s["top"] is not None]
        codes = self._codes(notes)
        if codes is None:
            return "together"
        tops = torch.cat([s["top"] for s in notes])
        look = (codes > 0) & (tops > 0)
        return "together" if float((tops == codes)[look].float().mean()) > 0.5 else "apart"

    @property
    def gradient(self):
        """Whether images that are taken for the wrong class with certainty are still learned from."""
        notes = [s for s in self._learning() if s["top"] is not None][:3]
        sizes = torch.cat([s["size"] for s in notes]) if notes else torch.zeros(1)
        return "alive" if float(sizes.median()) > 1e-4 else "vanishes"

    @property
    def leftover(self):
        """Whether gradients of an earlier step are still there when, after that step, new ones are added."""
        for (b0, _, _), (b1, prior, new) in zip(self.steps, self.steps[1:]):
            if bool((b0 != b1).any()) and float(prior.abs().max()) > 1e-6 * float(new.abs().max()):
                return True
        return False

    @property
    def learned(self):
        return sorted(n for n, p in self.named_parameters() if bool((p.detach().cpu() != self.start[n]).any()))

    def _moves(self):
        """Of each step: how far the bias moved, and the gradient that was there."""
        places = [b for b, _, _ in self.steps[1:]] + [self.out.bias.detach()]
        return [(b - after, prior + new) for (b, prior, new), after in zip(self.steps, places)]

    @property
    def rates(self):
        """The learning rate of each step of plain SGD, from how far the bias moved, to a sixteenth of an octave: rounding doesn't show."""
        found = []
        for move, total in self._moves():
            k = int(total.abs().argmax())
            rate = float(move[k] / total[k]) if float(total[k]) else 0.0
            found.append(float(f"{2 ** (round(math.log2(rate) * 16) / 16):.3g}") if 0.0 < rate < math.inf else 0.0)
        return found

    @property
    def straight(self):
        """Whether each step goes along its gradient alone, as plain SGD does: no momentum, no decay."""
        for move, total in self._moves():
            k = int(total.abs().argmax())
            if float(total[k]) and not float((move - move[k] / total[k] * total).abs().max()) <= 0.02 * float(move.abs().max()):
                return False
        return True

    @property
    def asked(self):
        """How often the host asked for a value while training, and in how many passes."""
        return [Counted.asked, len(self._learning())]

    @property
    def like_other(self):
        return all(bool((p == q).all()) for p, q in zip(self.parameters(), self.other[0].parameters()))
'''
_MAKE = Function(
    f"lambda *a: (lambda scope: (exec({_SOURCE!r}, scope), scope['Network'](*a))[1])({{'torch': torch, '__name__': 'judge'}})"
)


def spy(
    solution: Solution,
    *,
    samples: int = 0,
    passes: int = 0,
    dropout: float = 0.0,
    other: Handle | None = None,
    counted: bool = False,
    sure: float = 20.0,
) -> Handle:
    """A spy in the submission's process: (B, …) images to (B, 10) logits, with `features` and `head` as its two halves.

    Args:
        samples: it ends the training by an exception when it has learned from so many (0: never) …
        passes: … in at least so many passes.
        dropout: of its hidden units.
        other: another spy, for `like_other`.
        sure: added to the logit of class 0, so that nearly all images are taken for it with certainty.
        counted: count how often the host asks for a value of what was computed from its logits.
    """
    handle: Handle = solution.apply(_MAKE, samples, passes, dropout, other, counted, sure)
    return handle


_STEPS = '''
from torch.optim.optimizer import register_optimizer_step_post_hook, register_optimizer_step_pre_hook


class Steps:
    """How far the optimizer's steps move the weights, beside their size; the median over the weight matrices, of the largest step."""

    def __init__(self):
        self.before, self.largest = [], None
        register_optimizer_step_pre_hook(self.begin)
        register_optimizer_step_post_hook(self.end)

    def begin(self, optimizer, args, kwargs):
        weights = [p for g in optimizer.param_groups for p in g["params"] if p.ndim > 1 and p.device.type != "meta"]
        self.before = [(p, p.detach().clone()) for p in weights]

    def end(self, optimizer, args, kwargs):
        moved = [((p.detach() - b).norm() / b.norm()).float() for p, b in self.before]
        if moved:
            step = torch.stack(moved).nan_to_num(0.0, 0.0).median()
            self.largest = step if self.largest is None else torch.maximum(self.largest, step.to(self.largest.device))
        self.before = []

    @property
    def share(self):
        return 0.0 if self.largest is None else float(self.largest)
'''
_WATCH_STEPS = Function(
    f"lambda: (lambda scope: (exec({_STEPS!r}, scope), scope['Steps']())[1])({{'torch': torch, '__name__': 'judge'}})"
)


def watch_steps(solution: Solution) -> Handle:
    """From now on, what the optimizers of the submission's process do is noted: see `largest_step`."""
    handle: Handle = solution.apply(_WATCH_STEPS)
    return handle


def largest_step(steps: Handle) -> float:
    """The largest change of the weights in one step, as a share of their size; 0 where no optimizer of torch stepped."""
    share = steps.share
    return float(share) if isinstance(share, float) else 0.0


def watch(function: Any, *args: Any, **kwargs: Any) -> str:
    """Call a function of the submission until its end or until the spy has seen enough; "" then, else what the submission raised."""
    try:
        function(*args, **kwargs)
    except Raised as e:
        return "" if e.kind == "Enough" else str(e)
    return ""


def coded(rng: Any, count: int, *, in_order: bool = False) -> tuple[Any, Any]:
    """uint8 images (count, 28, 28) of one grey for each class, with faint noise, and int64 labels; sorted by label when `in_order`.

    Each class comes equally often, as far as it goes.
    """
    import numpy as np
    import torch

    y = np.sort(np.arange(count) % 10)
    if not in_order:
        y = rng.permutation(y)
    x = 20 + 23 * y[:, None, None] + rng.integers(-3, 4, size=(count, 28, 28))
    return torch.from_numpy(x.astype(np.uint8)), torch.from_numpy(y.astype(np.int64))
