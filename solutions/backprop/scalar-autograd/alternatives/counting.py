"""No recursion: count each node's uses first, release it when the last use has reported."""

import math
from collections import Counter


def wrap(x):
    return x if isinstance(x, Value) else Value(float(x))


class Value:
    __slots__ = ("data", "grad", "inputs")

    def __init__(self, data, inputs=()):
        self.data, self.grad, self.inputs = float(data), 0.0, tuple(inputs)

    def __add__(self, other):
        other = wrap(other)
        return Value(self.data + other.data, [(self, lambda g: g), (other, lambda g: g)])

    def __mul__(self, other):
        other = wrap(other)
        return Value(self.data * other.data, [(self, lambda g: g * other.data), (other, lambda g: g * self.data)])

    def __radd__(self, other):
        return wrap(other) + self

    def __rmul__(self, other):
        return wrap(other) * self

    def __pow__(self, n):
        return Value(math.pow(self.data, n), [(self, lambda g: g * n * math.pow(self.data, n - 1))])

    def relu(self):
        return Value(self.data, [(self, lambda g: g)]) if self.data > 0 else Value(0.0, [(self, lambda g: 0.0)])

    def exp(self):
        e = math.exp(self.data)
        return Value(e, [(self, lambda g: g * e)])

    def backward(self):
        uses, found, todo = Counter(), {id(self)}, [self]
        while todo:
            for parent, _ in todo.pop().inputs:
                uses[id(parent)] += 1
                if id(parent) not in found:
                    found.add(id(parent))
                    todo.append(parent)
        self.grad = 1.0
        ready = [self]
        while ready:
            node = ready.pop()
            for parent, pull in node.inputs:
                parent.grad += pull(node.grad)
                uses[id(parent)] -= 1
                if not uses[id(parent)]:
                    ready.append(parent)
