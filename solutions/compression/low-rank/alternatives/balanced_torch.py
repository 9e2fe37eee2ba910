import torch


def factorize(w, rank):
    U, S, Vh = torch.linalg.svd(torch.tensor(w), full_matrices=True)
    root = S[:rank].sqrt().diag()
    return (U[:, :rank] @ root).numpy(), (root @ Vh[:rank, :]).numpy()
