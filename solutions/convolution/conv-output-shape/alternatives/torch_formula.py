import math


def _pair(v):
    try:
        a, b = v
    except TypeError:
        a = b = v
    return a, b


class DoesNotFit(ValueError):
    pass


def conv_output_shape(size, kernel, stride=1, padding=0, dilation=1):
    (h, w), (kh, kw), (sh, sw) = map(_pair, (size, kernel, stride))
    (ph, pw), (dh, dw) = map(_pair, (padding, dilation))
    h_out = math.floor((h + 2 * ph - dh * (kh - 1) - 1) / sh + 1)
    w_out = math.floor((w + 2 * pw - dw * (kw - 1) - 1) / sw + 1)
    if min(h_out, w_out) < 1:
        raise DoesNotFit("the kernel is larger than the padded input")
    return h_out, w_out
