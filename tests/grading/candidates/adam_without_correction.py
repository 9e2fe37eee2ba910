# drill: adam
# named: no-bias-correction
import numpy as np
def adam(w, dw, state):
    lr = state.get("learning_rate", state.get("lr", 1e-3))
    b1, b2, eps = state.get("beta1", .9), state.get("beta2", .999), state.get("epsilon", state.get("eps", 1e-8))
    m = state.get("m", np.zeros_like(w)); v = state.get("v", np.zeros_like(w))
    m = b1*m + (1-b1)*dw
    v = b2*v + (1-b2)*dw**2
    t = state.get("t", 0) + 1
    new = dict(state); new.update(m=m, v=v, t=t)
    return w - lr*m/(np.sqrt(v)+eps), new
