"""Hidden checks of distillation_loss."""

import torch
from torch.nn import functional as F

from quizprep.grading.checking import close, require, unchanged


def batch(rng, n, c, scale=2.0):
    """Logits of a student and a teacher, and labels."""
    student, teacher = (torch.from_numpy(rng.normal(scale=scale, size=(n, c))) for _ in range(2))
    return student, teacher, torch.from_numpy(rng.integers(0, c, size=n))


def expected(student, teacher, y, T, alpha):
    """The loss by torch's own functions."""
    log_s, log_t = F.log_softmax(student / T, dim=1), F.log_softmax(teacher / T, dim=1)
    soft = T**2 * F.kl_div(log_s, log_t, reduction="batchmean", log_target=True)
    return alpha * soft + (1 - alpha) * F.cross_entropy(student, y)


def same(solution, student, teacher, y, T, alpha):
    """One call."""
    got = solution.distillation_loss(student, teacher, y, T, alpha)
    what = f"student {tuple(student.shape)}, T={T}, alpha={alpha}"
    close(got, expected(student, teacher, y, T, alpha), dtype=student.dtype, what=what)


def test_soft_term(solution, reference, rng):
    for n, c, T in ((5, 3, 1.0), (4, 7, 2.0), (6, 4, 5), (3, 5, 0.5)):
        same(solution, *batch(rng, n, c), T, 1.0)


def test_hard_term(solution, reference, rng):
    for n, c, T in ((5, 3, 4.0), (4, 7, 0.5), (6, 4, 1.0)):
        same(solution, *batch(rng, n, c), T, 0.0)


def test_mixture(solution, reference, rng):
    for n, c, T, alpha in ((5, 3, 3.0, 0.9), (4, 7, 2.0, 0.25), (1, 4, 6.0, 0.6)):
        same(solution, *batch(rng, n, c), T, alpha)
    student, teacher, y = batch(rng, 6, 5)
    same(solution, student.float(), teacher.float(), y, 4.0, 0.7)


def test_same_logits(solution, reference, rng):
    student, _, y = batch(rng, 5, 4)
    for shift in (0.0, 3.0):  # shifted logits are the same distribution
        got = solution.distillation_loss(student, student + shift, y, 3.0, 0.5)
        close(got, 0.5 * F.cross_entropy(student, y), what="teacher = student + a constant, T=3, alpha=0.5")


def test_large_logits(solution, reference, rng):
    student, teacher, y = batch(rng, 4, 5)
    for a, b, T in ((1000.0, 1.0, 2.0), (1.0, 1000.0, 3.0), (1000.0, 1000.0, 0.5)):
        same(solution, student * a, teacher * b, y, T, 0.6)


def test_student_gradient(solution, reference, rng):
    for n, c, T, alpha in ((5, 3, 4.0, 0.8), (4, 6, 2.0, 1.0), (6, 4, 3.0, 0.3)):
        student, teacher, y = batch(rng, n, c)
        leaf = student.clone().requires_grad_()
        loss = expected(leaf, teacher, y, T, alpha)
        loss.backward()
        got, grads, _ = solution.run_with_grad("distillation_loss", student, teacher, y, T, alpha)
        close(got, loss.detach(), what=f"loss, T={T}, alpha={alpha}")
        require(grads[0] is not None, "no gradient reaches student")
        close(grads[0], leaf.grad, what=f"gradient of student, T={T}, alpha={alpha}")


def test_teacher_gradient(solution, reference, rng):
    student, teacher, y = batch(rng, 5, 4)
    got, grads, _ = solution.run_with_grad("distillation_loss", student, teacher, y, 2.0, 0.7)
    close(got, expected(student, teacher, y, 2.0, 0.7))
    none = grads[1] is None or not bool(grads[1].any())
    require(none, "a gradient flows into the teacher: it is fixed, detach its logits", grads[1])


def test_inputs_unchanged(solution, reference, rng):
    student, teacher, y = batch(rng, 5, 4)
    want = expected(student, teacher, y, 2.5, 0.4)
    got = solution.distillation_loss(student, teacher, y, 2.5, 0.4)
    unchanged(solution)
    close(got, want)
