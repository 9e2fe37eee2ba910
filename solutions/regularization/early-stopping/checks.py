"""Hidden checks of EarlyStopping."""

from quizprep.grading.checking import close, require

NAN, INF = float("nan"), float("inf")


def run(solution, reference, losses, *args, attributes=True, **kwargs):
    """Feed the losses to both until the reference stops; both must say the same after every epoch."""
    given = ", ".join([str(a) for a in args] + [f"{k}={v}" for k, v in kwargs.items()])
    got, want = solution.EarlyStopping(*args, **kwargs), reference.EarlyStopping(*args, **kwargs)
    for epoch, loss in enumerate(losses):
        seen = ", ".join(f"{v:.6g}" for v in losses[: epoch + 1])
        where = f"EarlyStopping({given}) after the losses {seen}"
        stop, wanted = got.step(loss), want.step(loss)
        truth(stop, wanted, f"{where}: what step returns")
        if attributes:
            same(got, want, where)
        if wanted:
            return


def truth(got, want, what):
    """A bool, not just anything."""
    require(isinstance(got, bool | int) or type(got).__name__ == "bool", f"{what} must be a bool", got, want)
    close(bool(got), want, what=what)


def same(got, want, where):
    """The three attributes."""
    truth(got.improved, want.improved, f"{where}: improved")
    close(got.best_loss, want.best_loss, what=f"{where}: best_loss")
    epoch = got.best_epoch
    require((epoch is None) == (want.best_epoch is None), f"{where}: best_epoch", epoch, want.best_epoch)
    if want.best_epoch is not None:
        close(epoch, want.best_epoch, what=f"{where}: best_epoch")


def falling(rng, n):
    """n losses, each clearly lower than the one before."""
    return [float(v) for v in sorted(rng.uniform(1.0, 3.0, size=n) + range(n, 0, -1), reverse=True)]


def test_stops_after_patience(solution, reference, rng):
    for patience in (1, 2, 4):
        good = falling(rng, 3)
        worse = [good[-1] + float(v) for v in rng.uniform(0.1, 2.0, size=patience + 2)]
        run(solution, reference, good + worse, patience, attributes=False)
    run(solution, reference, falling(rng, 12), patience=2, attributes=False)


def test_counter_starts_again(solution, reference, rng):
    for patience in (2, 3):
        losses, best = [], 20.0
        for _ in range(5):  # one epoch less than patience, then an improvement
            best -= 1.0
            losses += [best, *(best + float(v) for v in rng.uniform(0.2, 0.9, size=patience - 1))]
        run(solution, reference, [*losses, 30.0, 31.0, 32.0], patience=patience, attributes=False)


def test_best_is_kept(solution, reference, rng):
    losses = [5.5, 4.25, 4.75, 3.5, 3.75, 4.5, 4.0, 2.5, 2.75, 2.625, 6.0, 2.875]
    run(solution, reference, losses, patience=4)
    run(solution, reference, [float(v) for v in rng.uniform(0.5, 9.0, size=40)], patience=15)
    run(solution, reference, [-1.5, -1.25, -2.0, -1.75, -0.5], patience=3)  # a log-likelihood can be negative


def test_plateau(solution, reference, rng):
    for patience in (2, 3):
        run(solution, reference, [3.0, 2.5, 2.5, 2.5, 2.5, 2.5], patience=patience)
    run(solution, reference, [2.0, 1.0, 1.5, 1.0, 1.0, 1.0], patience=4)


def test_min_delta(solution, reference, rng):
    run(solution, reference, [4.0, 3.875, 3.5, 3.0, 2.75, 2.625, 2.6], patience=3, min_delta=0.5)
    run(solution, reference, [4.0, 3.5, 3.25], 2, 0.5)  # 0.5 is not more than 0.5
    run(solution, reference, [4.0, 3.0, 3.25, 3.375, 3.25], patience=3, min_delta=0.5)  # rises by less than that
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
    first, second = solution.EarlyStopping(2), solution.EarlyStopping(patience=3, min_delta=0.5)
    one, two = reference.EarlyStopping(2), reference.EarlyStopping(patience=3, min_delta=0.5)
    for a, b in zip([3.0, 3.5, 2.75, 2.5, 2.625, 2.75], [9.0, 8.0, 7.75, 8.5, 7.25, 9.0]):
        for got, want, loss in ((first, one, a), (second, two, b)):
            truth(got.step(loss), want.step(loss), f"two runs at once, loss {loss}: what step returns")
            same(got, want, f"two runs at once, loss {loss}")
    run(solution, reference, [30.0, 20.0, 25.0, 15.0], patience=2)
