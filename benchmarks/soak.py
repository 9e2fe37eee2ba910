"""One grading service for hours: many verdicts in a row leak no memory, descriptor or process.

Right, wrong, crashing and looping programs take turns. Printed: what the service's process held after the first hundred verdicts and at the end.

    python benchmarks/soak.py [VERDICTS]
"""

from __future__ import annotations

import dataclasses
import os
import sys
import time
from pathlib import Path

import msgspec

from quizprep.content.library import Library
from quizprep.grading.client import Grader
from quizprep.grading.sandbox import children_of, resident_bytes

WRONG = b"def softmax(x, axis=-1):\n    return x\n"
CRASH = b"import os\ndef softmax(x, axis=-1):\n    os._exit(1)\n"
LOOP = b"def softmax(x, axis=-1):\n    while True: pass\n"


def descendants(pid: int) -> list[int]:
    """The processes below one."""
    return [p for child in children_of(pid) for p in [child, *descendants(child)]]


def held(grader: Grader) -> tuple[int, int, int, int]:
    """MB of the service and of this process, descriptors of both, processes."""
    time.sleep(1.0)
    top = grader._services["numpy"].process.pid
    pids = [top, *descendants(top)]
    service = max(pids, key=lambda p: len(list(Path(f"/proc/{p}/fd").iterdir())))
    descriptors = sum(len(list(Path(f"/proc/{p}/fd").iterdir())) for p in (service, os.getpid()))
    return resident_bytes(service) >> 20, resident_bytes(os.getpid()) >> 20, descriptors, len(pids)


def main(verdicts: int = 2000) -> None:
    """Print the figures."""
    drill = Library().drill("softmax")
    limits = msgspec.structs.replace(drill.info.limits, seconds=0.3)
    hasty = dataclasses.replace(drill, info=msgspec.structs.replace(drill.info, limits=limits))
    right = drill.reference().encode()
    counts: dict[str, int] = {}
    with Grader() as grader:
        start = time.perf_counter()
        for n in range(verdicts):
            source = {3: WRONG, 7: CRASH}.get(n % 10, right)
            report = grader.check(hasty, LOOP) if n % 100 == 50 else grader.check(drill, source)
            counts[report.verdict] = counts.get(report.verdict, 0) + 1
            if n == 99:
                early = held(grader)
        spent = time.perf_counter() - start
        late = held(grader)
    sys.stdout.write(f"{verdicts} verdicts in {spent:.0f} s ({verdicts / spent:.1f} a second): {counts}\n")
    for name, a, b in zip(("service, MB", "client, MB", "descriptors", "processes"), early, late, strict=True):
        sys.stdout.write(f"{name:12} {a:6} after 100, {b:6} after {verdicts}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
