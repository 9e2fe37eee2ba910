import numpy as np


def token_cross_entropy(logits, targets, ignore_index=-100):
    """Mean cross-entropy of (B, T, V) logits over the tokens that count, and its gradient: (loss, dlogits)."""
    raise NotImplementedError("token_cross_entropy: return the mean loss (a number) and d loss / d logits, (B, T, V)")
