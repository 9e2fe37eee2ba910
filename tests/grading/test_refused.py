"""Wrong programs that no known mistake stands for: each is refused by the check that guards against it. Right ones in rare forms pass."""

import pytest

STRATIFIED = """

def sample(space, n, rng):
    columns = {}
    for name, (kind, *args) in space.items():
        columns[name] = [draw(kind, args, rng) for _ in range(n)]
        if kind == "uniform":
            columns[name] = args[0] + (args[1] - args[0]) * (rng.permutation(n) + rng.random(n)) / n
    return [{name: columns[name][i] for name in space} for i in range(n)]
"""
UNREPEATED = """

def sample(space, n, rng):
    columns = {}
    for name, (kind, *args) in space.items():
        columns[name] = [draw(kind, args, rng) for _ in range(n)]
        if kind == "choice":
            columns[name] = [args[0][i % len(args[0])] for i in rng.permutation(n)]
    return [{name: columns[name][i] for name in space} for i in range(n)]
"""
AS_A_FLOAT = """

whole = receptive_field


def receptive_field(layers):
    return float(whole(layers))
"""
LEVEL = """

whole_loss = svm_loss


def svm_loss(scores, y, delta=1.0):
    level = scores == scores[np.arange(len(y)), y][:, None]
    level[np.arange(len(y)), y] = False
    return whole_loss(np.where(level, -1e9, scores), y, delta)
"""
NORMAL = "rng.normal(0, s, size=(fan_in, fan_out))"
RUNNING = "self.running_mean += self.momentum"
REFUSED = {
    "f gets a flattened x": ("numeric-gradient", "test_any_shape", [("f(point)", "f(point.ravel())")]),
    "int() cuts towards zero": ("random-search", "test_int", [("rng.integers(low, high + 1)", "int(rng.uniform(low, high + 1))")]),
    "stratified draws": ("random-search", "test_uniform", STRATIFIED),
    "options without repetition": ("random-search", "test_independent", UNREPEATED),
    "the first batch taken whole": (
        "torch-batchnorm", "test_running_statistics",
        [(RUNNING, "self.running_mean += (1 if self.num_batches_tracked == 1 else self.momentum)")],
    ),
    "a float for an int": ("receptive-field", "test_one_layer", AS_A_FLOAT),
    "clipped at three deviations": ("he", "test_normal_bell", [(NORMAL, f"np.clip({NORMAL}, -3 * s, 3 * s)")]),
    "momentum 0 taken as not given": (
        "batchnorm-forward", "test_running_statistics", [('bn_param.get("momentum", 0.9)', '(bn_param.get("momentum") or 0.9)')],
    ),
    "a loss of 0 taken as none": ("early-stopping", "test_best_is_kept", [("loss < self.best_loss", "loss < (self.best_loss or 1e9)")]),
    "every loss above the first best": ("early-stopping", "test_best_is_kept", [('float("inf")', "1e9")]),
    "weight decay read once": (
        "torch-adam", "test_new_learning_rate",
        [('group["weight_decay"] * p', 'self.state[p].setdefault("decay", group["weight_decay"]) * p')],
    ),
    "no decay for vectors": ("sgd", "test_weight_decay", [('state["weight_decay"] * w', 'state["weight_decay"] * (w.ndim > 1) * w')]),
    "ten pairs at the most": ("lbfgs-direction", "test_direction", [("m = len(s_list)", "s_list, y_list, m = s_list[-10:], y_list[-10:], min(10, len(s_list))")]),
    "cut off after eight steps": ("rnn-sequence", "test_dx", [("g = dh[:, t] + dlater", "g = dh[:, t] + dlater * (t % 8 != 7)")]),
    "what draws level is left out": ("hinge-loss", "test_at_the_kink", LEVEL),
    "decay 0 taken as not given": ("ema-weights", "test_one_update", [("self.decay = decay", "self.decay = decay or 0.999")]),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_refused(grader, library, name):
    slug, check, change = REFUSED[name]
    source = library.drill(slug).reference()
    for old, new in change if isinstance(change, list) else []:
        assert old in source
        source = source.replace(old, new)
    report = grader.check(library.drill(slug), (source + change if isinstance(change, str) else source).encode(), seed=1)
    assert report.verdict in ("fail", "error")
    assert check in [c.name for c in report.checks if c.outcome != "pass"]


IN_A_DEFAULTDICT = """

from collections import defaultdict

plain = adam


def adam(w, dw, state):
    w, state = plain(w, dw, state)
    return w, defaultdict(float, state)
"""
IN_A_COUNTER = """

from collections import Counter

plain = {name}


def {name}(*args):
    return Counter(plain(*args))
"""


@pytest.mark.parametrize(("slug", "more"), [("adam", IN_A_DEFAULTDICT), ("huffman", IN_A_COUNTER)])
def test_a_dict_of_another_make_is_a_dict(grader, library, slug, more):
    drill = library.drill(slug)
    report = grader.check(drill, (drill.reference() + more.replace("{name}", drill.info.entry[0])).encode(), seed=1)
    assert report.verdict == "pass", [c.message for c in report.checks]


HALVES = """
import numpy as np

def factorize(w, rank):
    left, s, right = np.linalg.svd(w, full_matrices=False)
    root = np.sqrt(s[:rank])
    u, v = left[:, :rank] * root, root[:, None] * right[:rank]
    return u / np.linalg.norm(u), v
"""


def test_half_of_an_answer_that_is_judged_as_one_names_no_mistake(grader, library):
    report = grader.check(library.drill("low-rank"), HALVES.encode(), seed=1)
    assert report.verdict == "fail" and report.diagnosis is None


def test_what_stayed_in_an_argument_names_no_mistake(grader, library):
    drill = library.drill("max-pool")
    source = drill.reference() + """

pooled = max_pool_forward


def max_pool_forward(x, pool_param):
    answer = pooled(x, dict(pool_param))
    pool_param["pad"] = 0
    return answer
"""
    report = grader.check(drill, source.encode(), seed=1)
    assert report.verdict == "fail" and report.diagnosis.mistake == "common.input-changed"
