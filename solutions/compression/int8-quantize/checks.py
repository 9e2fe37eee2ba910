"""Hidden checks of choose_qparams, quantize and dequantize. No value lies near a tie of the rounding."""

import numpy as np
import torch

from quizprep.grading.checking import close, require, unchanged


def data(rng, shape, below, scale, above=None):
    """A float32 tensor of about the range [-below, 255 - below] in steps of `scale`, ends included."""
    n = int(np.prod(shape))
    top = 255 - below if above is None else above
    steps = rng.integers(-below, top, size=n) + rng.uniform(-0.4, 0.4, size=n)
    off = rng.uniform(0.1, 0.4)
    steps = np.clip(steps, -below - off, top - off)
    first, last = rng.choice(n, size=2, replace=False)
    steps[first], steps[last] = -below - off, top - off
    return torch.from_numpy((steps * scale).reshape(shape)).float()


def qparams(solution, x, what):
    """The submission's scale and zero point, as numbers."""
    answer = solution.choose_qparams(x)
    pair = isinstance(answer, (tuple, list)) and len(answer) == 2
    require(pair, f"{what}: choose_qparams must return a pair (scale, zero_point)", answer)
    numbers = []
    for value, name in zip(answer, ("scale", "zero_point"), strict=True):
        single = isinstance(value, (int, float, np.generic)) or (hasattr(value, "numel") and value.numel() == 1)
        require(single, f"{what}: {name} must be one number", value)
        numbers.append(float(value))
    scale, zero_point = numbers
    require(zero_point == round(zero_point), f"{what}: zero_point must be an integer, not {zero_point:g}")
    return scale, int(zero_point)


def same_qparams(solution, reference, x, what):
    """Scale and zero point of both."""
    scale, zero_point = qparams(solution, x, what)
    want_scale, want_zero = reference.choose_qparams(x)
    close(scale, want_scale, tol=1e-5, what=f"{what}: scale")
    close(zero_point, want_zero, what=f"{what}: zero_point")


def test_qparams(solution, reference, rng):
    for shape, below, scale in [((4, 7), 100, 0.02), ((3, 2, 5), 30, 1.7), ((11,), 200, 0.0004), ((3, 4), 90, 4e-12)]:
        what = f"x of shape {shape}"
        same_qparams(solution, reference, data(rng, shape, below, scale), what)


def test_one_sided_range(solution, reference, rng):
    x = torch.from_numpy(rng.uniform(3.0, 4.0, size=(5, 3))).float()
    same_qparams(solution, reference, x, "all values between 3 and 4")
    same_qparams(solution, reference, -x, "all values between -4 and -3")
    same_qparams(solution, reference, x[:1, :1], "a single positive value")


def test_all_zeros(solution, reference, rng):
    x = torch.zeros(2, 3)
    scale, zero_point = qparams(solution, x, "a tensor of zeros")
    close(scale, 1.0, what="scale of a tensor of zeros")
    close(zero_point, 0, what="zero_point of a tensor of zeros")


def test_quantize(solution, reference, rng):
    for shape, below, scale in [((6, 9), 90, 0.03), ((2, 3, 7), 160, 2.5)]:
        zero_point = below - 128
        x = data(rng, shape, below - 1, scale, above=253 - below)
        got = solution.quantize(x, scale, zero_point)
        what = f"scale={scale}, zero_point={zero_point}"
        close(got, reference.quantize(x, scale, zero_point), dtype=torch.int8, what=what)


def test_saturation(solution, reference, rng):
    for scale, zero_point in [(0.05, 40), (0.3, -70)]:
        x = data(rng, (5, 8), 127 + zero_point, scale) * 1.0
        near = [300.2, -300.2, 128.2 - zero_point, -129.2 - zero_point]
        far = torch.tensor([*near, 5000.2, -70000.2, 6e9, -6e9]) * scale  # 6e9 doesn't fit into int32
        x = torch.cat([x.reshape(-1), far])
        got = solution.quantize(x, scale, zero_point)
        what = f"values beyond the range, scale={scale}, zero_point={zero_point}"
        close(got, reference.quantize(x, scale, zero_point), dtype=torch.int8, what=what)


def test_dequantize(solution, reference, rng):
    codes = torch.from_numpy(rng.permutation(np.arange(-128, 128)).astype(np.int8)).reshape(8, 32)
    for scale, zero_point in [(0.05, 40), (1.5, -128), (0.002, 127)]:
        got = solution.dequantize(codes, scale, zero_point)
        want = reference.dequantize(codes, scale, zero_point)
        close(got, want, dtype=torch.float32, what=f"all 256 codes, scale={scale}, zero_point={zero_point}")


def test_round_trip(solution, reference, rng):
    for shift in (0.0, 0.8, -1.5):
        x = torch.from_numpy(rng.normal(loc=shift, size=(6, 10))).float()
        x[2, 3] = x[4, 7] = 0.0
        scale, zero_point = qparams(solution, x, "a round trip")
        want_scale, _ = reference.choose_qparams(x)
        close(scale, want_scale, tol=1e-5, what="scale, for a round trip")
        back = solution.dequantize(solution.quantize(x, scale, zero_point), scale, zero_point)
        close(back, x, tol=1.02 * want_scale / float(x.abs().max()), dtype=torch.float32, what="x there and back")
        zeros = [float(back[2, 3]), float(back[4, 7])]
        require(zeros == [0.0, 0.0], "0.0 must come back as exactly 0.0", zeros)
        inside = (x > x.min() + 1.01 * scale) & (x < x.max() - 1.01 * scale)
        off = float((back - x)[inside].abs().max()) / scale
        require(
            off < 0.51, f"a value inside the range comes back {off:.2f} scales off; half a scale is enough", back, x
        )


def test_input_unchanged(solution, reference, rng):
    x = data(rng, (4, 5), 110, 0.03)
    kept = x.clone()
    solution.choose_qparams(x)
    unchanged(solution, 0)
    q = solution.quantize(x, 0.03, -18)
    unchanged(solution, 0)
    close(q, reference.quantize(kept, 0.03, -18), dtype=torch.int8)
    back = solution.dequantize(q, 0.03, -18)
    unchanged(solution, 0)
    close(back, reference.dequantize(q, 0.03, -18))
