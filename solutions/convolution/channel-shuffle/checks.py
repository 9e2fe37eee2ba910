"""Hidden checks of channel_shuffle."""

import torch

from quizprep.grading.checking import close, require, unchanged


def tensor(rng, *shape):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def test_order(solution, reference, rng):
    for c, groups in ((6, 2), (6, 3), (12, 3), (12, 4), (10, 5)):
        numbers = torch.arange(c).reshape(1, c, 1, 1) + 10
        got = solution.channel_shuffle(numbers, groups)
        close(got, reference.channel_shuffle(numbers, groups), dtype=torch.int64, what=f"{c} channels, groups={groups}")


def test_images(solution, reference, rng):
    for shape, groups in (((3, 6, 4, 5), 2), ((2, 12, 5, 3), 3), ((4, 8, 1, 6), 4), ((1, 15, 2, 3), 5)):
        x = tensor(rng, *shape)
        close(
            solution.channel_shuffle(x, groups),
            reference.channel_shuffle(x, groups),
            what=f"x {shape}, groups={groups}",
        )


def test_trivial_groups(solution, reference, rng):
    x = tensor(rng, 2, 6, 3, 4)
    for groups in (1, 6):
        close(solution.channel_shuffle(x, groups), x, what=f"6 channels, groups={groups}")


def test_gradient(solution, reference, rng):
    for shape, groups in (((2, 6, 3, 4), 2), ((3, 12, 2, 5), 3)):
        x, dout = tensor(rng, *shape), tensor(rng, *shape)
        leaf = x.clone().requires_grad_()
        out = reference.channel_shuffle(leaf, groups)
        out.backward(dout)
        y, (dx, _), _ = solution.run_with_grad("channel_shuffle", x, groups, dout=dout)
        close(y, out.detach(), what=f"output, x {shape}, groups={groups}")
        require(dx is not None, f"no gradient reaches x, groups={groups}")
        close(dx, leaf.grad, what=f"gradient of x, x {shape}, groups={groups}")


def test_input_unchanged(solution, reference, rng):
    x = tensor(rng, 2, 6, 3, 5)
    large = torch.arange(2**40 + 1, 2**40 + 1 + x.numel()).reshape(x.shape)  # float32 holds few of these, float64 all
    for example in (x.to(torch.float32), x.to(torch.float16), (x * 10).to(torch.uint8), large, x > 0):
        want = reference.channel_shuffle(example, 3)
        answer = solution.channel_shuffle(example, 3)
        unchanged(solution)
        close(answer, want, dtype=example.dtype, what=f"{example.dtype}")
