"""How long a verdict takes, as ratios of one run against a plain pytest process that runs the same checks on the same file.

Warm: the service is there, as after the first save. Cold: one ``quizprep check`` from the shell, against one plain pytest. All: every drill's reference
once, warm, in checks a second. Nothing here is a test.

    python benchmarks/verdict.py [SLUG …]
"""

from __future__ import annotations

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
WARM, COLD = 15, 5


def median(action: Callable[[], Any], n: int) -> float:
    """Median seconds of `n` runs."""
    times = []
    for _ in range(n):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


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


def main() -> None:
    """Print the tables."""
    library, slugs = Library(), sys.argv[1:] or ["softmax", "residual-block"]
    out = sys.stdout.write
    out(f"{'drill':20} {'plain pytest':>13} {'warm':>9} {'ratio':>7} {'cold':>9} {'cold/plain':>11}\n")
    with Grader() as grader, tempfile.TemporaryDirectory() as home:
        for slug in slugs:
            drill = library.drill(slug)
            source = drill.reference().encode()
            assert grader.check(drill, source).verdict == "pass"
            time.sleep(1.0)
            warm = median(lambda d=drill, s=source: grader.check(d, s), WARM)
            with tempfile.TemporaryDirectory() as folder:
                usual = median(plain(drill, folder), COLD)
            once = median(cold(drill, home), COLD)
            out(f"{slug:20} {usual:11.3f} s {warm:7.3f} s {usual / warm:6.1f}x {once:7.3f} s {once / usual:10.2f}x\n")
        if not sys.argv[1:]:
            start, checks = time.perf_counter(), 0
            for drill in library.drills:
                checks += len(grader.check(drill, drill.reference().encode()).checks)
            spent = time.perf_counter() - start
            out(
                f"\nall {len(library.drills)} references: {checks} checks in {spent:.1f} s, {checks / spent:.1f} a second\n"
            )


if __name__ == "__main__":
    main()
