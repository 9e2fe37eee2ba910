"""Cross-entropy against smoothed labels.

    q = (1 - eps) onehot(y) + eps / C,    loss = -(1/N) sum_n sum_c q_nc log p_nc
      = mean over n of  -(1 - eps) log p_n[y_n] - eps * mean over c of log p_nc

logits: (N, C), y: (N,) class indices, loss: 0-d. Convention: eps / C on all classes, the true one included
(the paper's uniform prior, torch's label_smoothing), natural logarithm, mean over the rows.

Source: Szegedy, Vanhoucke, Ioffe, Shlens, Wojna, Rethinking the Inception Architecture (CVPR 2016), section 7.
"""

import torch


def smooth_cross_entropy(logits, y, eps):
    """Mean over the rows, a 0-d tensor."""
    log_p = torch.log_softmax(logits, dim=1)
    true = log_p.gather(1, y[:, None]).squeeze(1)  # (N,)
    uniform = log_p.mean(dim=1)  # (N,): the share of the uniform targets
    row = -((1 - eps) * true + eps * uniform)
    return row.mean()
