"""The bottleneck block of ResNet-50, 101 and 152.

    y = relu(F(x) + shortcut(x)),    F = conv1 1x1 -> bn1 -> relu -> conv2 3x3 (stride) -> bn2 -> relu -> conv3 1x1 -> bn3

x: (N, in_channels, H, W), y: (N, 4 width, ceil(H / stride), ceil(W / stride)). The shortcut is x itself where the shapes
agree, else a 1x1 convolution with that stride and a batch norm. Convention: the 3x3 carries the stride (torchvision, "v1.5";
the paper's own models put it on conv1), names as in torchvision.

Source: He, Zhang, Ren, Sun, Deep Residual Learning for Image Recognition (CVPR 2016), section 4.1, fig. 5.
"""

from torch import nn


class Bottleneck(nn.Module):
    """1x1 to width, 3x3 at width, 1x1 to 4 width, and a shortcut around them."""

    def __init__(self, in_channels, width, stride=1):
        super().__init__()
        out_channels = 4 * width
        self.conv1 = nn.Conv2d(in_channels, width, 1, stride=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(out_channels)
        self.downsample = None
        if stride != 1 or in_channels != out_channels:
            projection = nn.Conv2d(in_channels, out_channels, 1, stride=stride, bias=False)
            self.downsample = nn.Sequential(projection, nn.BatchNorm2d(out_channels))

    def forward(self, x):
        """(N, in_channels, H, W) -> (N, 4 width, H', W')."""
        shortcut = x if self.downsample is None else self.downsample(x)
        out = self.bn1(self.conv1(x)).relu()
        out = self.bn2(self.conv2(out)).relu()
        out = self.bn3(self.conv3(out))
        return (out + shortcut).relu()
