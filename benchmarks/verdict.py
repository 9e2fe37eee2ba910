"""Save -> verdict, warm, against a plain pytest process that runs the same checks on the same file.

Prints one line for each drill: the median of both and their ratio. Nothing here is a test.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quizprep.content.library import Library
from quizprep.grading.client import Grader

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


def median(action, n: int) -> float:
    """Median seconds of `n` runs."""
    times = []
    for _ in range(n):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the table."""
    library, slugs = Library(), sys.argv[1:] or ["softmax", "residual-block"]
    sys.stdout.write(f"{'drill':20} {'plain pytest':>14} {'verdict, warm':>14} {'ratio':>8}\n")
    with Grader() as grader:
        for slug in slugs:
            drill = library.drill(slug)
            source = drill.reference().encode()
            assert grader.check(drill, source).verdict == "pass"
            warm = median(lambda drill=drill, source=source: grader.check(drill, source), 15)
            with tempfile.TemporaryDirectory() as folder:
                reference = str(drill.solution / "reference.py")
                (Path(folder) / "conftest.py").write_text(PLAIN.format(reference=reference))
                (Path(folder) / "test_checks.py").write_text((drill.solution / "checks.py").read_text())
                os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # the fastest plain pytest there is
                command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder]
                run = subprocess.run(command, capture_output=True, text=True, check=False)
                assert run.returncode == 0, run.stdout
                plain = median(lambda command=command: subprocess.run(command, capture_output=True, check=True), 5)
            sys.stdout.write(f"{slug:20} {plain:12.3f} s {warm:12.3f} s {plain / warm:7.1f}x\n")


if __name__ == "__main__":
    main()
