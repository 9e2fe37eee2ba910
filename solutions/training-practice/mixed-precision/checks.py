"""Hidden checks of a mixed-precision step: what it does to float32 weights, against the same step in float32."""

import math

import pytest
import torch
import torch.nn.functional as F

from quizprep.grading.checking import Function, close, require

D, H, C, HUGE = 6, 8, 3, 1e9
NET = Function(
    "lambda state, d: (lambda m: (m.load_state_dict(state), setattr(m, 'seen', []), m[0].register_forward_hook("
    "lambda _, a, out: m.seen.append(str(out.dtype))), m.to(d))[3])(torch.nn.Sequential("
    "torch.nn.Linear(6, 8), torch.nn.Tanh(), torch.nn.Linear(8, 3)))"
)
SGD = Function("lambda m, lr: torch.optim.SGD(m.parameters(), lr=lr)")
SCALER = Function("lambda d, scale, every: torch.amp.GradScaler(d, init_scale=scale, growth_interval=every)")
SCALE = Function("lambda s: float(s.get_scale())")
MOVED = Function("lambda m, s: {k: v.detach().float().cpu() - s[k] for k, v in m.state_dict().items()}")
FILL = Function("lambda m: [setattr(p, 'grad', torch.full_like(p, 3.0)) for p in m.parameters()] and None")
GRADS = Function("lambda m: sorted({str(p.grad.dtype) for p in m.parameters() if p.grad is not None})")
_SOURCE = '''
import sys, time


class train_step:
    """Memory and time of a step on a GPU, beside the same step in float32."""

    def plain(self, model, optimizer, x, y):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()

    def measured(self, step):
        times = []
        for k in range(12):
            torch.cuda.synchronize()
            torch.cuda.reset_peak_memory_stats()
            start = time.perf_counter()
            step()
            torch.cuda.synchronize()
            times.append(time.perf_counter() - start)
        return torch.cuda.max_memory_allocated(), sorted(times[3:])[4]

    def __call__(self, device):
        nn = torch.nn
        layers = [m for _ in range(12) for m in (nn.Linear(1024, 1024), nn.GELU())]
        model = nn.Sequential(*layers, nn.Linear(1024, 10)).to(device)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        scaler = torch.amp.GradScaler(device)
        x, y = torch.randn(8192, 1024, device=device), torch.randint(10, (8192,), device=device)
        theirs = sys.modules["submission"].train_step
        full = self.measured(lambda: self.plain(model, optimizer, x, y))
        mixed = self.measured(
            lambda: theirs(model, optimizer, scaler, x, y, device=device, dtype="float16", max_norm=1.0))
        return [b / a for a, b in zip(full, mixed)]
'''
MEASURE = Function(f"lambda: (lambda s: (exec({_SOURCE!r}, s), s['train_step']())[1])({{'torch': torch, '__name__': 'judge'}})")
STATE = Function("lambda m: {k: v.detach().cpu().clone() for k, v in m.state_dict().items()}")
ROUNDING = {"float16": 0.02, "bfloat16": 0.1}


class Run:
    """A network over there, and the same in float32 here."""

    def __init__(self, solution, rng, device, *, dtype="float16", scale=1024.0, every=1000, lr=0.1, last=0.5):
        shapes = {"0.weight": (H, D), "0.bias": (H,), "2.weight": (C, H), "2.bias": (C,)}
        self.state = {k: torch.from_numpy(rng.normal(size=s) * 0.5).float() for k, s in shapes.items()}
        if last < 0.1:  # multiples that float16 holds exactly
            self.state["2.weight"] = torch.from_numpy(rng.choice([-3, -2, -1, 1, 2, 3], size=(C, H)) * last).float()
        self.solution, self.device, self.dtype, self.lr, self.rng = solution, device, dtype, lr, rng
        self.handle = solution.apply(NET, self.state, device)
        self.optimizer = solution.apply(SGD, self.handle, lr)
        self.scaler = solution.apply(SCALER, device, scale, every)
        self.here = torch.nn.Sequential(torch.nn.Linear(D, H), torch.nn.Tanh(), torch.nn.Linear(H, C))
        self.here.load_state_dict(self.state)

    def batch(self, n=16):
        x = torch.from_numpy(self.rng.normal(size=(n, D))).float()
        return x, torch.from_numpy(self.rng.integers(0, C, size=n))

    def step(self, x, y, max_norm=HUGE, here=True):
        """One step over there, and here; returns both losses."""
        settings = {"device": self.device, "dtype": self.dtype, "max_norm": max_norm}
        got = self.solution.train_step(self.handle, self.optimizer, self.scaler, x, y, **settings)
        if not here:
            return got, math.nan
        self.here.zero_grad()
        loss = F.cross_entropy(self.here(x), y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.here.parameters(), max_norm)
        with torch.no_grad():
            for p in self.here.parameters():
                p -= self.lr * p.grad
        return got, loss.item()

    def moved(self, what, only=""):
        """The weights have moved as they did here, up to rounding."""
        got = self.solution.apply(MOVED, self.handle, self.state)
        want = {k: v - self.state[k] for k, v in self.here.state_dict().items() if k.startswith(only)}
        scale = max(v.abs().max().item() for v in want.values())
        for name in want:
            off = (got[name] - want[name]).abs().max().item()
            near = off <= ROUNDING[self.dtype] * scale
            require(near, f"{what}, {name} has not moved as in float32", got[name], want[name])

    def scale(self):
        """The scaler's scale."""
        return self.solution.apply(SCALE, self.scaler)


def test_low_precision(solution, rng, device):
    for dtype in ("bfloat16", "float16"):
        run = Run(solution, rng, device, dtype=dtype)
        run.step(*run.batch())
        seen = sorted(set(run.handle.seen))
        require(seen == [f"torch.{dtype}"], f"asked for {dtype}, the first layer's output is of another dtype", seen)


def test_master_weights(solution, rng, device):
    run = Run(solution, rng, device)
    for _ in range(2):
        run.step(*run.batch())
    dtypes = sorted({str(v.dtype) for v in solution.apply(STATE, run.handle).values()})
    require(dtypes == ["torch.float32"], "the parameters must stay in float32", dtypes, ["torch.float32"])
    grads = solution.apply(GRADS, run.handle)
    require(set(grads) <= {"torch.float32"}, "the parameters' gradients must be float32", grads, ["torch.float32"])


def test_step(solution, rng, device):
    for dtype, scale in (("float16", 1024.0), ("bfloat16", 65536.0), ("float16", 1.0)):
        run = Run(solution, rng, device, dtype=dtype, scale=scale)
        run.step(*run.batch())
        run.moved(f"after a step in {dtype} with scale {scale:g}")


def test_several_steps(solution, rng, device):
    run = Run(solution, rng, device, scale=2.0)
    solution.apply(FILL, run.handle)
    for count in (1, 2, 3):
        run.step(*run.batch())
        run.moved(f"after {count} steps, with gradients left in .grad before the first")


def test_clipping(solution, rng, device):
    for scale, max_norm in ((1024.0, 0.05), (64.0, 0.02)):
        run = Run(solution, rng, device, scale=scale)
        run.step(*run.batch(), max_norm=max_norm)
        run.moved(f"after a step with scale {scale:g}, clipped at max_norm {max_norm}")


def test_small_gradients(solution, rng, device):
    run = Run(solution, rng, device, scale=65536.0, lr=1e5, last=2.0**-21)
    run.step(*run.batch(64))
    run.moved("after a step whose gradients in the first layer are near 10⁻⁸ (learning rate 10⁵)", only="0.")


def test_overflow(solution, rng, device):
    run = Run(solution, rng, device)
    x, y = run.batch()
    run.step(x * 1e6, y, here=False)
    now = solution.apply(STATE, run.handle)
    close(now, run.state, tol=1e-7, what="the weights after a step whose activations exceed float16 (they must stay)")
    require(run.scale() == 512.0, "the scale after a skipped step must be halved", run.scale(), 512.0)
    run.step(*run.batch())
    run.moved("after a skipped step and an ordinary one")


def test_scale_grows(solution, rng, device):
    run = Run(solution, rng, device, scale=256.0, every=2)
    scales = []
    for _ in range(4):
        run.step(*run.batch())
        scales.append(run.scale())
    close(scales, [256.0, 512.0, 512.0, 1024.0], what="the scale after each of four good steps, growth interval 2")


def test_returned(solution, rng, device):
    for scale in (1024.0, 3.0):
        run = Run(solution, rng, device, scale=scale)
        got, want = run.step(*run.batch())
        require(isinstance(got, float), "the loss must be returned, a Python float", got, want)
        close(got, want, tol=0.02, what=f"the loss returned, with scale {scale:g}")


@pytest.mark.gpu
def test_memory_and_time(solution, rng, device):
    memory, seconds = solution.apply(MEASURE)(device)
    require(memory <= 0.8, f"peak memory is {memory:.0%} of that of float32; at most 80 % is allowed", memory, 0.8)
    require(seconds <= 0.8, f"a step takes {seconds:.0%} of the time of float32; at most 80 % is allowed", seconds, 0.8)
