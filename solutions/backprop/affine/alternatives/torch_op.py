import torch


def affine_forward(x, w, b):
    x, w, b = (torch.from_numpy(a.copy()) for a in (x, w, b))
    return torch.nn.functional.linear(x.flatten(1), w.T, b).numpy(), (x, w, b)


def affine_backward(dout, cache):
    leaves = [t.clone().requires_grad_() for t in cache]
    x, w, b = leaves
    out = torch.addmm(b, x.flatten(1), w)
    return tuple(g.numpy() for g in torch.autograd.grad(out, leaves, torch.from_numpy(dout.copy())))
