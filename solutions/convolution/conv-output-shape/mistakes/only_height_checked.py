def pair(v):
    return (v, v) if isinstance(v, int) else v


def conv_output_shape(size, kernel, stride=1, padding=0, dilation=1):
    (h, w), (kh, kw), (sh, sw) = pair(size), pair(kernel), pair(stride)
    (ph, pw), (dh, dw) = pair(padding), pair(dilation)
    if dh * (kh - 1) + 1 > h + 2 * ph:
        raise ValueError("kernel larger than the padded input")
    h_out = (h + 2 * ph - dh * (kh - 1) - 1) // sh + 1
    w_out = (w + 2 * pw - dw * (kw - 1) - 1) // sw + 1
    return h_out, w_out
