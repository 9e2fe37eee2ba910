def conv_output_shape(size, kernel, stride=1, padding=0, dilation=1):
    both = [[v] * 2 if type(v) is int else list(v) for v in (size, kernel, stride, padding, dilation)]
    shape = [len(range(0, n + 2 * p - d * (k - 1), s)) for n, k, s, p, d in zip(*both)]
    if 0 in shape:
        raise ValueError(f"no window fits: {shape}")
    return tuple(shape)
