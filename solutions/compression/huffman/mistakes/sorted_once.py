def code_lengths(freqs):
    if len(freqs) == 1:
        return {s: 1 for s in freqs}
    lengths = dict.fromkeys(freqs, 0)
    queue = [[s] for s in sorted(freqs, key=freqs.get)]
    while len(queue) > 1:
        group = queue.pop(0) + queue.pop(0)
        for s in group:
            lengths[s] += 1
        queue.append(group)
    return lengths
