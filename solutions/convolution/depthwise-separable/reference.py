"""Depthwise separable convolution: filter each channel in space, then mix the channels.

    z[n, c] = x[n, c] * depthwise[c],    y[n, o] = sum_c pointwise[o, c] z[n, c] + b[o]

x: (N, C_in, H, W), z: (N, C_in, H', W'), y: (N, C_out, H', W'). Convention: the depthwise convolution carries stride,
padding and dilation, and no bias (the pointwise one would only mix it into its own); nothing stands between the two.
C_in k^2 + C_in C_out weights instead of C_in C_out k^2.

Source: Howard et al., MobileNets (arXiv:1704.04861, 2017), section 3.1; Chollet, Xception (CVPR 2017), section 1.2.
"""

from torch import nn


class DepthwiseSeparableConv(nn.Module):
    """A depthwise k x k convolution and a pointwise 1 x 1 convolution."""

    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, bias=True):
        super().__init__()
        self.depthwise = nn.Conv2d(
            in_channels,
            in_channels,
            kernel_size,
            stride=stride,
            padding=padding,
            dilation=dilation,
            groups=in_channels,
            bias=False,
        )
        self.pointwise = nn.Conv2d(in_channels, out_channels, 1, bias=bias)

    def forward(self, x):
        """(N, C_in, H, W) -> (N, C_out, H', W')."""
        z = self.depthwise(x)
        return self.pointwise(z)
