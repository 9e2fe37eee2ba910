"""Values are numbered as they are made; whatever was made later is handled earlier."""

import itertools
import math

ticket = itertools.count()


class Value:
    def __init__(self, data, *edges):
        self.data, self.grad, self.edges, self.number = data, 0.0, edges, next(ticket)

    def __add__(self, other):
        if not isinstance(other, Value):
            return Value(self.data + other, (self, 1.0))
        return Value(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        if not isinstance(other, Value):
            return Value(self.data * other, (self, other))
        return Value(self.data * other.data, (self, other.data), (other, self.data))

    __radd__ = __add__
    __rmul__ = __mul__

    def __pow__(self, n):
        result = self.data**n
        return Value(result, (self, n * result / self.data))

    def relu(self):
        return Value(self.data * (self.data > 0), (self, 1.0 if self.data > 0 else 0.0))

    def exp(self):
        return Value(math.e**self.data, (self, math.e**self.data))

    def backward(self):
        nodes, todo = {self.number: self}, [self]
        for node in todo:
            for parent, _ in node.edges:
                if parent.number not in nodes:
                    nodes[parent.number] = parent
                    todo.append(parent)
        self.grad = 1.0
        for number in sorted(nodes, reverse=True):
            for parent, slope in nodes[number].edges:
                parent.grad += slope * nodes[number].grad
