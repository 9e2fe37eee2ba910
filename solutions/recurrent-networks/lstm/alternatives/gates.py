"""Steps outside, layers inside; every gate from slices of the weights; F.linear."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class LSTM(nn.Module):
    def __init__(self, input_size, hidden_size, num_layers=1, batch_first=False):
        super().__init__()
        self.H, self.layers, self.batch_first = hidden_size, num_layers, batch_first
        bound = 1 / math.sqrt(hidden_size)
        for k in range(num_layers):
            size = hidden_size if k else input_size
            setattr(self, f"weight_ih_l{k}", nn.Parameter(torch.empty(4 * hidden_size, size).uniform_(-bound, bound)))
            setattr(self, f"weight_hh_l{k}", nn.Parameter(torch.empty(4 * hidden_size, hidden_size)))
            setattr(self, f"bias_ih_l{k}", nn.Parameter(torch.zeros(4 * hidden_size)))
            setattr(self, f"bias_hh_l{k}", nn.Parameter(torch.zeros(4 * hidden_size)))
            nn.init.orthogonal_(getattr(self, f"weight_hh_l{k}"))

    def step(self, x, h, c, k):
        w, u = getattr(self, f"weight_ih_l{k}"), getattr(self, f"weight_hh_l{k}")
        b = getattr(self, f"bias_ih_l{k}") + getattr(self, f"bias_hh_l{k}")

        def gate(n):
            rows = slice(n * self.H, (n + 1) * self.H)
            return F.linear(x, w[rows], b[rows]) + F.linear(h, u[rows])

        i, f, o = torch.sigmoid(gate(0)), torch.sigmoid(gate(1)), torch.sigmoid(gate(3))
        c = torch.addcmul(f * c, i, torch.tanh(gate(2)))
        return o * torch.tanh(c), c

    def forward(self, x, state=None):
        time = 1 if self.batch_first else 0
        n = x.size(1 - time)
        if state is None:
            state = (torch.zeros(self.layers, n, self.H, dtype=x.dtype), torch.zeros(self.layers, n, self.H).to(x))
        hs, cs = list(state[0].unbind(0)), list(state[1].unbind(0))
        outputs = []
        for t in range(x.size(time)):
            below = x.select(time, t)
            for k in range(self.layers):
                hs[k], cs[k] = self.step(below, hs[k], cs[k], k)
                below = hs[k]
            outputs.append(below)
        return torch.stack(outputs, dim=time), (torch.stack(hs), torch.stack(cs))


class Joined(nn.Sequential):
    def forward(self, x, h_0, c_0):
        output, states = self[0](x, (h_0, c_0))
        return torch.cat([t.flatten() for t in (output, *states)])
