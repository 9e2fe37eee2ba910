"""Hidden checks of a checkpoint: a run that is saved and resumed, beside the same run left alone.

All of one run happens in one request, since the global generator is seeded anew before each; what the submission
writes is read by the submission only.
"""

import torch

from quizprep.grading.checking import Function, require

_SOURCE = '''
import sys, copy


class save_and_resume:
    def __init__(self, x, y, device):
        self.x, self.y, self.device = x, y, device

    def parts(self, t):
        return copy.deepcopy({
            "weights": {k: v.cpu() for k, v in t.model.state_dict().items()}, "optimizer": t.optimizer.state_dict(),
            "schedule": {"last_epoch": t.scheduler.last_epoch, "last_lr": t.scheduler.get_last_lr()},
            "order": [t.order.tolist()[t.cursor:], t.generator.get_state()], "random": torch.get_rng_state(),
            "counters": [t.steps, t.best],
        })

    def same(self, a, b):
        if isinstance(a, torch.Tensor) or isinstance(b, torch.Tensor):
            return type(a) is type(b) and a.shape == b.shape and bool((a.cpu() == b.cpu()).all())
        if isinstance(a, dict) and isinstance(b, dict):
            return a.keys() == b.keys() and all(self.same(a[k], b[k]) for k in a)
        if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
            return len(a) == len(b) and all(map(self.same, a, b))
        return a == b

    def __call__(self, seed, before, after):
        S = sys.modules["submission"]
        alone = S.Trainer(self.x, self.y, seed=seed, device=self.device)
        whole = [alone.step() for _ in range(before + after)]
        first = S.Trainer(self.x, self.y, seed=seed, device=self.device)
        for _ in range(before):
            first.step()
        then = self.parts(first)
        data = S.save(first)
        kind = type(data).__name__
        silent = self.same(then, self.parts(first)) and whole[before:] == [first.step() for _ in range(after)]
        second = S.Trainer(self.x, self.y, seed=seed + 1, device=self.device)
        torch.manual_seed(seed + 2)
        S.resume(second, data)
        now = self.parts(second)
        found = {name: self.same(then[name], now[name]) for name in then}
        losses = [second.step() for _ in range(after)]
        end = self.same(self.parts(alone)["weights"], self.parts(second)["weights"])
        return {"kind": kind, "silent": silent, "equal": losses == whole[before:], "end": end} | found
'''
STORY = Function(
    f"lambda x, y, d: (lambda s: (exec({_SOURCE!r}, s), s['save_and_resume'](x, y, d))[1])"
    "({'torch': torch, '__name__': 'judge'})"
)
MIDDLE, MOMENTS = ((7, 1),), ((6, 5), (5, 7), (0, 3))
"""Steps before and after; an epoch is five."""


def stories(solution, rng, device, moments=MIDDLE):
    """What became of runs that were interrupted at different moments."""
    x = torch.from_numpy(rng.normal(size=(37, 6))).float()
    y = torch.from_numpy(rng.integers(0, 3, size=37))
    story = solution.apply(STORY, x, y, device)
    for before, after in moments:
        facts = story(int(rng.integers(1 << 20)), before, after)
        require(facts["kind"] == "bytes", f"save must return bytes, not {facts['kind']}")
        yield f"saved after {before} steps (an epoch has 5) and resumed: ", facts


def test_weights(solution, rng, device):
    for when, facts in stories(solution, rng, device):
        require(facts["weights"], when + "the network's state_dict is not the saved one (weights and buffers)")


def test_optimizer(solution, rng, device):
    for when, facts in stories(solution, rng, device):
        require(facts["optimizer"], when + "the optimizer's state_dict is not the saved one")


def test_schedule(solution, rng, device):
    for when, facts in stories(solution, rng, device):
        require(facts["schedule"], when + "the scheduler's last_epoch or last learning rate is not the saved one")


def test_order(solution, rng, device):
    for when, facts in stories(solution, rng, device):
        require(facts["order"], when + "the rest of the epoch, or the generator of the next order, is not the saved one")


def test_random(solution, rng, device):
    for when, facts in stories(solution, rng, device):
        require(facts["random"], when + "the global generator, which dropout draws from, is not in the saved state")


def test_counters(solution, rng, device):
    for when, facts in stories(solution, rng, device):
        require(facts["counters"], when + "`steps` or `best` is not the saved one")


def test_saving_changes_nothing(solution, rng, device):
    for when, facts in stories(solution, rng, device):
        require(facts["silent"], when + "the first run, too, goes on otherwise than one that was never saved")


def test_as_if_uninterrupted(solution, rng, device):
    for when, facts in stories(solution, rng, device, MOMENTS):
        right = facts["equal"] and facts["end"]
        require(right, when + "the losses or the weights at the end differ from those of the uninterrupted run")
