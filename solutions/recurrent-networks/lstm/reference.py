"""A stack of LSTM layers over a whole sequence, with the parameters of nn.LSTM.

    c_t = sigmoid(f) c_t-1 + sigmoid(i) tanh(g), h_t = sigmoid(o) tanh(c_t), (i f g o) = W_ih x_t + b_ih + W_hh h_t-1 + b_hh
x: (L, N, input), output: (L, N, hidden), states: (layers, N, hidden). Convention: gates in the order i f g o, two biases.

Source: Hochreiter, Schmidhuber, Neural Computation 9(8), 1997; forget gate: Gers et al., Neural Computation 12(10), 2000.
"""

import torch


class LSTM(torch.nn.Module):
    def __init__(self, input_size, hidden_size, num_layers=1, batch_first=False):
        super().__init__()
        self.hidden_size, self.num_layers, self.batch_first = hidden_size, num_layers, batch_first
        for k in range(num_layers):
            for part, cols in (("ih", hidden_size if k else input_size), ("hh", hidden_size)):
                self.register_parameter(f"weight_{part}_l{k}", torch.nn.Parameter(torch.randn(4 * hidden_size, cols)))
                self.register_parameter(f"bias_{part}_l{k}", torch.nn.Parameter(torch.zeros(4 * hidden_size)))

    def forward(self, x, state=None):
        x = x.transpose(0, 1) if self.batch_first else x
        h_0, c_0 = state or [x.new_zeros(self.num_layers, x.shape[1], self.hidden_size)] * 2
        last = []
        for k in range(self.num_layers):
            w_ih, b_ih, w_hh, b_hh = (p for name, p in self.named_parameters() if name.endswith(f"_l{k}"))
            h, c, hs = h_0[k], c_0[k], []
            for x_t in x:
                i, f, g, o = (x_t @ w_ih.T + b_ih + h @ w_hh.T + b_hh).chunk(4, dim=1)
                c = f.sigmoid() * c + i.sigmoid() * g.tanh()
                h = o.sigmoid() * c.tanh()
                hs.append(h)
            x, last = torch.stack(hs), [*last, torch.stack([h, c])]
        return x.transpose(0, 1) if self.batch_first else x, tuple(torch.stack(last, dim=1))


class Joined(torch.nn.Sequential):
    def forward(self, x, h_0, c_0):
        output, states = self[0](x, (h_0, c_0))
        return torch.cat([t.flatten() for t in (output, *states)])
