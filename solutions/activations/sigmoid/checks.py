"""Hidden checks of sigmoid."""

import numpy as np

from quizprep.grading.checking import close, close_each, unchanged


def test_values(solution, reference, rng):
    for shape in ((4, 7), (2, 3, 5), (6,)):
        x = rng.normal(scale=3.0, size=shape)
        close(solution.sigmoid(x), reference.sigmoid(x), what=f"sigmoid(x), x of shape {shape}")
    x = np.array([-1.5, 0.0, 2.5])
    close(solution.sigmoid(x), reference.sigmoid(x), what="sigmoid(x), x with a 0 in it")


def test_large_inputs(solution, reference, rng):
    x = rng.uniform(800.0, 3000.0, size=(3, 4)) * np.array([1.0, -1.0, -1.0, 1.0])
    close(solution.sigmoid(x), reference.sigmoid(x), tol=1e-12, what="sigmoid(x), every |x| above 800")
    x = rng.normal(scale=2.0, size=(3, 4))
    x[[0, 1, 2], [1, 3, 0]] = [1000.0, -1000.0, 710.0]
    close(solution.sigmoid(x), reference.sigmoid(x), what="sigmoid(x), large and moderate x mixed")


def test_small_probabilities(solution, reference, rng):
    x = -rng.uniform(15.0, 80.0, size=(4, 5))
    close_each(solution.sigmoid(x), reference.sigmoid(x), what="sigmoid(x), x between -80 and -15")


def test_backward(solution, reference, rng):
    for shape in ((5, 3), (2, 3, 4)):
        out, dout = rng.uniform(0.02, 0.98, size=shape), rng.normal(scale=2.0, size=shape)
        want = reference.sigmoid_backward(dout, out)
        close(solution.sigmoid_backward(dout, out), want, what=f"sigmoid_backward(dout, out), shape {shape}")


def test_backward_saturated(solution, reference, rng):
    out, dout = rng.uniform(0.1, 0.9, size=(3, 4)), rng.normal(size=(3, 4))
    out[0, 1], out[1, 3], out[2, 0] = 1.0, 0.0, 1.0
    want = reference.sigmoid_backward(dout, out)
    close(solution.sigmoid_backward(dout, out), want, what="sigmoid_backward(dout, out), some outputs being 0 or 1")


def test_inputs_unchanged(solution, reference, rng):
    x = rng.normal(scale=2.0, size=(3, 5))
    close(solution.sigmoid(x), reference.sigmoid(x), what="sigmoid(x)")
    unchanged(solution)
    out, dout = reference.sigmoid(x), rng.normal(size=(3, 5))
    close(solution.sigmoid_backward(dout, out), reference.sigmoid_backward(dout, out), what="sigmoid_backward")
    unchanged(solution)
