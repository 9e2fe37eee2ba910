"""Hidden checks of sample."""

import numpy as np

from quizprep.grading.checking import Rng, close, fail, raises, require, statistic, unchanged

SPACE = {
    "lr": ("log", 1e-5, 1e-1),
    "dropout": ("uniform", 0.1, 0.6),
    "layers": ("int", 2, 5),
    "width": ("choice", [32, 64, 128]),
}


def seed(rng):
    """A fresh seed for the submission's rng."""
    return Rng(int(rng.integers(2**31)))


def trials(solution, space, n, generator):
    """The list of dicts, its form looked at."""
    got = solution.sample(space, n, generator)
    if not isinstance(got, (list, tuple)):
        fail(
            f"a list of {n} dicts of plain values was expected (NumPy strings are none: return the option itself)", got
        )
    require(len(got) == n, f"{n} trials were asked for, {len(got)} came back")
    for trial in got:
        if not isinstance(trial, dict) or set(trial) != set(space):
            fail(f"each trial must be a dict with the keys {', '.join(space)}", trial)
    return got


def column(solution, name, spec, n, rng, kinds):
    """n values of one parameter as an array, their type and bounds looked at."""
    got = [t[name] for t in trials(solution, {name: spec}, n, seed(rng))]
    for v in got:
        number = np.ndim(v) == 0 and np.asarray(v).dtype.kind in kinds
        require(number, f"{name}: {spec} must give {'an int' if kinds == 'iu' else 'a float'}", v)
    values = np.asarray([float(v) for v in got])
    low, high = spec[1], spec[2]
    for v in (values.min(), values.max()):
        inside = low - 1e-9 * abs(low) <= v <= high + 1e-9 * abs(high)
        require(inside, f"{name}: {spec} gave {v:.6g}, outside the bounds")
    return values


def share(inside, want, what):
    """The share of True in `inside`."""
    statistic(np.mean(inside), want, np.sqrt(want * (1 - want) / np.size(inside)), what)


def flat(u, what):
    """`u` is uniform on (0, 1)."""
    statistic(u.mean(), 0.5, np.sqrt(1 / 12 / u.size), f"the mean of {what}")
    statistic(np.mean((u - 0.5) ** 2), 1 / 12, np.sqrt(1 / 180 / u.size), f"the variance of {what}")
    cells = np.unique(np.floor(u * u.size)).size / u.size  # of as many cells as there are values; all of them where each gets one
    statistic(cells, 1 - 1 / np.e, np.sqrt((1 / np.e - 2 / np.e**2) / u.size), f"the share of {u.size} equal cells that hold any of {what}")
    for i in range(8):
        share((u >= i / 8) & (u < (i + 1) / 8), 1 / 8, f"the share of {what} between {i}/8 and {i + 1}/8")


def test_form(solution, reference, rng):
    for n in (1, 7):
        for trial in trials(solution, SPACE, n, seed(rng)):
            layers, width = trial["layers"], trial["width"]
            require(layers in (2, 3, 4, 5), "layers: ('int', 2, 5) gave another value", layers)
            require(width in (32, 64, 128), "width: ('choice', [32, 64, 128]) gave another value", width)
    trials(solution, {"momentum": ("uniform", 0.8, 0.99)}, 3, seed(rng))


def test_uniform(solution, reference, rng):
    for low, high in ((0.1, 0.6), (2.0, 9.0)):
        v = column(solution, "dropout", ("uniform", low, high), 1500, rng, "f")
        flat((v - low) / (high - low), f"uniform values from {low} to {high}, scaled to 0 … 1,")


def test_log(solution, reference, rng):
    for low, high in ((1e-5, 1e-1), (3.0, 700.0)):
        v = column(solution, "lr", ("log", low, high), 1500, rng, "f")
        flat(
            np.log(v / low) / np.log(high / low),
            f"the logarithms of log values from {low:g} to {high:g}, scaled to 0 … 1,",
        )


def test_int(solution, reference, rng):
    for low, high, n in ((2, 5, 3000), (1, 10, 1500), (-3, 2, 1500)):
        v = column(solution, "layers", ("int", low, high), n, rng, "iu")
        for k in range(low, high + 1):
            share(v == k, 1 / (high - low + 1), f"the share of {k} among ints from {low} to {high}")


def test_choice(solution, reference, rng):
    for options in ([32, 64, 128, 256], [0.9, 0.99, 0.999]):
        got = [t["p"] for t in trials(solution, {"p": ("choice", options)}, 1500, seed(rng))]
        for v in got:
            require(any(v == option for option in options), f"{options} were the options", v)
        for option in options:
            share([v == option for v in got], 1 / len(options), f"the share of {option} among {options}")


def test_options_kept(solution, reference, rng):
    options = ["relu", 16, None, [64, 32], True, 0.5]
    got = [t["p"] for t in trials(solution, {"p": ("choice", options)}, 200, seed(rng))]
    for v in got:
        kept = any(type(v) is type(option) and v == option for option in options)
        require(kept, f"an option must come back as it stands in {options}", repr(v))
    for option in options:
        there = any(type(v) is type(option) and v == option for v in got)
        require(there, f"the option {option!r} never came in 200 trials")


def test_independent(solution, reference, rng):
    n = 1200
    space = {"a": ("uniform", 0.0, 1.0), "b": ("uniform", 0.0, 1.0), "c": ("log", 1e-4, 1.0), "d": ("int", 0, 100)}
    got = trials(solution, space, n, seed(rng))
    u = np.array([[float(t["a"]), float(t["b"]), np.log(float(t["c"])), float(t["d"])] for t in got])
    different = np.unique(u[:, 0]).size
    require(different > 0.98 * n, f"only {different} of {n} uniform values are different")
    u = (u - u.mean(axis=0)) / u.std(axis=0)
    names = list(space)
    for i in range(4):
        what = f"the correlation of {names[i]} with itself one trial later"
        statistic(np.mean(u[1:, i] * u[:-1, i]), 0.0, 1 / np.sqrt(n), what)
        for j in range(i):
            what = f"the correlation of the parameters {names[j]} and {names[i]}"
            statistic(np.mean(u[:, i] * u[:, j]), 0.0, 1 / np.sqrt(n), what)
    options = [32, 64, 128, 256]
    widths = np.array([t["w"] for t in trials(solution, {"w": ("choice", options)}, n, seed(rng))])
    share(widths[1:] == widths[:-1], 1 / 4, f"the share of trials that draw the same of {options} as the one before")
    for spec in (("choice", options), ("int", 1, 4)):  # four different ones twelve times in a row: once in 2·10¹² right programs
        few = [[t["w"] for t in trials(solution, {"w": spec}, 4, seed(rng))] for _ in range(12)]
        again = any(len(set(values)) < 4 for values in few)
        require(again, f"4 trials of {spec} never had the same value twice, 12 times in a row: repetitions are not avoided", few[0])


def test_uses_rng(solution, reference, rng):
    one, other = (int(n) for n in rng.choice(2**31, size=2, replace=False))
    first = trials(solution, SPACE, 6, Rng(one))
    again = trials(solution, SPACE, 6, Rng(one))
    for t, w in zip(again, first):
        close(t, w, what="a trial drawn again with a generator of the same seed")
    differs = all(t["lr"] != w["lr"] for t, w in zip(trials(solution, SPACE, 6, Rng(other)), first))
    require(differs, "different seeds give the same trials: draw from rng")


def test_unknown_kind(solution, reference, rng):
    space = {"lr": ("log", 1e-4, 1e-2), "decay": ("quadratic", 0.1, 0.9)}
    raises(solution.sample, ValueError, space, 3, seed(rng))


def test_space_unchanged(solution, reference, rng):
    trials(solution, {"width": ("choice", [32, 64, 128, 256, 512, 1024]), "layers": ("int", 2, 5)}, 8, seed(rng))
    unchanged(solution, 0)
