"""A training loop without bugs: plain SGD, the learning rate halved after each epoch.

    w <- w - lr dL/dw,    L = mean cross-entropy of the logits of a batch,    lr = lr0 / 2^epoch

x (N, 28, 28) uint8 -> float32 / 255 (B, 1, 28, 28) -> features (B, 288) -> logits (B, 10).

Source: Goodfellow, Bengio, Courville, Deep Learning (2016), algorithm 8.1; PyTorch documentation, torch.optim, "How to
adjust learning rate".
"""

import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    """Given, leave it: features (B, 1, 28, 28) -> (B, 288), head -> logits (B, 10)."""

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
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
    batches = -(-len(x) // batch_size)
    for epoch in range(epochs):
        model.train()
        for batch, rows in enumerate(torch.randperm(len(x)).split(batch_size), 1):
            images, labels = x[rows].to(device), y[rows].to(device)
            images = images.float().unsqueeze(1) / 255
            logits = model.head(model.features(images))
            loss = F.cross_entropy(logits, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            log(epoch * batches + batch, epochs * batches, loss=loss.item())
        scheduler.step()
    return model


def accuracy(model, x, y, *, device):
    model.to(device)
    model.eval()
    with torch.no_grad():
        images = x.to(device).float().unsqueeze(1) / 255
        right = model(images).argmax(1) == y.to(device)
    return right.float().mean().item()
