"""Hidden checks of quantize."""

import numpy as np

from quizprep.grading.checking import close, require


def ask(solution, w, bits):
    """(codebook, codes), their form looked at."""
    answer = solution.quantize(w, bits)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, "quantize must return a pair (codebook, codes)")
    return answer[0], answer[1]


def compare(solution, reference, w, bits, what, codebook=True, codes=True):
    """Codebook and codes, as asked."""
    got, want = ask(solution, w, bits), reference.quantize(w, bits)
    if codebook:
        close(got[0], want[0], what=f"codebook, {what}")
    if codes:
        close(got[1], want[1], what=f"codes, {what}")


def weights(rng, *shape):
    """Bell-shaped with a few outliers and an offset, as trained weights are."""
    w = rng.normal(scale=0.1, size=shape) + 0.03
    w.reshape(-1)[rng.choice(w.size, size=max(2, w.size // 40), replace=False)] *= 4.0
    return w


def test_codebook(solution, reference, rng):
    for shape, bits in [((12, 9), 3), ((5, 3, 3, 4), 3), ((70,), 1)]:
        compare(solution, reference, weights(rng, *shape), bits, f"w of shape {shape}, {bits} bits", codes=False)
    w = weights(rng, 11, 8)
    w[rng.random(w.shape) < 0.4] = 0.0
    compare(solution, reference, w, 2, "many weights being 0, 2 bits", codes=False)


def test_codes(solution, reference, rng):
    for shape, bits in [((12, 9), 3), ((5, 3, 3, 4), 3), ((70,), 1)]:
        compare(solution, reference, weights(rng, *shape), bits, f"w of shape {shape}, {bits} bits", codebook=False)


def test_bits(solution, reference, rng):
    w = weights(rng, 15, 20)
    for bits in (1, 2, 3, 4, 5, 8):
        compare(solution, reference, w, bits, f"300 weights, {bits} bits")


def one_more_each_round(n=320):
    """A bridge of n weights between two clumps, spaced such that each round with 1 bit takes just one more of them to the lower centroid."""
    low, high = np.append(np.zeros(39), -0.5), np.ones(80)
    bridge, moved = np.linspace(0.3, 0.7, n), np.arange(n + 1)
    for _ in range(60):  # the spacing depends on the means and they on it
        lower = np.append(0.0, np.cumsum(bridge))
        means = (low.sum() + lower) / (40 + moved), (high.sum() + lower[-1] - lower) / (80 + n - moved)
        border = sum(means) / 2
        bridge = 1.5 * border[:-1] - 0.5 * border[1:]
    return np.concatenate([low, high, bridge])


def test_converged(solution, reference, rng):
    for _ in range(4):
        w = rng.normal(size=(30, 40)) + 0.2 * rng.exponential(size=(30, 40))
        compare(solution, reference, w, 4, "1200 weights, 4 bits: this takes dozens of rounds")
    w = rng.permutation(one_more_each_round()) * rng.uniform(0.1, 1.0) + rng.normal()
    compare(solution, reference, w, 1, "440 weights, 1 bit: this takes 322 rounds")


def test_small_weights(solution, reference, rng):
    for size in (1e-5, 1e-9):  # np.allclose takes all below 1e-8 for equal
        w = size * rng.normal(size=(20, 30))
        compare(solution, reference, w, 3, f"600 weights of size {size:g}, 3 bits")


def test_empty_clusters(solution, reference, rng):
    for low, high in ((-1.0, 1.0), (0.5, 3.0)):
        w = np.concatenate([rng.normal(low, 0.02, size=40), rng.normal(high, 0.02, size=25)])
        compare(solution, reference, rng.permutation(w), 3, f"two clumps at {low} and {high}, 3 bits")
    compare(solution, reference, np.array([[0.1, -0.2, 0.7], [2.0, 0.35, 0.3]]), 4, "6 weights, 4 bits")
