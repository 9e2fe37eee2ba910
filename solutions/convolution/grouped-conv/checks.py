"""Hidden checks of grouped_conv2d, against F.conv2d."""

import torch
import torch.nn.functional as F

from quizprep.grading.checking import close, require, unchanged


def tensors(rng, x, weight, bias=True):
    """x, weight and bias of normal numbers, for the shapes of the first two."""
    draw = [torch.from_numpy(rng.normal(size=shape)) for shape in (x, weight, weight[:1])]
    return draw if bias else [*draw[:2], None]


def same(solution, args, **options):
    """One call against torch's."""
    want = F.conv2d(*args, **options)
    shapes = f"x {tuple(args[0].shape)}, weight {tuple(args[1].shape)}"
    close(
        solution.grouped_conv2d(*args, **options), want, dtype=args[0].dtype, what=f"{shapes}, {options or 'defaults'}"
    )


def test_one_group(solution, reference, rng):
    same(solution, tensors(rng, (2, 3, 6, 7), (5, 3, 3, 3), bias=False))
    same(solution, tensors(rng, (3, 4, 5, 4), (2, 4, 2, 2), bias=False))
    same(solution, [t.float() for t in tensors(rng, (2, 3, 6, 5), (4, 3, 3, 3))], groups=1)


def test_groups(solution, reference, rng):
    same(solution, tensors(rng, (2, 6, 5, 7), (8, 3, 3, 3)), groups=2)
    same(solution, tensors(rng, (3, 6, 4, 5), (9, 2, 2, 2)), groups=3)
    same(solution, tensors(rng, (2, 8, 6, 5), (4, 4, 3, 3), bias=False), groups=2)
    same(solution, tensors(rng, (1, 12, 4, 6), (8, 3, 2, 2)), groups=4)


def test_depthwise(solution, reference, rng):
    same(solution, tensors(rng, (2, 5, 6, 7), (5, 1, 3, 3), bias=False), groups=5)
    same(solution, tensors(rng, (3, 4, 5, 6), (12, 1, 2, 2), bias=False), groups=4)


def test_bias(solution, reference, rng):
    x, weight, bias = tensors(rng, (2, 6, 5, 4), (4, 3, 2, 2))
    same(solution, (x, weight, bias * 3), groups=2)
    same(solution, (x, weight, None), groups=2)


def test_stride_padding(solution, reference, rng):
    same(solution, tensors(rng, (2, 4, 8, 6), (6, 2, 3, 3)), stride=2, padding=1, groups=2)
    same(solution, tensors(rng, (2, 6, 11, 8), (3, 2, 4, 2)), stride=3, groups=3)
    same(solution, tensors(rng, (3, 4, 5, 6), (2, 2, 1, 3)), padding=2, groups=2)


def test_gradients(solution, reference, rng):
    for options in ({"groups": 2}, {"groups": 3, "stride": 2, "padding": 1}):
        leaves = tensors(rng, (2, 6, 6, 7), (12, 6 // options["groups"], 3, 2))
        wanted = [t.clone().requires_grad_() for t in leaves]
        out = F.conv2d(*wanted, **options)
        dout = torch.from_numpy(rng.normal(size=tuple(out.shape)))
        out.backward(dout)
        y, grads, _ = solution.run_with_grad("grouped_conv2d", *leaves, dout=dout, **options)
        close(y, out.detach(), what=f"output, {options}")
        for name, got, leaf in zip(("x", "weight", "bias"), grads, wanted, strict=True):
            require(got is not None, f"no gradient reaches {name}, {options}")
            close(got, leaf.grad, what=f"gradient of {name}, {options}")


def test_inputs_unchanged(solution, reference, rng):
    args = tensors(rng, (2, 6, 5, 4), (4, 3, 2, 2))
    want = F.conv2d(*args, groups=2)
    answer = solution.grouped_conv2d(*args, groups=2)
    unchanged(solution)
    close(answer, want)
