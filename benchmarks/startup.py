"""Start-up as ratios of one run: the app against a blank Textual app, a command against ``python -c pass``.

Each figure is the median of several fresh processes, taken in turn. A TUI is timed from the start of the process to
its first idle moment: the first frame is composed, laid out, drawn, and no message is waiting. There are settings, as after a first start, and
bytecode, as after an installation. On a machine that does other work the processor's time is the one to go by: what takes longer is also
interrupted more often.

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


def seconds(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """On the wall, and of the processor."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=ROOT)
    _pid, status, used = os.wait4(process.pid, 0)
    spent = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} ended with {process.returncode}")
    return spent, used.ru_utime + used.ru_stime


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
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for turn in range(runs + 1):
            for name, command in commands.items():
                spent = seconds(command, environment)
                if turn:
                    taken[name].append(spent)
    print(f"{date.today()}, Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, median of {runs} runs\n")
    wall, used = ({name: statistics.median(t[n] for t in times) for name, times in taken.items()} for n in (0, 1))
    for name in taken:
        print(f"{name:20} {1000 * wall[name]:7.0f} ms on the wall {1000 * used[name]:7.0f} ms of the processor")
    print()
    for what, name, base, goal in (
        ("TUI to first idle frame / blank app", "quizprep, idle", "blank app, idle", " (goal 1.5)"),
        ("TUI with counts / blank app", "quizprep, counted", "blank app, idle", ""),
        ("quizprep drills / python -c pass", "quizprep drills", "python -c pass", " (goal 4)"),
    ):
        print(f"{what:36} {wall[name] / wall[base]:5.2f} on the wall {used[name] / used[base]:5.2f} of the processor{goal}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
