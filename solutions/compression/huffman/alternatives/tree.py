"""A tree of nodes, and the depth of each leaf."""

import heapq
import itertools


class Node:
    def __init__(self, symbol=None, left=None, right=None):
        self.symbol, self.left, self.right = symbol, left, right

    def depths(self, depth, out):
        if self.left is None:
            out[self.symbol] = max(depth, 1)
        else:
            self.left.depths(depth + 1, out)
            self.right.depths(depth + 1, out)


def code_lengths(freqs):
    if not freqs:
        return {}
    tick = itertools.count()
    heap = [(f, -next(tick), Node(s)) for s, f in freqs.items()]
    heapq.heapify(heap)
    while len(heap) > 1:
        (f, _, a), (g, _, b) = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, (f + g, -next(tick), Node(left=a, right=b)))
    out = {}
    heap[0][2].depths(0, out)
    return out
