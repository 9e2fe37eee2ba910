"""Hidden checks of gram and style_loss."""

import torch

from quizprep.grading.checking import close, require, unchanged

SHAPES = [(3, 4, 5, 2), (2, 6, 3, 7), (1, 5, 4, 3), (4, 2, 1, 6)]


def tensor(rng, *shape):
    """A float64 tensor of normal numbers about 0.5, so that means matter."""
    return torch.from_numpy(rng.normal(loc=0.5, size=shape))


def test_gram(solution, reference, rng):
    for shape in SHAPES:
        x = tensor(rng, *shape)
        close(solution.gram(x), reference.gram(x), dtype=x.dtype, what=f"gram, features {shape}")


def test_batch(solution, reference, rng):
    x = tensor(rng, 3, 4, 5, 2) * torch.tensor([1.0, 5.0, 0.2]).reshape(3, 1, 1, 1)
    want = reference.gram(x)
    close(solution.gram(x), want, what="gram of three samples of very different size")
    for n in range(3):
        close(solution.gram(x[n : n + 1]), want[n : n + 1], what=f"gram of sample {n} alone")


def test_place(solution, reference, rng):
    x = tensor(rng, 2, 3, 4, 5)
    order = torch.from_numpy(rng.permutation(20))
    moved = x.flatten(2)[:, :, order].reshape(2, 3, 5, 4)
    want = reference.gram(x)
    close(solution.gram(moved), want, what="gram after the pixels were moved about, 5×4 instead of 4×5")
    twice = torch.cat([x, x], dim=2)
    close(solution.gram(twice), want, what="gram of an image that repeats itself (the same style, twice the size)")


def test_gram_gradient(solution, reference, rng):
    for shape in SHAPES[:2]:
        x, dout = tensor(rng, *shape), tensor(rng, shape[0], shape[1], shape[1])
        leaf = x.clone().requires_grad_()
        out = reference.gram(leaf)
        out.backward(dout)
        got, (dx,), _ = solution.run_with_grad("gram", x, dout=dout)
        close(got, out.detach(), what=f"gram, features {shape}")
        require(dx is not None, "no gradient reaches features through gram")
        close(dx, leaf.grad, what=f"gradient of features through gram, features {shape}")


def test_style_loss(solution, reference, rng):
    for shape in SHAPES:
        x, style = tensor(rng, *shape), tensor(rng, *shape) * 1.5
        want = reference.style_loss(x, style)
        close(solution.style_loss(x, style), want, dtype=x.dtype, what=f"style_loss, both {shape}")


def test_one_style(solution, reference, rng):
    for shape, size in (((3, 4, 5, 2), (3, 7)), ((1, 5, 4, 3), (6, 2)), ((4, 2, 3, 3), (1, 5))):
        x, style = tensor(rng, *shape), tensor(rng, 1, shape[1], *size)
        want = reference.style_loss(x, style)
        close(solution.style_loss(x, style), want, what=f"style_loss, features {shape}, style {tuple(style.shape)}")
    x, style = tensor(rng, 3, 4, 5, 2), tensor(rng, 3, 4, 6, 3)
    close(
        solution.style_loss(x, style), reference.style_loss(x, style), what="style_loss, style of another size, N = 3"
    )


def test_style_gradient(solution, reference, rng):
    for shape, other in (((3, 4, 5, 2), (3, 4, 5, 2)), ((2, 3, 4, 6), (1, 3, 5, 3))):
        x, style = tensor(rng, *shape), tensor(rng, *other)
        leaf = x.clone().requires_grad_()
        loss = reference.style_loss(leaf, style)
        loss.backward()
        got, (dx, dstyle), _ = solution.run_with_grad("style_loss", x, style)
        close(got, loss.detach(), what=f"style_loss, features {shape}, style {other}")
        require(dx is not None, "no gradient reaches features through style_loss")
        close(dx, leaf.grad, what=f"gradient of features, features {shape}, style {other}")
        fixed = dstyle is None or not bool(dstyle.any())
        require(fixed, "a gradient flows into style: it is the target, detach it", dstyle)
    x = tensor(rng, 2, 3, 4, 5)
    _, (dx, _), _ = solution.run_with_grad("style_loss", x, x)
    close(dx, torch.zeros_like(x), what="gradient of features whose style is already that of style")


def test_inputs_unchanged(solution, reference, rng):
    x, style = tensor(rng, 2, 4, 3, 5).float(), tensor(rng, 1, 4, 2, 3).float()
    want, distance = reference.gram(x), reference.style_loss(x, style)
    answer = solution.gram(x)
    unchanged(solution)
    close(answer, want, dtype=torch.float32, what="gram in float32")
    answer = solution.style_loss(x, style)
    unchanged(solution)
    close(answer, distance, dtype=torch.float32, what="style_loss in float32")
