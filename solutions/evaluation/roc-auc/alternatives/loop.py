def roc_auc(scores, y):
    positive = [s for s, label in zip(scores.tolist(), y.tolist()) if label]
    negative = [s for s, label in zip(scores.tolist(), y.tolist()) if not label]
    if not positive or not negative:
        raise ValueError
    points = 0
    for a in positive:
        for b in negative:
            points += 2 if a > b else a == b
    return points / 2 / len(positive) / len(negative)
