def conv_output_shape(size, kernel, stride=1, padding=0, dilation=1):
    args = [a if hasattr(a, "__len__") else (a, a) for a in (size, kernel, stride, padding, dilation)]
    result = []
    for axis in range(2):
        n, k, s, p, d = (a[axis] for a in args)
        positions, start = 0, -p
        while start + (k - 1) * d < n + p:  # the last tap still lies on the padded axis
            positions += 1
            start += s
        if positions == 0:
            raise ValueError(f"kernel does not fit along axis {axis}")
        result.append(positions)
    return result[0], result[1]
