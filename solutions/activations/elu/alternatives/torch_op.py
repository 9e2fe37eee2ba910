import torch


def elu_forward(x, alpha=1.0):
    return torch.nn.functional.elu(torch.tensor(x), alpha).numpy(), (x, alpha)


def elu_backward(dout, cache):
    x, alpha = cache
    leaf = torch.tensor(x, requires_grad=True)
    torch.nn.functional.elu(leaf, alpha).backward(torch.tensor(dout))
    return leaf.grad.numpy()
