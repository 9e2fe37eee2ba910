import torch


def standardize(train, test):
    a, b = torch.tensor(train), torch.tensor(test)
    std, mean = torch.std_mean(a, dim=0, correction=0)
    std[(a == a[0]).all(dim=0)] = 1
    return ((a - mean) / std).numpy(), ((b - mean) / std).numpy()
