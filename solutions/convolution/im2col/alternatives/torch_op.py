import torch
import torch.nn.functional as F


def im2col(x, kernel, stride=1, pad=0):
    return F.unfold(torch.tensor(x), kernel, padding=pad, stride=stride).numpy()


def col2im(cols, x_shape, kernel, stride=1, pad=0):
    return F.fold(torch.tensor(cols), x_shape[2:], kernel, padding=pad, stride=stride).numpy()
