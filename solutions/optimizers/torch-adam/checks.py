"""Hidden checks of Adam: the same training as torch's own."""

from functools import partial

import torch
from torch import nn

from quizprep.grading.checking import Function, close, require

SHAPES = [(3, 4), (3, 4), (5,)]
RECORDED = Function(
    "lambda o: any(isinstance(t, torch.Tensor) and t.grad_fn is not None for s in o.state.values() if isinstance(s, dict) for t in s.values())"
)


class Race:
    """The submission's optimizer and torch's, on equal weights. `groups` are pairs (weights, settings)."""

    def __init__(self, solution, groups, **settings):
        self.in_turn, self.steps, self.waiting = solution.in_turn, 0, []
        self.train([solution.Net(*weights) for weights, _ in groups])
        self.mine = [[nn.Parameter(w.clone()) for w in weights] for weights, _ in groups]
        theirs = [{"params": net.parameters(), **own} for net, (_, own) in zip(self.nets, groups, strict=True)]
        wanted = [{"params": ps, **own} for ps, (_, own) in zip(self.mine, groups, strict=True)]
        plain = len(groups) == 1 and not groups[0][1]
        self.use(solution.Adam(self.nets[0].parameters() if plain else theirs, **settings))
        self.want = torch.optim.Adam(wanted, **settings)

    def train(self, nets):
        """These of the submission's from now on."""
        self.nets = nets
        self.weight, self.back = [net.get_parameter for net in nets], [net.backward for net in nets]

    def use(self, optimizer):
        """Train with this optimizer of the submission from now on."""
        self.got, self.go, self.zero_grad = optimizer, optimizer.step, optimizer.zero_grad

    def renew(self, solution):
        """Other parameters of the same values in the place of the submission's."""
        self.train([solution.Net(*[p.detach().clone() for p in mine]) for mine in self.mine])
        return [{"params": net.parameters()} for net in self.nets]

    def clear(self, to_none=True):
        """zero_grad of both."""
        self.waiting.append(partial(self.zero_grad, set_to_none=to_none))
        self.want.zero_grad(set_to_none=to_none)

    def backward(self, *grads):
        """Gradients for each group: a list of tensors and None."""
        for back, mine, given in zip(self.back, self.mine, grads, strict=True):
            self.waiting.append(partial(back, *given))
            for p, g in zip(mine, given, strict=True):
                if g is not None:
                    p.grad = g.clone() if p.grad is None else p.grad + g

    def step(self, what):
        """What waits and one step of both, and the weights compared."""
        names = [(k, i) for k, mine in enumerate(self.mine) for i in range(len(mine))]
        looks = [partial(self.weight[k], f"weights.{i}") for k, i in names]
        got = self.in_turn(*self.waiting, self.go, *looks)[-len(looks) :]
        self.want.step()
        self.steps, self.waiting = self.steps + 1, []
        for (k, i), mine in zip(names, got, strict=True):
            which = f"parameter {i + 1}" + (f" of group {k + 1}" if len(self.nets) > 1 else "")
            close(mine, self.mine[k][i].detach(), what=f"{what}: {which} after step {self.steps}")

    def run(self, rng, n, what):
        """n ordinary steps."""
        for _ in range(n):
            self.clear()
            self.backward(*[[tensor(rng, *p.shape) for p in mine] for mine in self.mine])
            self.step(what)


def tensor(rng, *shape):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def weights(rng, shapes=SHAPES):
    """Weights to start from."""
    return [tensor(rng, *shape) for shape in shapes]


def test_defaults(solution, reference, rng):
    race = Race(solution, [([w * 0.01 for w in weights(rng)], {})])
    race.run(rng, 3, "Adam(params)")


def test_hyperparameters(solution, reference, rng):
    for settings in ({"lr": 0.2, "betas": (0.6, 0.999)}, {"lr": 0.05, "betas": (0.9, 0.7)}):
        race = Race(solution, [([w * 0.01 for w in weights(rng, SHAPES[:2])], {})], **settings)
        race.run(rng, 3, ", ".join(f"{k}={v}" for k, v in settings.items()))


def test_epsilon(solution, reference, rng):
    Race(solution, [(weights(rng), {})], lr=0.1, eps=0.3).run(rng, 3, "eps=0.3")


def test_weight_decay(solution, reference, rng):
    race = Race(solution, [(weights(rng), {})], lr=0.1, weight_decay=0.4)
    race.run(rng, 3, "weight_decay=0.4")
    require(not solution.apply(RECORDED, race.got), "autograd recorded what is in self.state: every step hangs on the one before, and memory grows")


def test_groups(solution, reference, rng):
    first = weights(rng), {"lr": 0.02, "weight_decay": 0.5}
    second = weights(rng, [(2, 3)]), {"betas": (0.6, 0.9)}
    third = weights(rng, [(3, 4), (2,)]), {"lr": 0.4, "eps": 0.1}
    Race(solution, [first, second, third], lr=0.1).run(rng, 3, "three groups")


def test_missing_gradients(solution, reference, rng):
    what = "a parameter without a gradient in this step"
    race = Race(solution, [(weights(rng), {})], lr=0.1, weight_decay=0.2)
    for missing in (1, 0, None, 2):
        race.clear()
        race.backward([None if i == missing else tensor(rng, *s) for i, s in enumerate(SHAPES)])
        race.step(what)
    race.clear(to_none=False)
    race.backward([None, *[tensor(rng, *s) for s in SHAPES[1:]]])
    race.step("a gradient of zeros after zero_grad(set_to_none=False)")


def test_gradients_left_alone(solution, reference, rng):
    for settings in ({"weight_decay": 0.2}, {}):
        race = Race(solution, [(weights(rng), {})], lr=0.1, **settings)
        for _ in range(2):  # no zero_grad in between: the gradients add up
            race.backward([tensor(rng, *shape) for shape in SHAPES])
            race.step("gradients that add up, without zero_grad")


def test_new_learning_rate(solution, reference, rng):
    race = Race(solution, [(weights(rng), {})], lr=0.3)
    for lr in (0.3, 0.03):
        saved = race.got.state_dict()
        groups = [{**group, "lr": lr} for group in saved["param_groups"]]
        race.got.load_state_dict({"state": saved["state"], "param_groups": groups})
        race.want.param_groups[0]["lr"] = lr
        race.run(rng, 2, f"lr set to {lr} on the way")
    saved, more = race.got.state_dict(), {"betas": (0.6, 0.8), "eps": 0.1, "weight_decay": 0.3}
    race.got.load_state_dict({"state": saved["state"], "param_groups": [{**group, **more} for group in saved["param_groups"]]})
    race.want.param_groups[0].update(more)
    race.run(rng, 2, f"{more} set on the way")


def test_resume(solution, reference, rng):
    race = Race(solution, [(weights(rng), {"weight_decay": 0.1}), (weights(rng, [(4, 2)]), {})], lr=0.1)
    race.run(rng, 3, "before the state is saved")
    saved = race.got.state_dict()
    theirs = race.renew(solution)
    race.use(solution.Adam(theirs, lr=9.0, betas=(0.1, 0.2)))
    race.got.load_state_dict(saved)
    race.run(rng, 2, "a new optimizer with the saved state_dict")
