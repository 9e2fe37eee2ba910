"""Hidden checks of EarlyStopping."""

from functools import partial

import numpy as np

from quizprep.grading.checking import close, require

NAN, INF = float("nan"), float("inf")


def run(solution, reference, losses, *args, best=True, **kwargs):
    """Feed the losses to both until the reference stops; then compare what they said after every epoch."""
    given = ", ".join([str(a) for a in args] + [f"{k}={v}" for k, v in kwargs.items()])
    runs = [(solution.EarlyStopping(*args, **kwargs), reference.EarlyStopping(*args, **kwargs))]
    together(solution, runs, [[v] for v in losses], [f"EarlyStopping({given})"], best)


def together(solution, runs, rows, names, best=True):
    """Several runs side by side: in each epoch every run takes in its loss."""
    methods = [(got.step, got.best if best else None) for got, _ in runs]
    wanted, calls = [], []
    for n, row in enumerate(rows):
        for (_, want), (step, at), loss, name, past in zip(runs, methods, row, names, zip(*rows[: n + 1])):
            where = f"{name} after the losses {', '.join(f'{v:.6g}' for v in past)}"
            wanted.append((where, want.step(loss), best and want.best()))
            calls += [partial(step, loss), at] if best else [partial(step, loss)]
        if wanted[-1][1][1]:  # the reference stops
            break
    answers = iter(solution.in_turn(*calls))
    for where, want_step, want_at in wanted:
        step, at = next(answers), next(answers) if best else None
        pair = isinstance(step, (tuple, list)) and len(step) == 2
        require(pair, f"{where}: step must return a pair (improved, stop)", step, want_step)
        for name, g, w in zip(("improved", "stop"), step, want_step):
            require(isinstance(g, (bool, int, np.bool_)), f"{where}: {name} must be a bool", g, w)
            close(bool(g), w, what=f"{where}: {name}")
        if best:
            pair = isinstance(at, (tuple, list)) and len(at) == 2
            require(pair, f"{where}: best must return a pair (best_loss, best_epoch)", at, want_at)
            close(at[0], want_at[0], what=f"{where}: best_loss")
            require((at[1] is None) == (want_at[1] is None), f"{where}: best_epoch", at[1], want_at[1])
            if want_at[1] is not None:
                close(at[1], want_at[1], what=f"{where}: best_epoch")


def falling(rng, n):
    """n losses, each clearly lower than the one before."""
    return [float(v) for v in sorted(rng.uniform(1.0, 3.0, size=n) + range(n, 0, -1), reverse=True)]


def test_stops_after_patience(solution, reference, rng):
    for patience in (1, 2, 4):
        good = falling(rng, 3)
        up = sorted(rng.uniform(0.1, 2.0, size=patience + 2), reverse=True)  # falls, but stays above the best
        worse = [good[-1] + float(v) for v in up]
        run(solution, reference, good + worse, patience, best=False)
    run(solution, reference, falling(rng, 12), patience=2, best=False)


def test_counter_starts_again(solution, reference, rng):
    for patience in (2, 3):
        losses, best = [], 20.0
        for _ in range(5):  # one epoch less than patience, then an improvement
            best -= 1.0
            losses += [best, *(best + float(v) for v in rng.uniform(0.2, 0.9, size=patience - 1))]
        run(solution, reference, [*losses, 30.0, 31.0, 32.0], patience=patience, best=False)


def test_best_is_kept(solution, reference, rng):
    losses = [5.5, 4.25, 4.75, 3.5, 3.75, 4.5, 4.0, 2.5, 2.75, 2.625, 6.0, 2.875]
    run(solution, reference, losses, patience=4)
    run(solution, reference, [float(v) for v in rng.uniform(0.5, 9.0, size=40)], patience=15)
    run(solution, reference, [-1.5, -1.25, -2.0, -1.75, -0.5], patience=3)  # a log-likelihood can be negative
    run(solution, reference, [0.5, 0.0, 0.25, 0.125, 0.375, 0.25], patience=4)  # the best one is 0
    run(solution, reference, [3e12, 2.5e12, 2.75e12, 2.625e12, 3e12], patience=3)
    run(solution, reference, [2.0 - 1e-6 * n for n in range(5)], patience=2)  # without min_delta every fall counts


def test_plateau(solution, reference, rng):
    for patience in (2, 3):
        run(solution, reference, [3.0, 2.5, 2.5, 2.5, 2.5, 2.5], patience=patience)
    run(solution, reference, [2.0, 1.0, 1.5, 1.0, 1.0, 1.0], patience=4)


def test_min_delta(solution, reference, rng):
    run(solution, reference, [4.0, 3.0, 3.25, 3.375, 3.25], patience=3, min_delta=0.5)  # rises by less than that
    run(solution, reference, [4.0, 3.875, 3.5, 3.0, 2.75, 2.625, 2.6], patience=3, min_delta=0.5)
    run(solution, reference, [4.0, 3.5, 3.25], 2, 0.5)  # 0.5 is not more than 0.5
    losses = [float(v) for v in rng.uniform(0.0, 6.0, size=40)]
    run(solution, reference, losses, patience=9, min_delta=0.75)


def test_small_steps_add_up(solution, reference, rng):
    run(solution, reference, [4.0 - 0.125 * i for i in range(30)], patience=4, min_delta=0.3)
    run(solution, reference, [4.0 - 0.125 * i for i in range(30)], patience=3, min_delta=0.4)
    drop = float(rng.uniform(0.06, 0.09))
    run(solution, reference, [3.0 - drop * i for i in range(20)], patience=5, min_delta=0.2)


def test_nan(solution, reference, rng):
    run(solution, reference, [2.0, NAN, NAN, NAN, NAN], patience=3)
    run(solution, reference, [2.0, NAN, 1.5, NAN, 1.75, 1.25, INF, NAN], patience=3, min_delta=0.125)
    run(solution, reference, [NAN, 2.0, 1.0, NAN, 3.0, NAN, 4.0], patience=3)
    run(solution, reference, [INF, NAN, 3.0, 2.0, 2.5, 2.75, 2.25], patience=3)
    run(solution, reference, [NAN, INF, NAN], patience=2)


def test_two_runs(solution, reference, rng):
    first, second = {"patience": 2}, {"patience": 3, "min_delta": 0.5}
    runs = [(solution.EarlyStopping(**k), reference.EarlyStopping(**k)) for k in (first, second)]
    rows = [(3.0, 9.0), (3.5, 8.0), (2.75, 7.75), (2.5, 8.5), (2.625, 7.25), (2.0, 9.0), (2.25, 6.0)]
    together(solution, runs, rows, ["two runs at once: the first", "two runs at once: the second"])
    run(solution, reference, [30.0, 20.0, 25.0, 15.0], patience=2)
