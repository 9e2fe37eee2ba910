import torch


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    x, w, b = (torch.tensor(a, requires_grad=True) for a in (x, w, b))
    out = torch.nn.functional.conv2d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])
    out.backward(torch.tensor(dout))
    return x.grad.numpy(), w.grad.numpy(), b.grad.numpy()
