"""The same loop with LambdaLR, gradients cleared after the step, evaluation switched back to the mode before."""

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 5, stride=2, padding=2), nn.BatchNorm2d(16), nn.ReLU(),
            nn.Conv2d(16, 32, 3, stride=2, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
            nn.Conv2d(32, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
            nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.1),
        )  # fmt: skip
        self.head = nn.Linear(288, 10)

    def forward(self, x):
        return self.head(self.features(x))


def train(model, x, y, *, epochs, batch_size, lr, device, seed, log):
    torch.manual_seed(seed)
    model.train()
    model.to(device)
    x, y = x.to(device).unsqueeze(1), y.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 0.5**epoch)
    for epoch in range(epochs):
        order = torch.randperm(len(x)).to(device)
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            loss = F.nll_loss(F.log_softmax(model(x[rows].float() / 255), 1), y[rows])
            loss.backward()
            optimizer.step()
            optimizer.zero_grad(set_to_none=False)
        log(epoch + 1, epochs, loss=loss.item())
        schedule.step()
    return model


def accuracy(model, x, y, *, device):
    was = model.training
    model.eval().to(device)
    with torch.no_grad():
        answers = model(x[:, None].float().to(device) / 255).argmax(1)
    model.train(was)
    return float((answers == y.to(device)).double().mean())
