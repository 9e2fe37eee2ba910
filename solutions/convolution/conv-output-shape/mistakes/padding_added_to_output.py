def pair(v):
    return (v, v) if isinstance(v, int) else v


def conv_output_shape(size, kernel, stride=1, padding=0, dilation=1):
    out = []
    for n, k, s, p, d in zip(pair(size), pair(kernel), pair(stride), pair(padding), pair(dilation)):
        span = d * (k - 1) + 1
        if span > n + 2 * p:
            raise ValueError("kernel larger than the padded input")
        out.append((n - span) // s + 1 + 2 * p)
    return tuple(out)
