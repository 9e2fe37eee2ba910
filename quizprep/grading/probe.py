"""Which device torch can compute on. Only ever imported by a worker: a process that has touched CUDA can't be forked any more."""

from __future__ import annotations


def probe() -> tuple[str, str]:
    """The best device and its name, found by a small sum there. In a worker only."""
    import torch

    for device, there in (("cuda", torch.cuda.is_available), ("mps", torch.backends.mps.is_available)):
        try:
            if there() and float(torch.ones(8, device=device).sum()) == 8.0:
                return device, torch.cuda.get_device_name(0) if device == "cuda" else "Apple GPU"
        except Exception:  # a device that can't add is no device
            continue
    return "cpu", ""
