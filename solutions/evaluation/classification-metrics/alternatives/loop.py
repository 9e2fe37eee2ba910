def confusion(y_true, y_pred, num_classes):
    table = [[0] * num_classes for _ in range(num_classes)]
    for t, p in zip(y_true.tolist(), y_pred.tolist()):
        table[t][p] += 1
    return table


def _three(tp, fp, fn):
    precision = tp / (tp + fp) if tp + fp else 0.0
    recall = tp / (tp + fn) if tp + fn else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return precision, recall, f1


def precision_recall_f1(y_true, y_pred, num_classes, average="macro"):
    table = confusion(y_true, y_pred, num_classes)
    counts = []
    for c in range(num_classes):
        tp = table[c][c]
        fp = sum(table[i][c] for i in range(num_classes)) - tp
        fn = sum(table[c]) - tp
        counts.append((tp, fp, fn))
    if average == "micro":
        return _three(*(sum(column) for column in zip(*counts)))
    if average == "macro":
        each = [_three(*three) for three in counts]
        return [sum(column) / num_classes for column in zip(*each)]
    raise ValueError("average must be macro or micro")
