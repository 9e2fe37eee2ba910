import math


class Value:
    """A number that remembers how it was computed, so that backward() can fill in gradients."""

    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        raise NotImplementedError("Value: add +, *, ** (with numbers too), relu(), exp() and backward()")
