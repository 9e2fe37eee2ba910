import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out, W_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    columns = []
    for n in range(N):
        for i in range(H_out):
            for j in range(W_out):
                columns.append(xp[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW].ravel())
    out = w.reshape(F, -1) @ np.array(columns).T + b[:, None]
    return out.reshape(N, F, H_out, W_out), (x, w, b, conv_param)
