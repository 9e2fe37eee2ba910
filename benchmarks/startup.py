"""Start-up as ratios of one run: the app against a blank Textual app, a command against ``python -c pass``.

Each figure is the median of several fresh processes, taken in turn. A TUI is timed from the start of the process to
its first idle moment: the first frame is composed, laid out, drawn, and no message is waiting. There are settings, as after a first start, and
bytecode, as after an installation.

    python benchmarks/startup.py [RUNS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = 'language = "en"\nminutes_a_day = 25\ninterview_date = 2099-12-01\n'
IDLE = """
import asyncio
async def main(app):
    async with app.run_test(size=(80, 24)) as pilot:
        {wait}
        import os; os._exit(0)
"""
BLANK = "from textual.app import App\n" + IDLE.format(wait="pass") + "asyncio.run(main(App()))"
OURS = "from quizprep.tui.app import QuizprepApp\n" + IDLE.format(wait="pass") + "asyncio.run(main(QuizprepApp()))"
COUNTED = (
    "from quizprep.tui.app import QuizprepApp\n"
    + IDLE.format(wait="while not pilot.app.screen.known: await asyncio.sleep(0.005)")
    + "asyncio.run(main(QuizprepApp()))"
)


def seconds(command: list[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - start


def main(runs: int = 9) -> None:
    with tempfile.TemporaryDirectory() as home:
        (Path(home) / "config.toml").write_text(SETTINGS, "utf-8")
        environment = {**os.environ, "QUIZPREP_HOME": home, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": f"{home}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "quizprep drills": [sys.executable, "-m", "quizprep", "drills"],
            "blank app, idle": [sys.executable, "-c", BLANK],
            "quizprep, idle": [sys.executable, "-c", OURS],
            "quizprep, counted": [sys.executable, "-c", COUNTED],
        }
        if not (ROOT / "quizprep" / "__main__.py").exists():
            del commands["quizprep drills"]
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                spent = seconds(command, environment)
                if turn:
                    taken[name].append(spent)
    print(f"{date.today()}, Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, median of {runs} runs\n")
    median = {name: statistics.median(times) for name, times in taken.items()}
    for name, spent in median.items():
        print(f"{name:20} {1000 * spent:7.0f} ms")
    print(
        f"\nTUI to first idle frame / blank app: {median['quizprep, idle'] / median['blank app, idle']:.2f} (goal 1.5)"
    )
    print(f"TUI with counts / blank app:         {median['quizprep, counted'] / median['blank app, idle']:.2f}")
    if "quizprep drills" in median:
        print(
            f"quizprep drills / python -c pass:    {median['quizprep drills'] / median['python -c pass']:.2f} (goal 4)"
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
