"""Hidden checks of activation_stds."""

import numpy as np

from quizprep.grading.checking import close, close_each, raises, unchanged

NAMES = ("linear", "relu", "tanh", "sigmoid")


def network(rng, widths, gain):
    """Weights of a net of these widths, with the variance gain / fan_in."""
    return [rng.normal(size=pair) * np.sqrt(gain / pair[0]) for pair in zip(widths, widths[1:])]


def same(solution, reference, weights, x, name, what):
    """One call, every layer relative to itself."""
    got = solution.activation_stds(weights, x, name)
    close_each(got, reference.activation_stds(weights, x, name), what=f"{what}, {name}")


def test_one_layer(solution, reference, rng):
    for name in NAMES:
        x, weights = rng.normal(size=(5, 3)) + 0.5, network(rng, (3, 7), 2.0)
        same(solution, reference, weights, x, name, "one layer")


def test_three_layers(solution, reference, rng):
    for name in NAMES:
        x, weights = rng.normal(size=(6, 4)), network(rng, (4, 9, 5, 8), 2.0)
        same(solution, reference, weights, x, name, "three layers")


def test_deep(solution, reference, rng):
    widths = [int(w) for w in rng.integers(20, 31, size=21)]
    for name, gain, what in (
        ("tanh", 0.02, "20 layers, weights too small"),
        ("tanh", 1.0, "20 layers, Xavier-like weights"),
        ("tanh", 9.0, "20 layers, weights too large"),
        ("relu", 2.0, "20 layers, He weights"),
        ("linear", 9.0, "20 layers, weights too large"),
    ):
        x = rng.normal(size=(16, widths[0]))
        same(solution, reference, network(rng, widths, gain), x, name, what)


def test_extremes(solution, reference, rng):
    x, weights = rng.normal(size=(30, 3)) + 1e6, [rng.uniform(0.2, 0.5, size=(3, 1))]
    for name in ("linear", "relu"):
        same(solution, reference, weights, x, name, "a mean of about 10⁶, a deviation of about 1")
    x, weights = 3000 * rng.normal(size=(6, 4)), network(rng, (4, 9, 5), 2.0)
    for name in ("sigmoid", "tanh"):
        same(solution, reference, weights, x, name, "z in the thousands")


def test_unknown_nonlinearity(solution, reference, rng):
    x, weights = rng.normal(size=(4, 3)), network(rng, (3, 5), 1.0)
    for name in ("softmax", "leaky_relu", "ReLU"):
        raises(solution.activation_stds, ValueError, weights, x, name)


def test_inputs_unchanged(solution, reference, rng):
    for name in ("relu", "linear"):
        x, weights = rng.normal(size=(4, 3)), network(rng, (3, 6, 5), 2.0)
        want = reference.activation_stds(weights, x, name)
        got = solution.activation_stds(weights, x, name)
        unchanged(solution)
        close(got, want, what=f"two layers, {name}")
