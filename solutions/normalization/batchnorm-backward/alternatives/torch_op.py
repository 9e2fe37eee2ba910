import torch


class Graph:
    pass


def batchnorm_forward(x, gamma, beta, bn_param):
    g = Graph()
    g.leaves = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
    leaf, scale, shift = g.leaves
    g.out = torch.nn.functional.batch_norm(leaf, None, None, scale, shift, True, 0.1, bn_param.get("eps", 1e-5))
    return g.out.detach().numpy(), g


def batchnorm_backward(dout, cache):
    grads = torch.autograd.grad(cache.out, cache.leaves, torch.tensor(dout), retain_graph=True)
    return tuple(g.numpy() for g in grads)
