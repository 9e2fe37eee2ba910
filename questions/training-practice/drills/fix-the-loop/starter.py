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
    """Train with plain SGD, the learning rate halved after each epoch; return the model."""
    torch.manual_seed(seed)
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.5)
    batches = -(-len(x) // batch_size)
    for epoch in range(epochs):
        model.train()
        for batch, rows in enumerate(torch.randperm(len(x)).split(batch_size), 1):
            images, labels = x[rows], y[rows]
            images = images.float().unsqueeze(1) / 255
            with torch.no_grad():
                features = model.features(images)
            probabilities = model.head(features).softmax(dim=1)
            loss = F.cross_entropy(probabilities, labels)
            loss.backward()
            optimizer.step()
            scheduler.step()
            log(epoch * batches + batch, epochs * batches, loss=loss.item())
    return model


def accuracy(model, x, y, *, device):
    """The share of images that are classified correctly."""
    model.to(device)
    with torch.no_grad():
        images = x.to(device).float().unsqueeze(1) / 255
        right = model(images).argmax(1) == y.to(device)
    return right.float().mean().item()
