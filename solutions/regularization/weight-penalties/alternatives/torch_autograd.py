import torch


def _run(w, formula):
    t = torch.tensor(w, requires_grad=True)
    penalty = formula(t)
    penalty.backward()
    return penalty.item(), t.grad.numpy()


def l1(w, lam):
    return _run(w, lambda t: lam * t.abs().sum())


def l2(w, lam):
    return _run(w, lambda t: 0.5 * lam * t.square().sum())


def elastic_net(w, lam, ratio):
    return _run(w, lambda t: lam * (ratio * t.abs().sum() + 0.5 * (1 - ratio) * t.square().sum()))
