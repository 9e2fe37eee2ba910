"""What the sandbox must let through for a GPU. Not yet run on a GPU. Which device torch can use, `quizprep.grading.probe` finds out."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

PROBE_SECONDS = 60.0
_FILES = ("nvidia*", "dri", "kfd", "dxg")
"""Under /dev: NVIDIA's, the kernel's rendering devices, AMD's, and Windows' under WSL."""
_READ = (
    "/proc/driver/nvidia", "/proc/driver/nvidia-uvm", "/proc/devices", "/proc/modules", "/sys/bus/pci", "/sys/devices", "/sys/class/drm",
    "/sys/class/kfd", "/sys/module", "/usr/share/nvidia", "/usr/lib/wsl",
)  # fmt: skip
"""What the drivers' libraries look at to find their devices."""


def devices() -> list[Path]:
    """The device files of GPUs that are here."""
    return sorted(p for pattern in _FILES for p in Path("/dev").glob(pattern)) if sys.platform == "linux" else []


def possible() -> bool:
    """Whether it is worth asking torch."""
    return sys.platform == "darwin" or bool(devices())


def rules(secrets: Iterable[Path]) -> int:
    """Landlock rules as for every worker, the GPU's devices allowed; −1 without Landlock."""
    from quizprep.grading import landlock

    return landlock.make_ruleset(secrets, [p for p in _READ if Path(p).exists()], devices())
