import torch


class Graph:
    def __init__(self, x, out):
        self.x, self.out = x, out


def relu_forward(x):
    leaf = torch.tensor(x, requires_grad=True)
    out = torch.relu(leaf)
    return out.detach().numpy(), Graph(leaf, out)


def relu_backward(dout, cache):
    return torch.autograd.grad(cache.out, cache.x, torch.tensor(dout))[0].numpy()
