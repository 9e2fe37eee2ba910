import torch
import torch.nn.functional as F


def train(model, x, y, *, epochs, batch_size, lr, device, seed, log):
    """Right, and slow: the numbers must stay, the waiting must go. Returns the loss of every step."""
    generator = torch.Generator().manual_seed(seed)
    model.to(device)
    model.train()
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
    total = epochs * -(-len(x) // batch_size)
    losses = []
    for _ in range(epochs):
        order = torch.randperm(len(x), generator=generator)
        for rows in order.split(batch_size):
            images = torch.stack([(x[i].float() / 255).unsqueeze(0).to(device) for i in rows])
            labels = torch.stack([y[i].to(device) for i in rows])
            loss = F.cross_entropy(model(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
            log(len(losses), total, loss=losses[-1])
    return losses
