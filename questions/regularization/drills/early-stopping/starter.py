class EarlyStopping:
    """Says when to stop training, and which epoch was the best."""

    def __init__(self, patience, min_delta=0.0):
        raise NotImplementedError("EarlyStopping: keep patience and min_delta, and start best_loss at inf")

    def step(self, loss):
        """Take in the validation loss of one more epoch; True when training should stop."""
        raise NotImplementedError("step: compare the loss with the best so far and count the epochs without improvement")
