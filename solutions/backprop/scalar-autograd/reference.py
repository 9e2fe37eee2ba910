"""Reverse-mode automatic differentiation of scalar expressions.

    grad(v) = sum over the uses u of v of  grad(u) * du/dv,    grad(result) = 1

Convention: every node once, after all its uses; gradients add to what is there; relu'(0) = 0.
Source: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.5.2; Karpathy, micrograd (2020).
"""

import math


class Value:
    def __init__(self, data, *parents):  # pairs (parent, derivative with respect to it)
        self.data, self.grad, self.parents = data, 0.0, parents

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, 1.0), (other, 1.0))
    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other.data), (other, self.data))
    __radd__, __rmul__ = __add__, __mul__
    def __pow__(self, n):
        return Value(self.data**n, (self, n * self.data ** (n - 1)))
    def relu(self):
        return Value(max(self.data, 0.0), (self, float(self.data > 0)))
    def exp(self):
        return Value(math.exp(self.data), (self, math.exp(self.data)))

    def order(self, done):
        if self not in done:
            for parent, _ in self.parents:
                parent.order(done)
            done.append(self)
        return done
    def backward(self):
        self.grad = 1.0
        for v in reversed(self.order([])):
            for parent, slope in v.parents:
                parent.grad += slope * v.grad
