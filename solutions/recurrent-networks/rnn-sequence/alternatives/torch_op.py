import torch


class Graph:
    pass


def rnn_forward(x, h0, Wx, Wh, b):
    g = Graph()
    g.leaves = [torch.tensor(a, requires_grad=True) for a in (x, h0, Wx, Wh, b)]
    x, state, Wx, Wh, b = g.leaves
    states = []
    for xt in x.unbind(1):
        state = torch.tanh(xt @ Wx + state @ Wh + b)
        states.append(state)
    g.h = torch.stack(states, dim=1)
    return g.h.detach().numpy(), g


def rnn_backward(dh, cache):
    return [g.numpy() for g in torch.autograd.grad(cache.h, cache.leaves, torch.tensor(dh))]
