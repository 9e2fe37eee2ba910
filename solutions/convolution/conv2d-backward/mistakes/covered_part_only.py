import numpy as np


def conv_backward(dout, cache):
    x, w, b, conv_param = cache
    s, pad = conv_param["stride"], conv_param["pad"]
    N, F, Ho, Wo = dout.shape
    _, C, HH, WW = w.shape
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    Hp, Wp = (Ho - 1) * s + HH, (Wo - 1) * s + WW  # what the windows cover
    dxp = np.zeros((N, C, Hp, Wp))
    dw = np.zeros_like(w)
    for i in range(Ho):
        for j in range(Wo):
            rows, cols = slice(i * s, i * s + HH), slice(j * s, j * s + WW)
            dw += np.einsum("nf,nchw->fchw", dout[:, :, i, j], xp[:, :, rows, cols])
            dxp[:, :, rows, cols] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
    return dxp[:, :, pad : Hp - pad, pad : Wp - pad], dw, dout.sum(axis=(0, 2, 3))
