"""How long a verdict takes, as ratios of one run against a plain pytest process that runs the same checks on the same file.

Warm: the service is there, and nothing was asked of it for a second, as between two saves. Back to back: it has no pause. Cold: one
``quizprep check`` from the shell. They and plain pytest take turns, so that what else the machine does hits all alike; medians.
All: every drill's reference once, warm, in checks a second. All modules are compiled beforehand, as an installation has them. Nothing here is a test.

    python benchmarks/verdict.py [SLUG …]
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from quizprep.content.library import Drill, Library
from quizprep.grading.client import Grader

ROOT = Path(__file__).resolve().parent.parent
PLAIN = """
import numpy as np, pytest
from quizprep.grading.solution import local_solution

@pytest.fixture
def rng():
    return np.random.default_rng()

@pytest.fixture
def reference():
    import importlib.util
    spec = importlib.util.spec_from_file_location("reference", {reference!r})
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

@pytest.fixture
def solution():
    return local_solution(open({reference!r}).read())
"""
TURNS, PAUSE = 9, 1.0


def seconds(action: Callable[[], Any]) -> float:
    """What one run takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def compiled() -> None:
    """What an installation has: bytecode beside every module."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for folder in ("quizprep", "solutions"):
        compileall.compile_dir(ROOT / folder, quiet=2)


def plain(drill: Drill, folder: str) -> Callable[[], Any]:
    """A plain pytest process over the drill's checks, as fast as it can be set up."""
    reference = str(drill.solution / "reference.py")
    (Path(folder) / "conftest.py").write_text(PLAIN.format(reference=reference))
    (Path(folder) / "test_checks.py").write_text((drill.solution / "checks.py").read_text())
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder]
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == 0, run.stdout
    return lambda: subprocess.run(command, capture_output=True, check=True, env=environment)


def cold(drill: Drill, home: str) -> Callable[[], Any]:
    """One ``quizprep check`` from the shell."""
    command = [sys.executable, "-m", "quizprep", "check", drill.slug, str(drill.solution / "reference.py")]
    environment = os.environ | {"QUIZPREP_HOME": home, "PYTHONPATH": str(ROOT)}
    return lambda: subprocess.run(command, capture_output=True, check=True, env=environment, cwd=ROOT)


def turns(grader: Grader, drill: Drill, folder: str, home: str) -> dict[str, float]:
    """Median seconds of each way, measured in turn."""
    source = drill.reference().encode()
    usual, once = plain(drill, folder), cold(drill, home)
    assert grader.check(drill, source).verdict == "pass"
    times: dict[str, list[float]] = {"plain": [], "warm": [], "back": [], "cold": []}
    for _ in range(TURNS):
        times["plain"].append(seconds(usual))
        time.sleep(PAUSE)
        times["warm"].append(seconds(lambda: grader.check(drill, source)))
        times["back"].append(seconds(lambda: grader.check(drill, source)))
        times["cold"].append(seconds(once))
    return {way: statistics.median(found) for way, found in times.items()}


def main() -> None:
    """Print the tables."""
    compiled()
    library, slugs = Library(), sys.argv[1:] or ["softmax", "adam", "batchnorm-forward", "torch-adam", "residual-block"]
    out = sys.stdout.write
    out(f"{'drill':20} {'pytest':>8} {'warm':>8} {'ratio':>7} {'no pause':>9} {'ratio':>7} {'cold':>8} {'cold/pytest':>12}\n")
    with Grader() as grader:
        for slug in slugs:
            with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as folder:
                took = turns(grader, library.drill(slug), folder, home)
            usual = took["plain"]
            out(
                f"{slug:20} {usual:6.3f} s {took['warm']:6.3f} s {usual / took['warm']:6.1f}x {took['back']:7.3f} s"
                f" {usual / took['back']:6.1f}x {took['cold']:6.3f} s {took['cold'] / usual:11.2f}x\n"
            )
            sys.stdout.flush()
        if not sys.argv[1:]:
            start, checks = time.perf_counter(), 0
            for drill in library.drills:
                if drill.info.kind != "training":
                    checks += len(grader.check(drill, drill.reference().encode()).checks)
            spent = time.perf_counter() - start
            out(f"\nall references but training tasks: {checks} checks in {spent:.1f} s, {checks / spent:.1f} a second\n")


if __name__ == "__main__":
    main()
