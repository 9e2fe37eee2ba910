"""Hidden checks of step_decay, exp_decay and inverse_time_decay."""

from quizprep.grading.checking import close


def rate(rng):
    """An initial learning rate."""
    return float(rng.uniform(0.05, 0.5))


def test_step_decay(solution, reference, rng):
    lr0 = rate(rng)
    for drop, every in ((0.2, 7), (0.8, 3)):
        for epoch in range(0, 41, 4):
            got, want = (m.step_decay(lr0, epoch, drop, every) for m in (solution, reference))
            close(got, want, what=f"epoch {epoch}, drop={drop}, every={every}")


def test_first_drop(solution, reference, rng):
    lr0 = rate(rng)
    for every in (4, 9):
        for epoch in (0, 1, every // 2 + 1, every - 1, every, every + 1, 2 * every - 1, 2 * every):
            got, want = (m.step_decay(lr0, epoch, drop=0.1, every=every) for m in (solution, reference))
            close(got, want, what=f"epoch {epoch}, drop=0.1, every={every}")


def test_step_defaults(solution, reference, rng):
    lr0 = rate(rng)
    for epoch in (0, 9, 10, 25, 30, 47):
        close(solution.step_decay(lr0, epoch), reference.step_decay(lr0, epoch), what=f"epoch {epoch}")
    got, want = (m.step_decay(lr0, 25, drop=0.3) for m in (solution, reference))
    close(got, want, what="epoch 25, drop=0.3, every left out")
    got, want = (m.step_decay(lr0, 25, every=6) for m in (solution, reference))
    close(got, want, what="epoch 25, every=6, drop left out")


def test_exp_decay(solution, reference, rng):
    lr0 = rate(rng)
    for t in (0, 1, 5, 12, 30):
        for k in (float(rng.uniform(0.02, 0.1)), 0.4, 0.0):
            close(solution.exp_decay(lr0, t, k), reference.exp_decay(lr0, t, k), what=f"t = {t}, k = {k:.4g}")


def test_inverse_time_decay(solution, reference, rng):
    lr0 = rate(rng)
    for t in (0, 1, 5, 12, 30):
        for k in (float(rng.uniform(0.02, 0.1)), 0.4, 0.0):
            got, want = (m.inverse_time_decay(lr0, t, k) for m in (solution, reference))
            close(got, want, what=f"t = {t}, k = {k:.4g}")


def test_whole_numbers(solution, reference, rng):
    for t in (2, 3, 7):
        got, want = (m.inverse_time_decay(1, t, 2) for m in (solution, reference))
        close(got, want, what=f"inverse_time_decay(1, {t}, 2)")
        close(solution.exp_decay(2, t, 1), reference.exp_decay(2, t, 1), what=f"exp_decay(2, {t}, 1)")
        got, want = (m.step_decay(3, t, 0.5, 2) for m in (solution, reference))
        close(got, want, what=f"step_decay(3, {t}, 0.5, 2)")


def test_fractional_time(solution, reference, rng):
    lr0 = rate(rng)
    for t in (0.25, 2.5, 7.75):
        close(solution.exp_decay(lr0, t, 0.3), reference.exp_decay(lr0, t, 0.3), what=f"exp_decay, t = {t}")
        got, want = (m.inverse_time_decay(lr0, t, 0.3) for m in (solution, reference))
        close(got, want, what=f"inverse_time_decay, t = {t}")
    for epoch in (2.25, 4.75, 5.0, 9.5, 11.5):
        got, want = (m.step_decay(lr0, epoch, drop=0.2, every=5) for m in (solution, reference))
        close(got, want, what=f"step_decay, epoch {epoch}, every=5")


def test_any_order(solution, reference, rng):
    lr0 = rate(rng)
    for epoch in (30, 12, 12, 24, 6, 0, 18):
        got, want = (m.step_decay(lr0, epoch, 0.6, 6) for m in (solution, reference))
        close(got, want, what=f"step_decay at epoch {epoch}, asked in the order 30, 12, 12, 24, 6, 0, 18")
        close(solution.exp_decay(lr0, epoch, 0.1), reference.exp_decay(lr0, epoch, 0.1), what=f"exp_decay({epoch})")
        got, want = (m.inverse_time_decay(lr0, epoch, 0.1) for m in (solution, reference))
        close(got, want, what=f"inverse_time_decay({epoch})")
