import heapq


def code_lengths(freqs):
    if len(freqs) == 1:
        return {s: 1 for s in freqs}
    lengths = dict.fromkeys(freqs, 0)
    heap = []
    while freqs:
        s, f = freqs.popitem()
        heapq.heappush(heap, (f, len(heap), [s]))
    number = len(heap)
    while len(heap) > 1:
        f1, _, a = heapq.heappop(heap)
        f2, _, b = heapq.heappop(heap)
        for s in a + b:
            lengths[s] += 1
        number += 1
        heapq.heappush(heap, (f1 + f2, number, a + b))
    return lengths
