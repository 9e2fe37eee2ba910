"""Hidden checks of tanh."""

import numpy as np

from quizprep.grading.checking import close, unchanged


def test_values(solution, reference, rng):
    for shape in ((4, 7), (2, 3, 5), (6,)):
        x = rng.normal(scale=1.5, size=shape)
        close(solution.tanh(x), reference.tanh(x), tol=2e-8, what=f"tanh(x), x of shape {shape}")
    x = np.array([-1.5, 0.0, 0.3])
    close(solution.tanh(x), reference.tanh(x), what="tanh(x), x with a 0 in it")


def test_large_inputs(solution, reference, rng):
    x = rng.uniform(800.0, 3000.0, size=(3, 4)) * np.array([1.0, -1.0, -1.0, 1.0])
    close(solution.tanh(x), reference.tanh(x), tol=1e-12, what="tanh(x), every |x| above 800")
    x = rng.normal(size=(3, 4))
    x[[0, 1, 2], [1, 3, 0]] = [1000.0, -1000.0, 400.0]
    close(solution.tanh(x), reference.tanh(x), what="tanh(x), large and moderate x mixed")


def test_backward(solution, reference, rng):
    for shape in ((5, 3), (2, 3, 4)):
        out, dout = rng.uniform(-0.95, 0.95, size=shape), rng.normal(scale=2.0, size=shape)
        want = reference.tanh_backward(dout, out)
        close(solution.tanh_backward(dout, out), want, what=f"tanh_backward(dout, out), shape {shape}")


def test_backward_saturated(solution, reference, rng):
    out, dout = rng.uniform(-0.9, 0.9, size=(3, 4)), rng.normal(size=(3, 4))
    out[0, 1], out[1, 3], out[2, 0] = 1.0, -1.0, 1.0
    want = reference.tanh_backward(dout, out)
    close(solution.tanh_backward(dout, out), want, what="tanh_backward(dout, out), some outputs being 1 or -1")


def test_inputs_unchanged(solution, reference, rng):
    x = rng.normal(size=(3, 5))
    close(solution.tanh(x), reference.tanh(x), what="tanh(x)")
    unchanged(solution)
    out, dout = reference.tanh(x), rng.normal(size=(3, 5))
    close(solution.tanh_backward(dout, out), reference.tanh_backward(dout, out), what="tanh_backward")
    unchanged(solution)
