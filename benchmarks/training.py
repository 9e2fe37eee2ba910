"""How often a right program would fail a training task: the reference is graded with many seeds, and every measured share is set against its threshold.

    python benchmarks/training.py [--seeds 20] [--seconds 540] [--write] [TASK …]

For each `reaches` of a task: mean, standard deviation and minimum of the share over the seeds, and the estimated probability that a run falls below
the threshold. That is the normal tail below the threshold, with the variance that was seen. What is seen holds the error of drawing the test set
already (each run draws its own); where it is smaller than that error, p (1 − p) / n, by luck or because the runs are few, the error takes its
place. It is not what a normal law can promise: far out, the tail of training runs may be heavier.

"first s" is the whole verdict, "mean s" that of the measuring checks alone, which is all that the later runs do.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import os
import platform
import sys
import time
from pathlib import Path
from statistics import mean, stdev

import msgspec

from quizprep.content.library import Drill, Library
from quizprep.grading.client import Grader

RESULTS = Path(__file__).parent / "results"


def false_failure(values: list[float], at_least: float, n: int) -> float:
    """The probability that a share measured like these lies below `at_least`."""
    p = min(max(mean(values), 1e-9), 1 - 1e-9)
    seen = stdev(values) ** 2 if len(values) > 1 else 0.0
    deviation = math.sqrt(max(seen, p * (1 - p) / n))
    return 0.5 * math.erfc((p - at_least) / deviation / math.sqrt(2))


def measure(drill: Drill, grader: Grader, seeds: int, until: float) -> list[str]:
    """The rows of one task."""
    shares: dict[str, list[float]] = {}
    facts: dict[str, tuple[float, int]] = {}
    seconds, failed = [], []
    whole = drill
    for seed in range(seeds):
        if seconds and time.monotonic() + max(seconds) > until:
            break
        report = grader.check(drill, drill.reference().encode(), seed=seed)
        seconds.append(report.seconds)
        measuring = {c.name for c in report.checks if c.measured is not None}
        if drill is whole and measuring:  # the other checks measure nothing: they need not run again
            checks = [c for c in drill.info.checks if c.name in measuring]
            drill = dataclasses.replace(whole, info=msgspec.structs.replace(whole.info, checks=checks))
        if report.verdict != "pass":
            failed.append(f"seed {seed}: {report.verdict}")
        for check in report.checks:
            if check.measured is not None:
                shares.setdefault(check.name, []).append(check.measured.value)
                facts[check.name] = (check.measured.at_least, check.measured.n)
    if not seconds:
        return [f"{drill.slug:24} not measured: no time was left"]
    rows = []
    for name, values in shares.items():
        at_least, n = facts[name]
        spread = stdev(values) if len(values) > 1 else math.nan
        rows.append(
            f"{drill.slug:24} {name:28} {len(values):4} {seconds[0]:7.1f} {mean(seconds[1:] or seconds):7.1f} {mean(values):8.4f} "
            f"{spread:8.4f} {min(values):8.4f} {at_least:8.4f} {n:6} {false_failure(values, at_least, n):9.1e}"
        )
    rows = rows or [
        f"{drill.slug:24} {'(no share is measured)':28} {len(seconds):4} {seconds[0]:7.1f} {mean(seconds[1:] or seconds):7.1f}"
    ]
    return rows + [f"{'':24} NOT PASSED  {f}" for f in failed]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", metavar="TASK")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument(
        "--seconds", type=float, default=math.inf, help="no new run is begun that would end after so long"
    )
    parser.add_argument("--write", action="store_true", help="also write benchmarks/results/training-cpu.txt")
    options = parser.parse_args()
    drills = [
        d for d in Library().drills if d.info.kind == "training" and (not options.tasks or d.slug in options.tasks)
    ]
    head = (
        f"{'task':24} {'check':28} {'runs':>4} {'first s':>7} {'mean s':>7} {'mean':>8} {'sd':>8} {'min':>8} {'needed':>8} "
        f"{'images':>6} {'P(fail)':>9}"
    )
    lines = [
        f"{time.strftime('%Y-%m-%d')}  {platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start, on the CPU",
        head,
    ]
    print(*lines, sep="\n", flush=True)
    began = time.monotonic()
    with Grader(
        device="cpu", seconds_scale=4.0
    ) as grader:  # the question is what a run reaches, not how busy the machine is
        for place, drill in enumerate(drills):
            left = began + options.seconds - time.monotonic()
            rows = measure(drill, grader, options.seeds, time.monotonic() + left / (len(drills) - place))
            print(*rows, sep="\n", flush=True)
            lines += rows
    if options.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "training-cpu.txt").write_text("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
