"""Hidden checks of token_cross_entropy."""

import numpy as np

from quizprep.grading.checking import close, unchanged

SIZES = ((3, 7, 5), (4, 6, 11), (5, 9, 4))


def batch(rng, b, t, v, ignore_index=-100):
    """Logits, and targets of sequences of unequal lengths of which a prompt doesn't count either; token 0 is among them unless ignored."""
    logits = rng.normal(scale=2.0, size=(b, t, v))
    tokens = [token for token in range(v) if token != ignore_index]
    targets = rng.choice(tokens, size=(b, t))
    targets[:, rng.integers(t)] = tokens[0]
    lengths = rng.permutation(np.linspace(0, t, b).astype(int))  # 0 … T counted positions, all different
    for row, length in zip(targets, lengths, strict=True):
        start = rng.integers(0, t - length + 1)
        row[:start] = ignore_index
        row[start + length :] = ignore_index
    return logits, targets


def test_loss(solution, reference, rng):
    for b, t, v in SIZES:
        logits, targets = batch(rng, b, t, v)
        loss, _ = solution.token_cross_entropy(logits, targets)
        close(loss, reference.token_cross_entropy(logits, targets)[0], what=f"loss, (B, T, V) = {(b, t, v)}")


def test_gradient(solution, reference, rng):
    for b, t, v in SIZES:
        logits, targets = batch(rng, b, t, v)
        _, dlogits = solution.token_cross_entropy(logits, targets)
        want = reference.token_cross_entropy(logits, targets)[1]
        close(dlogits, want, dtype=np.float64, what=f"dlogits, (B, T, V) = {(b, t, v)}")


def test_other_ignore_index(solution, reference, rng):
    for ignore_index in (0, 3, -1, 50):
        logits, targets = batch(rng, 3, 7, 5, ignore_index)
        want = reference.token_cross_entropy(logits, targets, ignore_index=ignore_index)
        close(solution.token_cross_entropy(logits, targets, ignore_index=ignore_index), want, what=f"ignore_index={ignore_index}")


def test_nothing_counts(solution, reference, rng):
    logits, targets = rng.normal(size=(2, 5, 4)), np.full((2, 5), -100)
    close(solution.token_cross_entropy(logits, targets), reference.token_cross_entropy(logits, targets))


def test_large_logits(solution, reference, rng):
    logits, targets = batch(rng, 3, 7, 5)
    want = reference.token_cross_entropy(logits, targets)
    shift = rng.permutation(np.linspace(-3000.0, 3000.0, 21)).reshape(3, 7, 1)
    close(solution.token_cross_entropy(logits + shift, targets), want, tol=1e-9, what="another constant added at each position")


def test_confidently_wrong(solution, reference, rng):
    for gap in (50.0, 900.0, 3000.0):  # exp(-50) is a float64, exp(-900) is not
        logits, targets = batch(rng, 3, 7, 5)
        b, t = np.nonzero(targets != -100)
        logits[b, t, targets[b, t]] -= gap * (1.0 + rng.random(len(b)))
        want = reference.token_cross_entropy(logits, targets)
        close(solution.token_cross_entropy(logits, targets), want, what=f"each target {gap:g} or more behind")


def test_inputs_unchanged(solution, rng):
    solution.token_cross_entropy(*batch(rng, 3, 7, 5))
    unchanged(solution)
