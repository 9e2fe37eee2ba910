import torch


def adagrad(w, dw, state):
    p = torch.nn.Parameter(torch.tensor(w))
    optimizer = torch.optim.Adagrad([p], lr=state.get("learning_rate", 1e-2), eps=state.get("epsilon", 1e-8))
    if "cache" in state:
        optimizer.state[p]["sum"] = torch.tensor(state["cache"])
    p.grad = torch.tensor(dw)
    optimizer.step()
    return p.detach().numpy(), {**state, "cache": optimizer.state[p]["sum"].numpy()}
