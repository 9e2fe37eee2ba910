def code_lengths(freqs):
    groups = [(f, (s,)) for s, f in freqs.items()]
    bits = {s: 0 for s in freqs}
    if len(groups) == 1:
        bits[groups[0][1][0]] = 1
    while len(groups) > 1:
        groups.sort(key=lambda g: -g[0])
        (f, a), (g, b) = groups.pop(), groups.pop()
        for s in (*a, *b):
            bits[s] += 1
        groups.append((f + g, (*a, *b)))
    return bits
