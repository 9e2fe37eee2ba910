"""The basic residual block of ResNet-18 and ResNet-34.

    y = relu(F(x) + shortcut(x)),    F = conv1 3x3 (stride) -> bn1 -> relu -> conv2 3x3 -> bn2

x: (N, in_channels, H, W), y: (N, out_channels, ceil(H / stride), ceil(W / stride)). The shortcut is x itself
where the shapes agree, else a 1x1 convolution with that stride and a batch norm (option B of the paper).
Convolutions have no bias: the batch norm behind them would subtract it. Names as in torchvision's BasicBlock.

Source: He, Zhang, Ren, Sun, Deep Residual Learning for Image Recognition (CVPR 2016), section 3.2, eq. 1, 2.
"""

from torch import nn


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions and a shortcut around them."""

    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_channels, out_channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, stride=1, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.downsample = None
        if stride != 1 or in_channels != out_channels:
            projection = nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False)
            self.downsample = nn.Sequential(projection, nn.BatchNorm2d(out_channels))

    def forward(self, x):
        """(N, in_channels, H, W) -> (N, out_channels, H', W')."""
        shortcut = x if self.downsample is None else self.downsample(x)
        out = self.bn1(self.conv1(x)).relu()
        out = self.bn2(self.conv2(out))
        return (out + shortcut).relu()
