"""Hidden checks of weight_penalties."""

import numpy as np

from quizprep.grading.checking import close, require, unchanged

SHAPES = [(4, 7), (5,), (2, 3, 3, 5), (6, 2)]


def ask(solution, name, *args):
    """(penalty, grad) of one of the three functions, its form looked at."""
    answer = getattr(solution, name)(*args)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, f"{name} must return a pair (penalty, grad)")
    return answer[0], answer[1]


def weights(rng, shape):
    """Weights of both signs, none of them 0 or near it."""
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.2, 3.0, size=shape)


def compare(solution, reference, rng, name, part):
    """The penalty (part 0) or the gradient (part 1) on arrays of several shapes."""
    for shape in SHAPES:
        w, lam = weights(rng, shape), float(rng.uniform(0.02, 0.7))
        got, want = ask(solution, name, w, lam)[part], getattr(reference, name)(w, lam)[part]
        what = f"the {('penalty', 'gradient')[part]} of {name}, w of shape {shape}, lam = {lam:.3f}"
        close(got, want, what=what)


def test_l1_penalty(solution, reference, rng):
    compare(solution, reference, rng, "l1", 0)


def test_l1_gradient(solution, reference, rng):
    compare(solution, reference, rng, "l1", 1)


def test_l1_at_zero(solution, reference, rng):
    w = weights(rng, (4, 5))
    w[[0, 2, 3], [1, 4, 0]] = 0.0
    w[1, [0, 3]] = 1e-8, -1e-12
    what = "three weights that are 0 and two that are nearly"
    close(ask(solution, "l1", w, 0.3), reference.l1(w, 0.3), what=f"l1 with {what}")
    got, want = ask(solution, "elastic_net", w, 0.3, 0.6), reference.elastic_net(w, 0.3, 0.6)
    close(got, want, what=f"elastic_net with {what}")


def test_l2_penalty(solution, reference, rng):
    compare(solution, reference, rng, "l2", 0)


def test_l2_gradient(solution, reference, rng):
    compare(solution, reference, rng, "l2", 1)


def test_elastic_net(solution, reference, rng):
    ratios = [float(rng.uniform(0.1, 0.4)), float(rng.uniform(0.6, 0.9)), 0.0, 1.0]
    for shape, ratio in zip(SHAPES, ratios):
        w, lam = weights(rng, shape), float(rng.uniform(0.1, 0.7))
        got, want = ask(solution, "elastic_net", w, lam, ratio), reference.elastic_net(w, lam, ratio)
        what = f"of elastic_net, w of shape {shape}, lam = {lam:.3f}, ratio = {ratio:.3f}"
        close(got[0], want[0], what=f"the penalty {what}")
        close(got[1], want[1], what=f"the gradient {what}")


def test_inputs_unchanged(solution, reference, rng):
    w = weights(rng, (3, 4))
    for name, args in [("l1", (0.2,)), ("l2", (0.2,)), ("elastic_net", (0.2, 0.7))]:
        got, want = ask(solution, name, w, *args), getattr(reference, name)(w, *args)
        unchanged(solution, 0)
        close(got, want, what=name)
