"""Hidden checks of average_predictions."""

import numpy as np

from quizprep.grading.checking import close, close_each, unchanged


def models(rng, m, n, c):
    """Logits of m models, each on a scale of its own."""
    return rng.normal(size=(m, n, c)) * rng.uniform(0.5, 4.0, size=(m, 1, 1))


def test_equal_weights(solution, reference, rng):
    for m, n, c in [(3, 5, 4), (2, 7, 3), (5, 2, 6), (4, 3, 2)]:
        logits = models(rng, m, n, c)
        what = f"{m} models, {n} samples, {c} classes"
        close(solution.average_predictions(logits), reference.average_predictions(logits), what=what)


def test_weights(solution, reference, rng):
    for m, n, c in [(3, 5, 4), (4, 2, 4), (2, 2, 5)]:
        logits = models(rng, m, n, c)
        weights = rng.dirichlet(np.full(m, 2.0))
        want = reference.average_predictions(logits, weights)
        what = f"{m} models, {n} samples, {c} classes, weights that sum to one"
        close(solution.average_predictions(logits, weights), want, what=what)
    weights = np.array([0.0, 0.7, 0.3])
    logits = models(rng, 3, 4, 5)
    want = reference.average_predictions(logits, weights)
    close(solution.average_predictions(logits, weights), want, what="weights with a 0 among them")


def test_weights_of_any_sum(solution, reference, rng):
    for weights in ([3.0, 1.0, 4.0], [0.1, 0.05, 0.2], [0.0, 0.0, 6.0], [3e-9, 1e-9, 4e-9]):
        logits = models(rng, 3, 4, 6)
        want = reference.average_predictions(logits, np.array(weights))
        close(solution.average_predictions(logits, np.array(weights)), want, what=f"weights {weights}")


def test_single_model(solution, reference, rng):
    logits = models(rng, 1, 4, 3)
    want = reference.average_predictions(logits)
    close(solution.average_predictions(logits), want, what="one model")
    close(solution.average_predictions(logits, np.array([2.5])), want, what="one model with the weight 2.5")


def test_large_logits(solution, reference, rng):
    logits = models(rng, 3, 4, 5)
    want = reference.average_predictions(logits)
    close_each(solution.average_predictions(logits + 1000.0), want, tol=1e-9, what="logits + 1000")
    close_each(solution.average_predictions(logits - 1000.0), want, tol=1e-9, what="logits - 1000")
    apart = np.array([0.0, 3000.0, -3000.0])[:, None, None]
    got = solution.average_predictions(logits + apart)
    close_each(got, want, tol=1e-9, what="models whose logits are 3000 apart")
    apart = np.array([2000.0, 0.0, -2000.0, 500.0])[:, None]
    got = solution.average_predictions(logits + apart)
    close_each(got, want, tol=1e-9, what="samples whose logits are 2000 apart")


def test_inputs_unchanged(solution, reference, rng):
    logits, weights = models(rng, 3, 4, 2), np.array([2.0, 1.0, 5.0])
    want = reference.average_predictions(logits, weights)
    got = solution.average_predictions(logits, weights)
    unchanged(solution)
    close(got, want, what="three models with weights")
