"""The trusted side: runs the hidden checks with pytest, each against a fresh worker, and reports.

One process for one verdict. Reads one request (a JSON frame: folder of the solution, source, seed, limits, checks) from
the verdict socket and writes events back: ``{"check": …}`` as each ends, then ``{"done": …}``.
"""

from __future__ import annotations

import base64
import difflib
import gc
import hashlib
import inspect
import json
import os
import socket
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from quizprep.grading import accidents, mishaps, parts, sandbox, training, warm, wire
from quizprep.grading.channel import Control, Worker
from quizprep.grading.checking import CheckFailure
from quizprep.grading.diagnosis import diagnose
from quizprep.grading.looks import of_the_reference
from quizprep.grading.messages import Messages
from quizprep.grading.recording import Recording
from quizprep.grading.session import finish, started
from quizprep.grading.show import call_text, clip
from quizprep.grading.solution import Died, Raised, Solution, load_request

NEEDS_GPU = "needs a GPU; not run"
AFTER_FAILED_RUN = "not run: the training before it failed"
Emit = Callable[[dict[str, Any]], None]
Take = Callable[[], pytest.Item | None]
"""Takes the next check."""
MAX_STOPPED = 2
"""After this many checks that ran into a limit, the others are not run."""


class Plugin:
    """The fixtures of the checks, and the report of each."""

    def __init__(self) -> None:
        self.ahead: Worker | None = None
        self.worker: Worker | None = None
        self.asked: Solution | None = None
        self.failure: BaseException | None = None
        self.stopped = 0
        self.found = parts.Findings()
        self.shared: Solution | None = None
        self.shared_worker: Worker | None = None
        self.failures: list[BaseException] = []
        self.checked = ""
        self.trained_and_failed = False
        self.checks: dict[str, Any] = {}
        self._reference: Any = None

    def begin(self, request: dict[str, Any], control: Control, emit: Emit, turns: parts.Turns) -> None:
        """What to examine, and whom to tell; the first worker loads while pytest reads the checks."""
        self.request, self.control, self.emit, self.turns = request, control, emit, turns
        self.own_seed = _own_seed(request["seed"])
        self.load = load_request(request["source"], request["watched"], self.own_seed)
        self.training = request["kind"] == "training"
        self.ahead = self.fresh_worker()

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> Any:
        """Fresh numbers, from the report's seed and the check's name."""
        import numpy as np

        name = getattr(request.node, "originalname", request.node.name)
        return np.random.default_rng([self.request["seed"], *name.encode()])

    @pytest.fixture(scope="module")
    def shared_rng(self) -> Any:
        """Fresh numbers for what several checks share."""
        import numpy as np

        return np.random.default_rng([self.request["seed"], *b"shared"])

    @pytest.fixture(scope="session")
    def device(self) -> str:
        """ "cuda", "mps" or "cpu": what the submission shall compute on."""
        return str(self.request.get("device", "cpu"))

    @pytest.fixture(scope="session")
    def on_gpu(self, device: str) -> bool:
        """Whether that is CUDA."""
        return device == "cuda"

    @pytest.fixture(scope="session")
    def reference(self) -> Any:
        """The reference solution's module."""
        return self.load_reference()

    def load_reference(self) -> Any:
        """The reference, loaded once."""
        if self._reference is None:
            path = Path(self.request["solution"]) / "reference.py"
            module = types.ModuleType("quizprep_reference")
            module.__file__ = str(path)
            exec(compile(path.read_text("utf-8"), str(path), "exec"), module.__dict__)  # noqa: S102 - our own file
            self._reference = module
        return self._reference

    def fresh_worker(self, *, patient: bool = False) -> Worker:
        """A worker that has been sent the submission."""
        worker = Worker(self.control, self.request["limits"], self._news if self.training else None, patient=patient)
        worker.post(self.load)
        return worker

    def _news(self, event: dict[str, Any]) -> None:
        """Progress and output, passed on with the check's name."""
        if "progress" in event:
            event = {"progress": event["progress"] | {"check": self.checked}}
        self.emit(event)

    @pytest.fixture
    def solution(self) -> Any:
        """The submission in a fresh worker. The next check's worker loads meanwhile."""
        self.worker, self.ahead = self.ahead or self.fresh_worker(), None
        self.asked = Solution(self.worker)
        self._load_into(self.worker, self.asked)
        if self.turns.more():
            self.ahead = self.fresh_worker()
        yield self.asked

    @pytest.fixture(scope="module")
    def shared_solution(self) -> Any:
        """The submission in one worker that stays for all checks that ask for it."""
        self.shared_worker = self.fresh_worker(patient=True)
        self.shared = Solution(self.shared_worker)
        self._load_into(self.shared_worker, self.shared)
        yield self.shared
        self.shared_worker.close()

    def _load_into(self, worker: Worker, solution: Solution) -> None:
        """Have the worker load the submission, and see that it defines all it must."""
        worker.begin()
        try:
            names = solution._load(self.load)
        except (Raised, Died) as e:
            self.found.broken = f"the file can't be loaded: {e}"
            raise
        self._require_entries(names)

    def _require_entries(self, names: list[str]) -> None:
        for name in self.request["entry"]:
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
                found = f"; found `{near[0]}`: did you mean `{name}`?" if near else ""
                self.found.broken = f"the file does not define `{name}`{found}"
                raise CheckFailure(self.found.broken)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Run the checks that this examiner gets to take."""
        if session.testsfailed:
            return None  # the checks' own file is broken: pytest tells it
        items = {item.name: item for item in session.items}
        self.checks = {name: getattr(item, "obj", None) for name, item in items.items()}

        def take() -> pytest.Item | None:
            return items.get(self.turns.take() or "")

        item = take()
        while item is not None:
            item = self.run(item, take)
        return True

    def run(self, item: pytest.Item, take: Take) -> pytest.Item | None:
        """Run one check and send its result: nothing of pytest's own reporting, whose tracebacks take longer than a check. Returns the next."""
        self.worker = self.asked = self.failure = None
        self.checked = item.name
        training.measured.clear()
        start = time.perf_counter()
        skipped = self._why_not(item)
        if skipped:
            following = take()
        else:
            self.failure, following = _run(item, take)
            if self.found.broken and self.request["part"]:  # the first examiner tells it of its first check
                self.failure, skipped = None, "not run: " + self.found.broken
            if any(self.failure is f for f in self.failures):  # a shared fixture raises what it raised before
                self.failure, skipped = None, AFTER_FAILED_RUN
        if self.failure is not None:
            self.failures.append(self.failure)
            self.found.failed = True
        if not skipped and self.shared is not None and "shared_solution" in getattr(item, "fixturenames", ()):
            self.asked, self.worker = self.asked or self.shared, self.worker or self.shared_worker
        result = self._result(item.name, skipped) | self._needs(item)
        self._finish(item.name, result)
        self.emit({"check": result | {"seconds": round(time.perf_counter() - start, 4)}})
        return following

    def _needs(self, item: pytest.Item) -> dict[str, Any]:
        """A check that needs a GPU and has none is told apart from all others that were not run."""
        no_gpu = item.get_closest_marker("gpu") is not None and self.request.get("device") != "cuda"
        return {"cause": "gpu", "message": NEEDS_GPU, "outcome": "skipped"} if no_gpu else {}

    def pytest_configure(self, config: pytest.Config) -> None:
        """Marks that checks may have."""
        config.addinivalue_line("markers", "gpu: is run on CUDA only")

    def _why_not(self, item: pytest.Item) -> str:
        if self._needs(item):
            return NEEDS_GPU
        if self.shared_worker is not None and self.shared_worker.ended and "shared_solution" in item.fixturenames:  # type: ignore[attr-defined]
            return AFTER_FAILED_RUN
        if self.found.broken:
            return "not run: " + self.found.broken
        return f"not run: {MAX_STOPPED} checks before it ran into a limit" if self.stopped >= MAX_STOPPED else ""

    def _finish(self, name: str, result: dict[str, Any]) -> None:
        """After a check: what it recorded is kept, the worker ends."""
        if self.worker is None or self.asked is None:
            return
        if self.asked._trained:
            self.trained_and_failed |= self.failure is not None
        else:  # to train again for each known mistake would take minutes
            answers = self.asked._answers
            self.found.recordings.append(
                Recording(name, self.failure is not None, self.asked._steps, answers.passed, answers.looked_at(), answers.guarded)
            )
        self._keep_output(name)  # and not what the calls print that look for an accident
        if result["outcome"] == "pass":
            self.found.used += [place for place in self.asked._used if place not in self.found.used]
        if self.failure is not None:
            self.found.seen.append(self._look(name, self.failure, self.asked))
        if self.worker is not self.shared_worker:
            self.worker.close(spent=True)

    def _keep_output(self, name: str) -> None:
        """What it printed, of one check: of a run that several share, all so far."""
        found, failed = self.found, self.failure is not None
        wanted = not found.output or (failed and not found.output_failed) or self.worker is self.shared_worker
        if wanted and self.worker is not None and (printed := self.worker.printed()):
            found.output, found.output_check, found.output_failed = printed, name, failed

    def _known(self) -> Any:
        """The mishap behind the failure, in words; None where it is none."""
        if not self.training or self.failure is None:
            return None
        limits, progress = self.request["limits"], self.worker.progress if self.worker is not None else None
        device = self.request["device"]
        around = mishaps.Circumstances(device, limits["seconds"], limits["memory_mb"], progress)
        return mishaps.find(self.failure, around)

    def _look(self, name: str, failure: BaseException, asked: Solution) -> accidents.Seen:
        """What a failed check shows of an accident."""
        if found := self._known():
            return accidents.Seen(name, mishaps.as_diagnosis(found[0], found[3]))
        if self.training:
            return accidents.Seen(name, accidents.find(failure, asked))
        return accidents.look(name, failure, asked, self.load_reference())

    def _result(self, name: str, skipped: str) -> dict[str, Any]:
        result: dict[str, Any] = {"name": name, "outcome": "pass"}
        error = self.failure
        if training.measured:
            result["measured"] = dict(training.measured[-1])
        if skipped:
            return result | {"outcome": "skipped", "message": skipped}
        if error is None:
            if self.asked is None or not self.asked._calls:
                return result | {"outcome": "error", "message": "the check asked nothing of the submission"}
            return result
        if isinstance(error, pytest.skip.Exception):
            return result | {"outcome": "skipped", "message": f"not run: {error}"}
        if isinstance(error, CheckFailure):
            result |= {"outcome": "fail", "message": error.message, "got": error.got, "expected": error.expected}
        elif isinstance(error, Raised):
            cause = "memory" if error.kind in ("MemoryError", "_ArrayMemoryError") else ""
            result |= {"outcome": "error", "message": str(error), "cause": cause}
        elif isinstance(error, Died):
            self.stopped += bool(error.cause)
            result |= {"outcome": "error", "message": str(error), "cause": error.cause}
        else:
            result |= {"outcome": "error", "message": self._internal(error)}
        if known := self._known():
            result |= {"message": known[1], "cause": known[2]}
        if self.asked is not None and self.asked._calls:
            last = self.asked._calls[-1]
            result["input"] = call_text(last.target, last.args, last.kwargs, self._argument_names(last.target))
        return result

    def _argument_names(self, target: str) -> list[str]:
        """What the reference calls the positional arguments of `target`; [] where it has no such function."""
        function = getattr(self.load_reference(), target, None)
        try:
            return list(inspect.signature(function).parameters) if callable(function) else []
        except (ValueError, TypeError):
            return []

    @staticmethod
    def _internal(error: BaseException) -> str:
        """An exception in the check itself: nearly always an answer of a kind it could not take apart."""
        what = f"{type(error).__name__}: {clip(str(error), 300)}"
        return f"the answer has a form that the check can't use ({what})"

    def _of_the_reference(self, name: str) -> Recording | None:
        """What a check does with the reference's answers."""
        source = (Path(self.request["solution"]) / "reference.py").read_text("utf-8")
        return of_the_reference(name, self.checks[name], source, self.load_reference())

    def diagnosis(self, all_found: parts.Findings) -> list[dict[str, Any]]:
        """The known mistakes that answer alike, or the common accident that was seen; [] when nothing is certain."""
        found = diagnose(Path(self.request["solution"]), all_found.recordings, self.own_seed, self._of_the_reference)
        named = [
            {
                "mistake": f.mistake.name,
                "title": _text(f.mistake.title),
                "explanation": _text(f.mistake.explanation),
                "check": f.check,
                "whole": f.whole,
            }
            for f in found
        ]
        if self.trained_and_failed:
            named = [n | {"whole": False} for n in named]  # of what was trained nothing was replayed
        if not named:
            accident = accidents.agreed(all_found.seen)
        elif not named[0]["whole"]:
            accident = accidents.besides(all_found.seen, {str(n["check"]) for n in named})
        else:
            accident = None
        if accident:
            named.insert(0, accident)
        return named


def _own_seed(seed: int) -> int:
    """The seed of the submission's own generators: it follows from the report's, and tells nothing of it."""
    return int.from_bytes(hashlib.sha256(f"submission {seed}".encode()).digest()[:7], "little")


def _text(text: Any) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh}


def _run(item: pytest.Item, take: Take) -> tuple[BaseException | None, pytest.Item | None]:
    """Set up, run and tear down one check, down to what the next one shares with it; what it raised, and the next one."""
    failure: BaseException | None = None
    try:
        item.ihook.pytest_runtest_setup(item=item)
        item.ihook.pytest_runtest_call(item=item)
    except (Exception, pytest.skip.Exception) as e:
        failure = e
    following = take()
    item.ihook.pytest_runtest_teardown(item=item, nextitem=following)
    return failure, following


def begun() -> tuple[pytest.Session, Plugin]:
    """A session that waits for what it shall examine."""
    plugin = Plugin()
    return started(plugin), plugin


def main(messages: Messages, turns: int, verdict: socket.socket, peer: socket.socket | None = None) -> None:
    """Make one verdict, or one's share of it.

    Args:
        messages: the line to the zygote.
        turns: the pipe of `parts.Turns`.
        verdict: the line to the client.
        peer: the line to the other examiner, where two share the checks.
    """
    sandbox.hide_memory()
    gc.disable()  # until the diagnosis, which alone makes much
    _, payload = wire.receive(verdict)
    request = json.loads(payload)
    request["source"] = base64.b64decode(request["source"]).decode("utf-8", "surrogatepass")

    def emit(event: dict[str, Any]) -> None:
        wire.send(verdict, b"\0" * 16, json.dumps(event, ensure_ascii=False).encode("utf-8", "replace"))

    folder = Path(request["solution"])
    os.chdir(folder)
    if not os.environ.get("QUIZPREP_DEBUG"):
        sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    control = Control(messages)
    session, plugin = warm.SESSIONS.pop() if warm.SESSIONS else begun()
    plugin.begin(request, control, emit, parts.Turns(turns, request["checks"], request["part"]))
    finish(session, folder / "checks.py")
    if peer is not None and request["part"]:
        parts.send(peer, plugin.found)
        emit({"over": True})
        return
    gc.enable()
    found = parts.merge(peer, plugin.found, request["checks"]) if peer is not None else plugin.found
    emit(
        {
            "done": True, "stdout": found.output, "note": found.broken, "used": found.used,
            "diagnosis": plugin.diagnosis(found), "isolation": control.level(request["limits"].get("gpu", False)),
        }
    )  # fmt: skip
