import numpy as np


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    Ho, Wo = dout.shape[2:]
    row = np.repeat(np.arange(HH), WW)[:, None] + s * np.repeat(np.arange(Ho), Wo)[None]
    col = np.tile(np.arange(WW), HH)[:, None] + s * np.tile(np.arange(Wo), Ho)[None]
    channel = np.repeat(np.arange(C), HH * WW)[:, None]
    row, col = np.tile(row, (C, 1)), np.tile(col, (C, 1))

    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    columns = xp[:, channel, row, col]  # (N, C*HH*WW, Ho*Wo)
    d = dout.reshape(N, F, -1)
    dw = np.einsum("nfl,nkl->fk", d, columns).reshape(w.shape)
    dcolumns = np.einsum("fk,nfl->nkl", w.reshape(F, -1), d)
    dxp = np.zeros(xp.shape)
    np.add.at(dxp, (slice(None), channel, row, col), dcolumns)
    return [dxp[:, :, p : H + p, p : W + p], dw, d.sum((0, 2))]
