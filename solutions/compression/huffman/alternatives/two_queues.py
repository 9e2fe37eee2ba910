"""Leaves sorted once; merged groups come out in rising order by themselves. Codes as strings, then their lengths."""

from collections import deque


def code_lengths(freqs):
    codes = {s: "" for s in freqs}
    leaves = deque(sorted(((f, [s]) for s, f in freqs.items()), key=lambda pair: pair[0]))
    merged = deque()

    def lightest():
        if not merged or (leaves and leaves[0][0] < merged[0][0]):
            return leaves.popleft()
        return merged.popleft()

    while len(leaves) + len(merged) > 1:
        f, a = lightest()
        g, b = lightest()
        for s in a:
            codes[s] = "0" + codes[s]
        for s in b:
            codes[s] = "1" + codes[s]
        merged.append((f + g, a + b))
    return {s: len(code) or 1 for s, code in codes.items()}
