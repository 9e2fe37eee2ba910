"""Memory of the app when it is idle, without the grading service, against a blank Textual app: resident MB of one run each.

python benchmarks/memory.py
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHOW = """
import asyncio
from pathlib import Path
async def main(app):
    async with app.run_test(size=(80, 24)) as pilot:
        {wait}
        await asyncio.sleep(1.0)
        status = Path("/proc/self/status").read_text()
        print(next(l for l in status.splitlines() if l.startswith("VmRSS")).split()[1], flush=True)
        import os; os._exit(0)
"""
BLANK = "from textual.app import App\n" + SHOW.format(wait="pass") + "asyncio.run(main(App()))"
OURS = (
    "from quizprep.tui.app import QuizprepApp\n"
    + SHOW.format(wait="while not pilot.app.screen.known: await asyncio.sleep(0.005)")
    + "asyncio.run(main(QuizprepApp()))"
)


def megabytes(code: str) -> float:
    """Median of three fresh processes, after one that is not counted. There is bytecode, as after an installation."""
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "config.toml").write_text('language = "en"\nminutes_a_day = 25\n', "utf-8")  # no first start
        environment = os.environ | {"QUIZPREP_HOME": home, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": f"{home}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        runs = [
            subprocess.run(
                [sys.executable, "-c", code], env=environment, cwd=ROOT, check=True, capture_output=True, text=True
            )
            for _ in range(4)
        ]
    return statistics.median(int(r.stdout.split()[-1]) / 1024 for r in runs[1:])  # the first makes what is kept


if __name__ == "__main__":
    blank, ours = megabytes(BLANK), megabytes(OURS)
    print(f"{date.today()}, Python {sys.version.split()[0]}, median of 3 runs")
    print(f"blank app {blank:.1f} MB, quizprep {ours:.1f} MB: {ours / blank:.2f}x (goal 1.3x)")
