"""Code lengths of a Huffman code.

    merge the two lightest groups of symbols until one is left; every merge adds one bit to all symbols in it

freqs: {symbol: positive int}; result: {symbol: length}, sum 2^-length = 1, sum frequency * length least
possible. Convention: a single symbol gets one bit. A running number decides ties, so symbols are not compared.

Source: Huffman, A Method for the Construction of Minimum-Redundancy Codes (Proc. IRE 40, 1952);
Han, Mao, Dally, Deep Compression (ICLR 2016), section 4.
"""

import heapq


def code_lengths(freqs):
    """{symbol: number of bits}."""
    if len(freqs) == 1:
        return {symbol: 1 for symbol in freqs}
    lengths = {symbol: 0 for symbol in freqs}
    heap = [(weight, number, [symbol]) for number, (symbol, weight) in enumerate(freqs.items())]
    heapq.heapify(heap)
    number = len(heap)
    while len(heap) > 1:
        light, _, one = heapq.heappop(heap)
        heavy, _, other = heapq.heappop(heap)
        group = one + other
        for symbol in group:
            lengths[symbol] += 1
        heapq.heappush(heap, (light + heavy, number, group))
        number += 1
    return lengths
