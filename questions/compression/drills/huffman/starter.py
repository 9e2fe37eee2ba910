import heapq


def code_lengths(freqs):
    """{symbol: number of bits} of a Huffman code for {symbol: frequency}."""
    raise NotImplementedError("code_lengths: merge the two lightest groups until one is left, and count the merges")
