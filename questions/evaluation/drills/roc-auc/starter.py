import numpy as np


def roc_auc(scores, y):
    """The area under the ROC curve: a number from 0 to 1."""
    raise NotImplementedError("roc_auc: compare the scores of positives (y = 1) with those of negatives (y = 0)")
