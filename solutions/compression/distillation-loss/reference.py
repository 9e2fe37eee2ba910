"""Knowledge distillation: match the teacher's softened distribution and the true class.

    loss = alpha T^2 (1/N) sum_n KL(p_t || p_s) + (1 - alpha) (1/N) sum_n CE(student_n, y_n),    p = softmax(logits / T)

student, teacher: (N, C), y: (N,), loss: scalar. Convention: alpha weighs the soft term, KL from teacher to student, mean
over the batch; the hard term has temperature 1. d soft / d student = T (p_s - p_t) / N. The teacher is a constant.

Source: Hinton, Vinyals, Dean, Distilling the Knowledge in a Neural Network (arXiv:1503.02531, 2015), section 2, 2.1.
"""

from torch.nn import functional as F


def distillation_loss(student, teacher, y, T, alpha):
    """A scalar tensor, differentiable with respect to student."""
    log_t = F.log_softmax(teacher.detach() / T, dim=1)
    log_s = F.log_softmax(student / T, dim=1)
    divergence = (log_t.exp() * (log_t - log_s)).sum(dim=1)  # (N,); both logs are finite
    soft = T**2 * divergence.mean()
    hard = F.cross_entropy(student, y)
    return alpha * soft + (1 - alpha) * hard
