"""Everything as float32 on the device, momentum by hand, one value for each epoch logged."""

import torch
import torch.nn.functional as F


def train(model, x, y, *, epochs, batch_size, lr, device, seed, log):
    g = torch.Generator().manual_seed(seed)
    model.train()
    model.to(device)
    images, labels = x.to(device).unsqueeze(1).float().div_(255), y.to(device)
    parameters = list(model.parameters())
    velocity = [torch.zeros_like(p) for p in parameters]
    pieces = []
    for epoch in range(epochs):
        order = torch.randperm(len(x), generator=g).to(device)
        shuffled = images.index_select(0, order), labels.index_select(0, order)
        for part, target in zip(*(t.split(batch_size) for t in shuffled)):
            loss = F.nll_loss(F.log_softmax(model(part), dim=1), target)
            grads = torch.autograd.grad(loss, parameters)
            with torch.no_grad():
                torch._foreach_mul_(velocity, 0.9)
                torch._foreach_add_(velocity, grads)
                torch._foreach_add_(parameters, velocity, alpha=-lr)
            pieces.append(loss.detach().reshape(1))
    return torch.cat(pieces).tolist()
