import torch


def svm_loss(scores, y, margin=1.0):
    s = torch.tensor(scores, requires_grad=True)
    gaps = s - s.gather(1, torch.tensor(y)[:, None]) + margin
    wrong = torch.ones_like(gaps).scatter(1, torch.tensor(y)[:, None], 0.0)
    loss = (torch.relu(gaps) * wrong).sum(1).mean()
    loss.backward()
    return loss.item(), s.grad.numpy()
