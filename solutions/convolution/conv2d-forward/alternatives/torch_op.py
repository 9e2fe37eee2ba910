import torch
import torch.nn.functional as F


def conv_forward(x, w, b, conv_param):
    x, w, b = (torch.tensor(a) for a in (x, w, b))
    out = F.conv2d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])
    return out.numpy(), (x, w, b)
