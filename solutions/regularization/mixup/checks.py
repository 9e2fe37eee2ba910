"""Hidden checks of mixup. What was drawn is read off a result whose rows are one-hot."""

import math

import torch

from quizprep.grading.checking import close, fail, require, statistic, unchanged

CALLS = 60


def tensor(rng, *shape):
    """A float64 tensor of normal numbers."""
    return torch.from_numpy(rng.normal(size=shape))


def labels(n, k):
    """Row m is one-hot at m: every sample has a label of its own."""
    return torch.eye(n, k, dtype=torch.float64)


def pair(answer, *wanted):
    """(x_mixed, y_mixed), of the wanted shapes."""
    require(isinstance(answer, (tuple, list)) and len(answer) == 2, "mixup must return a pair (x_mixed, y_mixed)")
    for name, got, want in zip(("x_mixed", "y_mixed"), answer, wanted):
        require(isinstance(got, torch.Tensor), f"{name} must be a torch tensor")
        require(got.shape == want.shape, f"the shape of {name} is {tuple(got.shape)}, expected {tuple(want.shape)}")
    return answer


def drawn(mixed, what):
    """(λ, 1 − λ, π) of a mixture of one-hot rows, row m being one-hot at m."""
    n = len(mixed)
    mixed = mixed.detach().double()
    own = mixed[range(n), range(n)]
    others = mixed.clone()
    others[range(n), range(n)] = 0.0
    weight, partner = others.max(dim=1)
    paired = weight > 0
    partner[~paired] = torch.arange(n)[~paired]
    if not paired.any():
        return 1.0, 0.0, list(range(n))
    rest = others.sum(dim=1) - weight
    if (others < 0).any() or (rest.abs() > 1e-6).any() or ((own + weight - 1).abs() > 1e-5).any():
        fail(f"{what}: each row must be a mixture of two rows, with weights λ and 1 − λ", mixed)
    lam, other = own[paired], weight[paired]
    if (lam.max() - lam.min()) > 1e-5:
        fail(f"{what}: λ differs from sample to sample, one λ for the whole batch is asked for", lam)
    if sorted(partner.tolist()) != list(range(n)):
        fail(f"{what}: the partners are no permutation of the batch", partner.tolist())
    return float(lam.mean()), float(other.mean()), partner.tolist()


def test_images(solution, reference, rng):
    for shape in ((7, 3, 4, 5), (6, 8), (9, 2, 3)):
        x, y = tensor(rng, *shape), labels(shape[0], shape[0] + 2)
        x_mixed, y_mixed = pair(solution.mixup(x, y, 2.0), x, y)
        lam, rest, perm = drawn(y_mixed, "y_mixed")
        close(x_mixed, lam * x + rest * x[perm], tol=1e-6, what=f"x_mixed, for the λ and π of y_mixed, x {shape}")


def test_targets(solution, reference, rng):
    for n, k in ((7, 3), (6, 10)):
        x, y = labels(n, n + 1), torch.from_numpy(rng.dirichlet([1.0] * k, size=n))
        x_mixed, y_mixed = pair(solution.mixup(x, y, 2.0), x, y)
        lam, rest, perm = drawn(x_mixed, "x_mixed")
        close(y_mixed, lam * y + rest * y[perm], tol=1e-6, what=f"y_mixed, for the λ and π of x_mixed, y ({n}, {k})")


def test_lambda(solution, reference, rng):
    x, y = tensor(rng, 8, 2), labels(8, 8)
    for alpha, calls in ((0.1, 60), (3.0, 40)):
        found = []
        for _ in range(calls):
            x_mixed, y_mixed = pair(solution.mixup(x, y, alpha), x, y)
            found.append(drawn(y_mixed, "y_mixed")[0])
        lam = torch.tensor(found, dtype=torch.float64)
        var, kurtosis = 1 / (4 * (2 * alpha + 1)), 3 - 6 / (2 * alpha + 3)
        statistic(lam.mean(), 0.5, math.sqrt(var / calls), f"the mean λ of {calls} calls with alpha={alpha}")
        error = var * math.sqrt((kurtosis - 1) / calls)
        statistic(((lam - 0.5) ** 2).mean(), var, error, f"the variance of λ in {calls} calls with alpha={alpha}")
        if alpha < 1:  # half of them are that near to 0 or 1: none of 60 once in 10¹⁸
            require((lam - 0.5).abs().max() > 0.499, f"no λ of {calls} with alpha={alpha} is below 0.001 or above 0.999", found)
        else:
            several = len({round(one, 6) for one in found})
            require(several > calls // 2, f"only {several} different λ in {calls} calls with alpha={alpha}", found)


def test_partners(solution, reference, rng):
    x, y = tensor(rng, 6, 2), labels(6, 6)
    found = []
    for _ in range(CALLS):
        x_mixed, y_mixed = pair(solution.mixup(x, y, 2.0), x, y)
        found.append(tuple(drawn(y_mixed, "y_mixed")[2]))
    many = len(set(found))
    require(many > CALLS // 3, f"only {many} different permutations in {CALLS} calls: draw a new one in each call")
    fixed = sum(p == n for perm in found for n, p in enumerate(perm)) / CALLS
    statistic(fixed, 1.0, 1 / math.sqrt(CALLS), "the number of samples that meet themselves, on average")


def test_alpha_zero(solution, reference, rng):
    x, y = tensor(rng, 5, 3, 2), labels(5, 6)
    for alpha in (0, 0.0) * 10:  # a coin that is tossed for λ shows
        x_mixed, y_mixed = pair(solution.mixup(x, y, alpha), x, y)
        close(x_mixed, x, what="x_mixed, alpha=0")
        close(y_mixed, y, what="y_mixed, alpha=0")


def test_dtype(solution, reference, rng):
    for one, other in ((torch.float32, torch.float64), (torch.bfloat16, torch.float32), (torch.float16, torch.float16)):
        x, y = tensor(rng, 4, 3, 5).to(one), labels(4, 5).to(other)
        x_mixed, y_mixed = pair(solution.mixup(x, y, 1.5), x, y)
        require(x_mixed.dtype == one, f"x is {one}, but x_mixed is {x_mixed.dtype}")
        require(y_mixed.dtype == other, f"y is {other}, but y_mixed is {y_mixed.dtype}")


def test_inputs_unchanged(solution, reference, rng):
    x, y = tensor(rng, 7, 4), labels(7, 8)
    kept = x.clone()
    x_mixed, y_mixed = pair(solution.mixup(x, y, 2.0), x, y)
    unchanged(solution)
    lam, rest, perm = drawn(y_mixed, "y_mixed")
    close(x_mixed, lam * kept + rest * kept[perm], tol=1e-6)
