"""A convolutional network with batch norm and dropout, SGD with momentum, a while loop."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(1, 16, 5, 2, 2), nn.BatchNorm2d(16), nn.ReLU(),
            nn.Conv2d(16, 32, 3, 2, 1), nn.BatchNorm2d(32), nn.ReLU(), nn.Flatten(), nn.Dropout(0.5),
        )  # fmt: skip
        self.head = nn.Linear(32 * 49, 10)

    def forward(self, x):
        return self.head(self.body(x))


def build_model():
    return Net()


def overfit(model, x, y, *, device, seed, log):
    torch.manual_seed(seed)
    model = model.to(device).eval()
    images = x.to(device)[:, None].to(torch.float32).div(255.0)
    target = y.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
    loss = nn.CrossEntropyLoss()(model(images), target)
    losses = [float(loss)]
    while losses[-1] >= 0.008 and len(losses) < 300:
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        loss = nn.CrossEntropyLoss()(model(images), target)
        losses.append(float(loss.detach()))
        log(len(losses), loss=losses[-1])
    return losses
