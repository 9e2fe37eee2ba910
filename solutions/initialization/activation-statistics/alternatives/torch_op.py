import torch

KNOWN = {"linear": lambda z: z, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}


def activation_stds(weights, x, nonlinearity):
    if nonlinearity not in KNOWN:
        raise ValueError("nonlinearity must be one of " + ", ".join(KNOWN))
    h = torch.tensor(x)
    stds = []
    for w in weights:
        h = KNOWN[nonlinearity](h.mm(torch.tensor(w)))
        stds.append(h.std(unbiased=False).item())
    return stds
