"""The programs that the judge must survive, at every level of isolation that this machine reaches.

`corpus/*.txt`: ``=== name | verdicts that are right | words the report must say``, then the program; a last line ``@ L1`` means: from that level on.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from quizprep.content.library import Drill, decode
from quizprep.content.model import DrillFile
from quizprep.grading.client import Grader
from quizprep.grading.sandbox import children_of
from quizprep.grading.service import Service
from quizprep.grading.zygote import DEPTH

pytestmark = pytest.mark.xdist_group("corpus")  # one after the other: some write files at the weak levels

HERE = Path(__file__).parent / "corpus"
GOOD = b"def double(x):\n    return 2.0 * x\n"


@dataclass(frozen=True)
class Program:
    name: str
    source: str
    verdicts: tuple[str, ...]
    says: str
    level: str


def programs(name: str) -> list[Program]:
    found = []
    for block in (HERE / f"{name}.txt").read_text("utf-8").split("=== ")[1:]:
        head, _, source = block.partition("\n")
        title, verdicts, says = (part.strip() for part in head.split(" | "))
        body, _, level = source.rpartition("\n@ ")
        found.append(Program(title, body or source, tuple(verdicts.split(",")), says, level.strip() if body else "L0"))
    return found


def drill() -> Drill:
    folder = HERE / "drill"
    return Drill("corpus", decode(folder / "drill.toml", DrillFile), folder, folder)


def placed(source: str) -> bytes:
    """With the places of the secrets, for those who know them."""
    names = f"CHECKS = {str(HERE / 'drill' / 'checks.py')!r}; REFERENCE = {str(HERE / 'drill' / 'reference.py')!r}; "
    if "CHECKS" in source or "REFERENCE" in source:
        return (names + "\n" + source).encode()
    return source.encode("utf-8")


@pytest.fixture(scope="module", params=["L0", "L1", "L2", "L3"])
def level(request):
    with Grader(most=request.param) as grader:
        report = grader.check(drill(), GOOD)
        assert report.verdict == "pass"
        if report.isolation != request.param:
            pytest.skip(f"{request.param} can't be reached here, only {report.isolation}")
        yield request.param, grader


@pytest.mark.parametrize("group", ["takes_too_much", "falls_over", "pretends", "misunderstands", "torch"])
def test_every_program_gets_its_verdict_and_the_service_lives_on(level, group):
    reached, grader = level
    held = drill()
    if group == "torch":
        grader.check(held, b"import torch\n" + GOOD)  # its service starts
    before = {k: s.process.pid for k, s in grader._services.items()}
    wrong = []
    for program in programs(group):
        if reached < program.level:
            continue
        started = time.monotonic()
        report = grader.check(held, placed(program.source), seed=7)
        took = time.monotonic() - started
        said = " ".join([report.note, *(c.message for c in report.checks)])
        msgspec.json.encode(report)  # nothing in it that a file or a database refuses
        if report.verdict not in program.verdicts or program.says not in said or len(report.checks) != 2:
            wrong.append(f"{program.name}: {report.verdict}: {said[:300]}")
        elif took > 2 * (held.info.limits.seconds + 1) + 1:
            wrong.append(f"{program.name}: took {took:.1f} s")
    assert not wrong, "\n".join(wrong)
    assert grader.check(held, GOOD).verdict == "pass"
    assert all(grader._services[k].process.pid == pid for k, pid in before.items()), "the service had to be restarted"
    assert (HERE / "drill" / "checks.py").read_text().startswith("from quizprep.grading.checking import close")
    if reached >= "L1":
        assert _written() == []
    _nothing_is_left(grader)


@pytest.fixture(autouse=True)
def _clean():
    """What programs could leave at the weak levels."""
    yield
    for path in _written():
        path.unlink()


def _written() -> list[Path]:
    """Files that a program of the corpus made."""
    places = [Path("/tmp"), Path("/dev/shm"), HERE / "drill"]
    return [path for place in places for path in place.glob("*-fault*")]


def _descendants(pid: int) -> list[int]:
    return [p for child in children_of(pid) for p in [child, *_descendants(child)]]


def _belonging(service: Service) -> int:
    """How many processes a service consists of besides the first when nobody waits: its idle children, and two more inside bubblewrap."""
    idle = sum(DEPTH[service.start].values())
    return idle + (2 if service.wrapped else 0)


def _called(pid: int) -> bytes:
    """The command line of a process, empty for one that has ended: it may do so at any moment."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _nothing_is_left(grader: Grader) -> None:
    """Only the service itself and its idle children run."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        names = [_called(p) for s in grader._services.values() for p in _descendants(s.process.pid)]
        if len([n for n in names if n]) == sum(_belonging(s) for s in grader._services.values()):
            return
        time.sleep(0.1)
    raise AssertionError(f"processes are left: {names}")


def test_the_pool_of_new_processes_judges_alike():
    with Grader(start="spawn") as grader:
        assert grader.check(drill(), GOOD).verdict == "pass"
        for program in [p for g in ("falls_over", "pretends") for p in programs(g)][::6]:
            report = grader.check(drill(), placed(program.source))
            assert report.verdict in program.verdicts, f"{program.name}: {report.verdict} {report.checks}"
        assert grader.check(drill(), GOOD).verdict == "pass"
