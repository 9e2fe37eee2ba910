import numpy as np


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, [(0, 0)] * 2 + [(p, p)] * 2, mode="constant")
    windows = np.lib.stride_tricks.sliding_window_view(xp, w.shape[2:], axis=(2, 3))[:, :, ::s, ::s]
    out = np.einsum("ncijrq,fcrq->nfij", windows, w) + b[:, None, None]
    return out, {"x": x, "windows": windows, "w": w}
