import numpy as np


def average_predictions(logits, weights=None):
    """Probabilities (N, C) of the ensemble from the logits (M, N, C) of its M models."""
    raise NotImplementedError(
        "average_predictions: turn each model's logits into probabilities, then average over models"
    )
