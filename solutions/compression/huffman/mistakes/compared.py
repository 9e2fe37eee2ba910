import heapq


def code_lengths(freqs):
    if not freqs:
        return {}
    heap = [(f, s) for s, f in freqs.items()]
    heapq.heapify(heap)
    children = {}
    count = 0
    while len(heap) > 1:
        (f1, a), (f2, b) = heapq.heappop(heap), heapq.heappop(heap)
        count += 1
        node = ("node", count)
        children[node] = (a, b)
        heapq.heappush(heap, (f1 + f2, node))
    lengths, todo = {}, [(heap[0][1], 0)]
    while todo:
        node, depth = todo.pop()
        if node in children:
            todo += [(child, depth + 1) for child in children[node]]
        else:
            lengths[node] = max(depth, 1)
    return lengths
