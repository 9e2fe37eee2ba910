"""dx as a convolution of the stretched, padded dout with the flipped filters; dw as one with dout as the kernel."""

import numpy as np


def conv_backward(dout, cache):
    x, w, _, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    N, F, Ho, Wo = dout.shape
    _, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    Hp, Wp = xp.shape[2:]
    stretched = np.zeros((N, F, Hp - HH + 1, Wp - WW + 1))  # leftover rows and columns included
    stretched[:, :, : (Ho - 1) * s + 1 : s, : (Wo - 1) * s + 1 : s] = dout
    full = np.pad(stretched, ((0, 0), (0, 0), (HH - 1, HH - 1), (WW - 1, WW - 1)))
    view = np.lib.stride_tricks.sliding_window_view
    dxp = np.einsum("nfijrq,fcrq->ncij", view(full, (HH, WW), axis=(2, 3)), w[:, :, ::-1, ::-1])
    dw = np.einsum("ncrqij,nfij->fcrq", view(xp, stretched.shape[2:], axis=(2, 3)), stretched)
    return dxp[:, :, p : Hp - p, p : Wp - p], dw, np.einsum("nfij->f", dout)
