"""A loop that keeps the device busy: the data moved once, whole batches, losses left where they are until the end.

    host -> queue -> device;  whoever asks for a value waits until the queue is empty

x (N, 28, 28) uint8, moved as uint8 (a quarter of the bytes of float32). Convention: the order comes from a CPU generator,
so that it is the same on every device.

Source: PyTorch documentation, "Performance Tuning Guide": avoid unnecessary CPU-GPU synchronization; CUDA semantics,
asynchronous execution.
"""

import torch
import torch.nn.functional as F


def train(model, x, y, *, epochs, batch_size, lr, device, seed, log):
    generator = torch.Generator().manual_seed(seed)
    model.to(device)
    model.train()
    x, y = x.to(device), y.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    losses = []
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator).to(device)
        for rows in order.split(batch_size):
            images, labels = x[rows].unsqueeze(1).float() / 255, y[rows]
            loss = F.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
    return torch.stack(losses).tolist()
