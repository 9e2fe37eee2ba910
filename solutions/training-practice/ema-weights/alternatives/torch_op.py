"""torch's AveragedModel, told that it has seen one model already."""

from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn


class EMA(AveragedModel):
    def __init__(self, model, decay=0.999):
        super().__init__(model, multi_avg_fn=get_ema_multi_avg_fn(decay))
        self.n_averaged += 1
        self.module.eval().requires_grad_(False)

    def update(self, model):
        self.update_parameters(model)


class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
