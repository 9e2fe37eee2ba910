def code_lengths(freqs):
    if len(freqs) == 1:
        return {s: 1 for s in freqs}
    lengths = dict.fromkeys(freqs, 0)
    todo = [sorted(freqs, key=freqs.get, reverse=True)]
    while todo:
        group = todo.pop()
        if len(group) < 2:
            continue
        total = sum(freqs[s] for s in group)
        cut = min(range(1, len(group)), key=lambda i: abs(total - 2 * sum(freqs[s] for s in group[:i])))
        for s in group:
            lengths[s] += 1
        todo += [group[:cut], group[cut:]]
    return lengths
