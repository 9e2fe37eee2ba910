"""torch's own module."""

import torch


class LSTM(torch.nn.LSTM):
    pass


class Joined(torch.nn.Sequential):
    def forward(self, x, h_0, c_0):
        output, states = self[0](x, (h_0, c_0))
        return torch.cat([t.flatten() for t in (output, *states)])
