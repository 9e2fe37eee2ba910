"""A small convolutional network, trained with AdamW and a one-cycle schedule.

    x (N, 28, 28) uint8 -> float32 / 255 (B, 1, 28, 28) -> logits (B, 10);  loss = mean cross-entropy of the logits

Convention: sum of all randomness under torch.manual_seed(seed); the schedule steps after each batch.

Source: Smith, Topin, Super-Convergence (2019); Loshchilov, Hutter, Decoupled Weight Decay Regularization (ICLR 2019).
"""

import torch
import torch.nn.functional as F
from torch import nn

EPOCHS, BATCH, LR = 6, 64, 8e-3


def build_model():
    def block(i, o, size, stride):
        return [nn.Conv2d(i, o, size, stride, size // 2, bias=False), nn.BatchNorm2d(o), nn.ReLU()]

    return nn.Sequential(
        *block(1, 16, 5, 2),  # (B, 16, 14, 14)
        *block(16, 32, 3, 2),  # (B, 32, 7, 7)
        *block(32, 48, 3, 1),
        nn.MaxPool2d(2),  # (B, 48, 3, 3)
        nn.Flatten(),
        nn.Dropout(0.1),
        nn.Linear(48 * 9, 10),
    )


def to_input(x, device):
    return x.to(device).float().unsqueeze(1) / 255


def train(model, x, y, *, device, seed, log):
    torch.manual_seed(seed)
    model.to(device)
    model.train()
    total = EPOCHS * -(-len(x) // BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LR)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LR, total)
    step = 0
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(x)).split(BATCH):
            logits = model(to_input(x[rows], device))
            loss = F.cross_entropy(logits, y[rows].to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            step += 1
            if step % 10 == 0:
                log(step, total, loss=loss.item())
    return model


def predict(model, x, *, device):
    model.to(device)
    model.eval()
    with torch.no_grad():
        return torch.cat([model(to_input(part, device)).argmax(1).cpu() for part in x.split(500)])
