import torch


class Graph:
    pass


def layernorm_forward(x, gamma, beta, eps=1e-5):
    g = Graph()
    g.leaves = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
    g.out = torch.nn.functional.layer_norm(g.leaves[0], (x.shape[-1],), g.leaves[1], g.leaves[2], eps)
    return g.out.detach().numpy(), g


def layernorm_backward(dout, cache):
    grads = torch.autograd.grad(cache.out, cache.leaves, torch.tensor(dout), retain_graph=True)
    return [g.numpy() for g in grads]
