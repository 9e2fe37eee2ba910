def receptive_field(layers):
    """Follow one unit down to all the pixels that it reads."""
    seen = {0}
    for kernel, stride, dilation in ((*layer, 1)[:3] for layer in layers[::-1]):
        seen = {unit * stride + tap * dilation for unit in seen for tap in range(kernel)}
    return max(seen) - min(seen) + 1
