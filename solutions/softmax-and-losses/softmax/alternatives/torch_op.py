import torch


def softmax(x, axis=-1):
    return torch.softmax(torch.from_numpy(x.copy()), dim=axis).numpy()
