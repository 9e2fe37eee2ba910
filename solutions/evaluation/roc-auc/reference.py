"""Area under the ROC curve as the share of correctly ordered pairs.

    AUC = (#{s+ > s-} + 1/2 #{s+ = s-}) / (P N)        over all P positives and N negatives

scores, y: (N,), y in {0, 1}; higher scores mean positive. The pairs are the Mann-Whitney statistic, equal to the
trapezoidal area under the curve. O(P N); sorting gives O(n log n).

Source: Fawcett, An introduction to ROC analysis (Pattern Recognition Letters 27, 2006), section 7.
"""

import numpy as np


def roc_auc(scores, y):
    """The area, from 0 to 1."""
    positive = scores[y == 1]
    negative = scores[y == 0]
    if len(positive) == 0 or len(negative) == 0:
        raise ValueError("AUC needs at least one positive and one negative")
    wins = (positive[:, None] > negative).sum()
    ties = (positive[:, None] == negative).sum()
    pairs = len(positive) * len(negative)
    return (wins + 0.5 * ties) / pairs
