import numpy as np


def adamw(w, dw, state):
    """One step of AdamW: the new weights, and the state to hand to the next step."""
    raise NotImplementedError("adamw: take Adam's step, decay w beside it (not through dw), and return (new w, state)")
