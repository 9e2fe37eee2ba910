import heapq


def code_lengths(freqs):
    symbol_of = {f: s for s, f in freqs.items()}
    if len(symbol_of) == 1:
        return {s: 1 for s in symbol_of.values()}
    lengths = {s: 0 for s in symbol_of.values()}
    heap = [(f, i, [s]) for i, (f, s) in enumerate(symbol_of.items())]
    heapq.heapify(heap)
    while len(heap) > 1:
        f1, i, a = heapq.heappop(heap)
        f2, j, b = heapq.heappop(heap)
        for s in a + b:
            lengths[s] += 1
        heapq.heappush(heap, (f1 + f2, i, a + b))
    return lengths
