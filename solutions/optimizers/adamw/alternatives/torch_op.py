import torch


def adamw(w, dw, state):
    p = torch.nn.Parameter(torch.tensor(w))
    optimizer = torch.optim.AdamW(
        [p],
        lr=state.get("learning_rate", 1e-3),
        betas=(state.get("beta1", 0.9), state.get("beta2", 0.999)),
        eps=state.get("epsilon", 1e-8),
        weight_decay=state.get("weight_decay", 1e-2),
    )
    if "t" in state:
        optimizer.state[p] = {
            "step": torch.tensor(float(state["t"])),
            "exp_avg": torch.tensor(state["m"]),
            "exp_avg_sq": torch.tensor(state["v"]),
        }
    p.grad = torch.tensor(dw)
    optimizer.step()
    s = optimizer.state[p]
    state.update(m=s["exp_avg"].numpy(), v=s["exp_avg_sq"].numpy(), t=int(s["step"]))
    return p.detach().numpy(), state
