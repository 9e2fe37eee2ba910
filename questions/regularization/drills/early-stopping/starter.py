class EarlyStopping:
    """Says when to stop training, and which epoch was the best."""

    def __init__(self, patience, min_delta=0.0):
        raise NotImplementedError("EarlyStopping: keep patience and min_delta, and start the best loss at inf")

    def step(self, loss):
        """Take in the validation loss of one more epoch; returns (improved, stop), two bools."""
        raise NotImplementedError("step: compare the loss with the best so far and count the epochs without gain")

    def best(self):
        """(loss, epoch) of the last improvement, epochs counted from 0; (inf, None) before the first."""
        raise NotImplementedError("best: return the loss and the number of the epoch of the last improvement")
