import torch


class Graph:
    def __init__(self, leaves, outs):
        self.leaves, self.outs = leaves, outs


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    leaves = [torch.tensor(a, requires_grad=True) for a in (x, prev_h, prev_c, Wx, Wh, b)]
    x, h, c, Wx, Wh, b = leaves
    i, f, o, g = torch.chunk(x @ Wx + h @ Wh + b, 4, dim=1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    h = torch.sigmoid(o) * torch.tanh(c)
    return h.detach().numpy(), c.detach().numpy(), Graph(leaves, (h, c))


def lstm_step_backward(dnext_h, dnext_c, cache):
    grads = torch.autograd.grad(cache.outs, cache.leaves, (torch.tensor(dnext_h), torch.tensor(dnext_c)))
    return tuple(g.numpy() for g in grads)
