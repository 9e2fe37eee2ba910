import torch


def rmsprop(w, dw, state):
    p = torch.nn.Parameter(torch.tensor(w))
    lr, rho, eps = state.get("learning_rate", 1e-2), state.get("decay_rate", 0.99), state.get("epsilon", 1e-8)
    optimizer = torch.optim.RMSprop([p], lr=lr, alpha=rho, eps=eps)
    if "cache" in state:
        optimizer.state[p] = {"step": torch.tensor(1.0), "square_avg": torch.tensor(state["cache"])}
    p.grad = torch.tensor(dw)
    optimizer.step()
    return p.detach().numpy(), {**state, "cache": optimizer.state[p]["square_avg"].numpy()}
