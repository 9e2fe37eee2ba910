import torch
import torch.nn as nn
import torch.nn.functional as F


def distillation_loss(student, teacher, y, T, alpha):
    with torch.no_grad():
        target = F.log_softmax(teacher / T, dim=-1)
    soft = nn.KLDivLoss(reduction="batchmean", log_target=True)(F.log_softmax(student / T, dim=-1), target)
    return alpha * T * T * soft + (1.0 - alpha) * nn.CrossEntropyLoss()(student, y)
