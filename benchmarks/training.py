"""How long a training task takes, how good its right programs are, and how often one of them would fail.

    nice -n 19 taskset -c 0 python benchmarks/training.py [--seeds 20] [--others 5] [--checks 3000] [--kept FILE] [--write] [TASK …]

Each finished run is a line of --kept, and is not done again: stop it at any moment and go on later. --seeds 0 --checks 0 only prints.

**Verdicts.** The judge grades the reference with many seeds, and each accepted alternative with a few. Of each check that measures a share: mean,
standard deviation and minimum, and the estimated probability that a right program falls below the threshold. That is the normal tail with the
variance that was seen, which holds the error of drawing the test set already; where it is smaller than that error, p (1 − p) / n, by luck or
because the runs are few, the error takes its place. It is not what a normal law can promise: far out, the tail of training runs may be heavier.
"loss left" is the share of the logged loss that is left at the end (`falls`), turned round: 1 − last tenth / first tenth.

"first s" is the whole verdict, "mean s" that of the measuring checks alone, which is all that the later runs of the reference do; "peak MB" is the
largest resident size of a worker. Of a task that measures no share, all runs are whole.

**Checks.** What measures no share is an ordinary check on fresh random data. The reference meets each of them with thousands of seeds, in this process, without
sandbox, every tolerance divided by four: failures, and the bound below which the probability of failing those lies with 95 % (3 / runs where there was none).
With the tolerances as they are it is far smaller: the errors are those of rounding, which don't have the long tails that training runs may have.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
import math
import os
import platform
import sys
import threading
import time
import types
from collections.abc import Iterator
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import msgspec

from quizprep.content.library import Drill, Library
from quizprep.grading.client import TRAINING_THREADS, Grader
from quizprep.grading.curve import Curve
from quizprep.grading.report import Progress

RESULTS = Path(__file__).parent / "results"
AT_ONCE = 50
"""Runs of the ordinary checks between two notes."""
STRICTER = 4
"""The tolerances are divided by so much."""
LEFT = 0.5
"""`falls` of the tasks that ask for it: below this share of the first tenth's loss."""


def false_failure(values: list[float], at_least: float, n: int) -> float:
    """The probability that a share measured like these lies below `at_least`."""
    p = min(max(mean(values), 1e-9), 1 - 1e-9)
    seen = stdev(values) ** 2 if len(values) > 1 else 0.0
    deviation = math.sqrt(max(seen, p * (1 - p) / n if n else 1e-9))
    return 0.5 * math.erfc((p - at_least) / deviation / math.sqrt(2))


def at_most(failed: int, runs: int) -> float:
    """The probability that is not exceeded with 95 % when `failed` of `runs` failed (Poisson)."""
    return [3.0, 4.74, 6.3, 7.75, 9.15, 10.51][min(failed, 5)] / runs if failed <= 5 else 1.5 * failed / runs


class Kept:
    """The finished runs, in a file with one JSON object a line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.runs: list[dict[str, Any]] = []
        if path.exists():
            self.runs = [json.loads(line) for line in path.read_text().splitlines()]

    def add(self, **run: Any) -> dict[str, Any]:
        """One more."""
        run |= {"day": time.strftime("%Y-%m-%d"), "load": round(os.getloadavg()[0], 1)}
        self.runs.append(run)
        with self.path.open("a") as file:
            file.write(json.dumps(run) + "\n")
        return run

    def of(self, **facts: Any) -> list[dict[str, Any]]:
        """Those with these facts."""
        return [r for r in self.runs if all(r.get(k) == v for k, v in facts.items())]


class Peak(threading.Thread):
    """Watches how large the workers of a service get."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.megabytes, self.over = root, 0, False

    def run(self) -> None:
        """Look ten times a second."""
        while not self.over:
            parents, sizes = {}, {}
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
                except OSError:
                    continue
                if "VmHWM" in lines:
                    pid = int(lines["Pid"])
                    parents[pid], sizes[pid] = int(lines["PPid"]), int(lines["VmHWM"].split()[0]) // 1024
            for pid, size in sizes.items():
                above = pid
                while above in parents and above != self.root:
                    above = parents[above]
                if above == self.root:
                    self.megabytes = max(self.megabytes, size)
            time.sleep(0.1)


def grade(drill: Drill, program: str, source: str, grader: Grader, kept: Kept, seeds: int) -> None:
    """The verdicts on one right program that are not kept yet."""
    done = kept.of(task=drill.slug, program=program, part="verdict")
    seen = {r["seed"] for r in done}
    for seed in range(seeds):
        if seed in seen:
            continue
        whole, measuring = drill, {name for r in done for name in r["shares"]}
        if measuring:  # the other checks measure nothing: they need not run again
            checks = [c for c in drill.info.checks if c.name in measuring or c.name == "test_loss_falls"]
            whole = dataclasses.replace(drill, info=msgspec.structs.replace(drill.info, checks=checks))
        curve = Curve()
        peak = Peak(grader._service("torch").process.pid)
        peak.start()
        report = grader.check(
            whole, source.encode(), seed=seed, on_news=lambda n, c=curve: c.add(n) if isinstance(n, Progress) else None
        )
        peak.over = True
        shares = {
            c.name: [c.measured.value, c.measured.at_least, c.measured.n] for c in report.checks if c.measured is not None
        }
        loss = [value for _, value in curve.points("loss")]
        if len(loss) >= 10 and any(c.name == "test_loss_falls" for c in report.checks):
            tenth = len(loss) // 10
            shares["loss left"] = [1 - mean(loss[-tenth:]) / mean(loss[:tenth]), 1 - LEFT, 0]
        done.append(
            kept.add(
                task=drill.slug, program=program, part="verdict", seed=seed, verdict=report.verdict, seconds=report.seconds,
                shares=shares, peak=peak.megabytes,
            )
        )  # fmt: skip


def stricter(checks: types.ModuleType) -> None:
    """Divide every tolerance that a task's checks name by `STRICTER`."""
    if hasattr(checks, "close"):
        close = checks.close

        def strict(got: Any, want: Any, *, tol: float | None = None, **more: Any) -> None:
            close(got, want, tol=tol and tol / STRICTER, **more)

        checks.close = strict  # type: ignore[attr-defined]
    if hasattr(checks, "ROUNDING"):
        checks.ROUNDING = {dtype: tol / STRICTER for dtype, tol in checks.ROUNDING.items()}  # type: ignore[attr-defined]


def meet_checks(drill: Drill, kept: Kept, seeds: range) -> None:
    """The reference meets the checks that measure no share, here."""
    import numpy as np
    import torch

    from quizprep.grading import recording
    from quizprep.grading.solution import LocalChannel, Solution, load_request

    torch.set_num_threads(1)
    code = compile((drill.solution / "checks.py").read_text("utf-8"), "checks.py", "exec")
    failed: list[str] = []
    for seed in seeds:
        for check in drill.info.checks:
            checks = types.ModuleType("checks")
            exec(code, checks.__dict__)  # noqa: S102 - our own file
            stricter(checks)
            function = getattr(checks, check.name)
            gpu = any(mark.name == "gpu" for mark in getattr(function, "pytestmark", []))
            if gpu or not inspect.signature(function).parameters.keys() <= {"solution", "rng", "device"}:
                continue
            solution = Solution(LocalChannel())
            solution._load(load_request(drill.reference(), [], seed))
            try:
                function(solution=solution, rng=np.random.default_rng([seed, *check.name.encode()]), device="cpu")
            except Exception as e:
                failed.append(f"seed {seed}, {check.name}: {e}"[:200])
        recording._COMPARED.clear()
    kept.add(task=drill.slug, part="checks", seed=seeds.start, runs=len(seeds), failed=failed)


HEAD = (
    f"{'task':20} {'program':16} {'what is measured':18} {'runs':>4} {'first s':>7} {'mean s':>7} {'peak MB':>7} {'mean':>8} {'sd':>8} "
    f"{'min':>8} {'needed':>8} {'images':>6} {'P(fail)':>9}"
)


def rows(drill: Drill, kept: Kept) -> Iterator[str]:
    """The table's rows of one task."""
    for program in ("reference", *(p.stem for p in drill.alternatives())):
        runs = kept.of(task=drill.slug, program=program, part="verdict")
        if not runs:
            yield f"{drill.slug:20} {program:16} not measured"
            continue
        seconds = [r["seconds"] for r in runs]
        told = f"{len(runs):4} {seconds[0]:7.1f} {mean(seconds[1:] or seconds):7.1f} {max(r['peak'] for r in runs):7}"
        names = list(dict.fromkeys(name for r in runs for name in r["shares"]))
        for name in names:
            values = [r["shares"][name][0] for r in runs if name in r["shares"]]
            _, at_least, n = next(r["shares"][name] for r in runs if name in r["shares"])
            spread = stdev(values) if len(values) > 1 else math.nan
            yield (
                f"{drill.slug:20} {program:16} {name:18} {told} {mean(values):8.4f} {spread:8.4f} {min(values):8.4f} {at_least:8.4f} "
                f"{n or '':6} {false_failure(values, at_least, n):9.1e}"
            )
        if not names:
            yield f"{drill.slug:20} {program:16} {'(no share)':18} {told}"
        yield from (f"{'':20} NOT PASSED  seed {r['seed']}: {r['verdict']}" for r in runs if r["verdict"] != "pass")


def check_rows(drill: Drill, kept: Kept) -> Iterator[str]:
    """What became of the checks that measure no share."""
    runs = kept.of(task=drill.slug, part="checks")
    count, failed = sum(r["runs"] for r in runs), [f for r in runs for f in r["failed"]]
    if not count:
        yield f"{drill.slug:20} not run"
        return
    yield f"{drill.slug:20} {count:6} {len(failed):7} {at_most(len(failed), count):10.1e}"
    yield from (f"{'':20} FAILED  {f}" for f in failed[:5])


def table(drills: list[Drill], kept: Kept) -> list[str]:
    """All that is known."""
    loads, days = [r["load"] for r in kept.runs] or [0.0], sorted({r["day"] for r in kept.runs}) or ["-"]
    return [
        f"{days[0]} to {days[-1]}  {platform.machine()}, {os.cpu_count()} processors, {TRAINING_THREADS} torch threads, on the CPU; "
        f"niceness {os.nice(0)}, held to {len(os.sched_getaffinity(0))} processor(s); the machine's load {min(loads)} to {max(loads)}, "
        f"on average {mean(loads):.1f}. No GPU was there: the GPU checks have not been run.",
        "", HEAD, *(row for d in drills for row in rows(d, kept)),
        "", f"checks that measure no share, every tolerance divided by {STRICTER}", f"{'':20} {'runs':>6} {'failed':>7} {'P(fail) <':>10}", *(row for d in drills for row in check_rows(d, kept)),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*", metavar="TASK")
    parser.add_argument("--seeds", type=int, default=20, help="verdicts on each reference")
    parser.add_argument("--others", type=int, default=5, help="verdicts on each alternative")
    parser.add_argument("--checks", type=int, default=3000, help="runs of the checks that measure no share")
    parser.add_argument("--kept", type=Path, default=RESULTS / "training-cpu.jsonl", help="the finished runs")
    parser.add_argument("--write", action="store_true", help="also write benchmarks/results/training-cpu.txt")
    options = parser.parse_args()
    training = [d for d in Library().drills if d.info.kind == "training"]
    drills, kept = [d for d in training if not options.tasks or d.slug in options.tasks], Kept(options.kept)
    # the question is what a run reaches, not how busy the machine is
    with Grader(device="cpu", seconds_scale=4.0) as grader:
        for drill in drills:
            grade(drill, "reference", drill.reference(), grader, kept, options.seeds)
            for path in drill.alternatives() if options.others else ():
                grade(drill, path.stem, path.read_text("utf-8"), grader, kept, options.others)
            print(*rows(drill, kept), sep="\n", flush=True)
    for first in range(0, options.checks, AT_ONCE):
        for drill in drills:
            if not kept.of(task=drill.slug, part="checks", seed=first):
                meet_checks(drill, kept, range(first, first + AT_ONCE))
    lines = table(training, Kept(options.kept))
    print(*lines, sep="\n")
    if options.write:
        (RESULTS / "training-cpu.txt").write_text("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
