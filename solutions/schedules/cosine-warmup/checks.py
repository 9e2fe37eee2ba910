"""Hidden checks of cosine_with_warmup."""

import numpy as np

from quizprep.grading.checking import close, require


def same(got, want, base_lr, what):
    """Two rates, within a tolerance relative to base_lr: the rate itself may be 0."""
    allowed = base_lr * (2e-5 if getattr(got, "dtype", None) == np.float32 else 1e-7)
    if want > 0:
        close(got, want, tol=allowed / want, what=what)
        return
    number = isinstance(got, (int, float, np.generic, np.ndarray)) and np.ndim(got) == 0
    require(number and abs(got) <= allowed, f"{what}: the rate should be 0", got, 0.0)


def compare(solution, reference, steps, base_lr, warmup, total, *low):
    """The rates of `steps`, each compared."""
    for step in steps:
        got = solution.cosine_with_warmup(step, base_lr, warmup, total, *low)
        want = reference.cosine_with_warmup(step, base_lr, warmup, total, *low)
        floor = f"{low[0]:.3g}" if low else "left out"
        what = f"step {step} (base_lr {base_lr:.3g}, warmup_steps {warmup}, total_steps {total}, min_lr {floor})"
        same(got, want, base_lr, what)


def rates(rng):
    """base_lr and min_lr."""
    return float(rng.uniform(0.1, 0.5)), float(rng.uniform(0.01, 0.05))


def test_warmup(solution, reference, rng):
    base_lr, min_lr = rates(rng)
    compare(solution, reference, range(8), base_lr, 8, 30, min_lr)
    compare(solution, reference, (0, 1, 2), base_lr, 3, 7, min_lr)


def test_joint(solution, reference, rng):
    base_lr, min_lr = rates(rng)
    for warmup, total in ((5, 23), (40, 60), (1, 9)):
        compare(solution, reference, (warmup - 1, warmup, warmup + 1), base_lr, warmup, total, min_lr)


def test_cosine(solution, reference, rng):
    base_lr, min_lr = rates(rng)
    for low in (min_lr, min_lr / 2):
        compare(solution, reference, range(7, 26, 3), base_lr, 6, 26, low)
    for step in (350, 150, 900, 501):
        settings = {"base_lr": base_lr, "warmup_steps": 100, "total_steps": 1100, "min_lr": min_lr}
        got, want = (m.cosine_with_warmup(step, **settings) for m in (solution, reference))
        same(got, want, base_lr, f"step {step}, asked in the order 350, 150, 900, 501")


def test_end(solution, reference, rng):
    base_lr, min_lr = rates(rng)
    for warmup, total in ((4, 15), (30, 50)):
        compare(solution, reference, (total - 2, total - 1, total), base_lr, warmup, total, min_lr)


def test_after_the_end(solution, reference, rng):
    base_lr, min_lr = rates(rng)
    compare(solution, reference, (17, 18, 25, 30, 31, 1000), base_lr, 4, 16, min_lr)


def test_no_warmup(solution, reference, rng):
    base_lr, min_lr = rates(rng)
    compare(solution, reference, (0, 1, 5, 11, 12, 14), base_lr, 0, 12, min_lr)


def test_min_lr_default(solution, reference, rng):
    base_lr, _ = rates(rng)
    compare(solution, reference, (0, 2, 5, 9, 13, 14, 20), base_lr, 5, 14)
