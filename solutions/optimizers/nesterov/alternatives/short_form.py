"""The middle terms cancelled: w' = w + mu v' - lr dw."""


def nesterov(w, dw, state):
    lr, mu = state.get("learning_rate", 0.01), state.get("momentum", 0.9)
    push = lr * dw
    v = mu * state.get("velocity", 0.0) - push
    return w + mu * v - push, dict(state, velocity=v)
