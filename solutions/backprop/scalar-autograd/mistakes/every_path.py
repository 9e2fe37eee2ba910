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

    def backward(self, grad=1.0):
        self.grad += grad
        for parent, slope in self.parents:
            parent.backward(grad * slope)
