import torch


def leaky_relu_forward(x, slope=0.01):
    return torch.nn.functional.leaky_relu(torch.tensor(x), slope).numpy(), (x, slope)


def leaky_relu_backward(dout, cache):
    x, slope = cache
    leaf = torch.tensor(x, requires_grad=True)
    torch.nn.functional.leaky_relu(leaf, slope).backward(torch.tensor(dout))
    return leaf.grad.numpy()
