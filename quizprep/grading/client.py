"""The app's side of grading: one service (zygote) per kind of drill, many verdicts.

Imports neither numpy nor torch nor pytest: those live in the service's processes.
"""

from __future__ import annotations

import base64
import contextlib
import importlib.util
import json
import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from quizprep.content.library import Drill
from quizprep.content.model import Text
from quizprep.errors import QuizprepError, UngradedError
from quizprep.grading import parts, wire
from quizprep.grading.report import (
    ERROR,
    SKIPPED,
    Advice,
    CheckResult,
    Diagnosis,
    Measured,
    Named,
    Printed,
    Progress,
    Report,
    verdict_of,
)
from quizprep.grading.service import Service, default_start
from quizprep.grading.submission import decode_source
from quizprep.i18n import _

Listener = Callable[[CheckResult], Any]
NewsListener = Callable[[Progress | Printed], Any]
TRAINING_THREADS = 2


class Cancelled(QuizprepError):
    """The verdict was cancelled by the user."""

    exit_code = 130


class Ticket:
    """One verdict under way, so that it can be cancelled at any moment, from any thread."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.cancelled = threading.Event()
        self._lock = threading.Lock()
        self._service: Service | None = None
        self._lines: list[socket.socket] = []

    def under_way(self, service: Service | None, lines: list[socket.socket]) -> None:
        """Where it is being made now.

        Raises:
            Cancelled: it was, meanwhile.
        """
        with self._lock:
            self._service, self._lines = service, lines
        if service is not None:
            self.stop_if_cancelled()

    def stop_if_cancelled(self) -> None:
        """Raise `Cancelled` once it is."""
        if self.cancelled.is_set():
            raise Cancelled("cancelled")

    def cancel(self) -> None:
        """End it: the examiner and its workers are killed, the waiting thread wakes up."""
        self.cancelled.set()
        with self._lock:
            if self._service is not None:
                with contextlib.suppress(OSError):
                    self._service.send({"op": "cancel", "id": self.number})
            for line in self._lines:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)


class Grader:
    """Grades submissions; may be called from any thread. Use as a context manager, or call `close`."""

    def __init__(
        self,
        *,
        most: str = "L3",
        start: str = "",
        seconds_scale: float = 1.0,
        device: str = "",
        examiners: int = 2,
        started: Service | None = None,
    ) -> None:
        """Start nothing yet.

        Args:
            most: the strongest isolation to use.
            start: "fork" or "spawn"; "" for what is safe here.
            seconds_scale: stretches every time limit, for slow machines.
            device: for training tasks, "cpu", "cuda" or "mps"; "" or "auto" for the best that is here.
            examiners: how many may share the checks of one verdict; 1 where many verdicts are made at once.
            started: a service that was started already.
        """
        self._most, self._start, self._scale = most, start or default_start(), seconds_scale
        self._device = "" if device == "auto" else device
        self._examiners = examiners
        self._services: dict[str, Service] = {started.kind: started} if started else {}
        self._lock = threading.Lock()
        self._running: dict[int, Ticket] = {}
        self._count = 0

    def warm_up(self, framework: str = "numpy") -> None:
        """Start the service in the background, without waiting."""
        self._service(service_kind(framework))

    def isolation(self, framework: str = "numpy") -> str:
        """The level that holds for submissions to such drills; waits until the service is ready, "" when it can't start."""
        service = self._service(service_kind(framework))
        return service.level if service.wait_ready() else ""

    def held(self, framework: str = "numpy") -> dict[str, bool]:
        """Which of the attacks tried at start were held off."""
        service = self._service(service_kind(framework))
        return service.held if service.wait_ready() else {}

    def device(self, drill: Drill, service: Service | None = None, give_up: threading.Event | None = None) -> str:
        """What a submission to `drill` computes on; waits until the service is ready. "" when `give_up` was set first.

        Raises:
            UngradedError: the device that was asked for is not here.
        """
        if drill.info.kind != "training":
            return "cpu"
        service = service or self._service("torch")
        if self._device == "cpu" or not service.wait_ready():
            return "cpu"
        best = service.device(give_up)
        if best and self._device not in ("", best):
            raise UngradedError(
                _(
                    "the device {device} is asked for, but torch can't use it here (it can use {best}); leave out --device, or take --device {best}",
                    device=self._device,
                    best=best,
                )
            )
        return best

    def _service(self, kind: str) -> Service:
        with self._lock:
            service = self._services.get(kind)
            if service is None or service.process.poll() is not None:
                if service is not None:
                    service.close()
                service = self._services[kind] = Service(kind, self._most, self._start)
            return service

    def check(
        self,
        drill: Drill,
        source: bytes,
        *,
        seed: int | None = None,
        on_check: Listener | None = None,
        on_news: NewsListener | None = None,
    ) -> Report:
        """Grade `source`; blocks until the verdict.

        `on_check` is told of each check as it ends, `on_news` of the progress and output of a training task, both in this thread.

        Raises:
            UngradedError: torch is missing, or the service failed twice.
            Cancelled: `cancel` was called meanwhile.
        """
        seed = secrets.randbits(32) if seed is None else seed
        start = time.perf_counter()
        text, problem = decode_source(source)
        if text is None:
            return self._unloadable(drill, seed, problem)
        if drill.info.framework == "torch" and importlib.util.find_spec("torch") is None:
            raise UngradedError(
                f"the drill {drill.slug!r} needs torch, which is not installed; add it with: pip install 'quizprep[torch]'"
            )
        ticket = self._ticket()
        try:
            for _attempt in range(2):
                outcome = self._attempt(ticket, drill, text, seed, (on_check, on_news))
                if outcome is not None:
                    return self._report(drill, source, seed, time.perf_counter() - start, *outcome)
        finally:
            with self._lock:
                del self._running[ticket.number]
        raise UngradedError("the grading service ended twice before there was a verdict; see: quizprep doctor")

    def _ticket(self) -> Ticket:
        with self._lock:
            self._count += 1
            ticket = self._running[self._count] = Ticket(self._count)
            return ticket

    def _attempt(
        self, ticket: Ticket, drill: Drill, text: str, seed: int, told: tuple[Listener | None, NewsListener | None]
    ) -> tuple[list[CheckResult], dict[str, Any]] | None:
        """One try: the checks' results and the closing event, or None when the service went away."""
        kind = service_kind(drill.info.framework, text)
        service = self._service(kind)
        if not service.wait_ready(ticket.cancelled):
            ticket.stop_if_cancelled()
            with self._lock:
                self._services.pop(kind, None)
            service.close()
            return None
        device, (on_check, on_news) = self.device(drill, service, ticket.cancelled), told
        requests = self._requests(drill, text, seed, device, forked=service.start == "fork")
        pairs, turns = [socket.socketpair() for _ in requests], parts.turns(len(drill.info.checks))
        lines = [ours for ours, _ in pairs]
        results, done = _InOrder(drill, on_check), dict[str, Any]()
        try:
            ticket.under_way(service, lines)
            service.send({"op": "examine", "id": ticket.number}, (turns, *(theirs.fileno() for _, theirs in pairs)))
            for (ours, theirs), request in zip(pairs, requests, strict=True):
                theirs.close()
                wire.send(ours, b"\0" * 16, json.dumps(request).encode())
            for event in parts.events(lines):
                ticket.stop_if_cancelled()
                if "done" in event:
                    done = event | {"device": device}
                elif "check" in event:
                    results.add(event["check"])
                elif on_news:
                    on_news(_news(event))
            return [*results.told, *results.waiting.values()], done
        except (wire.Closed, OSError):
            ticket.stop_if_cancelled()
            return None
        finally:
            ticket.under_way(None, [])
            os.close(turns)
            for ours, theirs in pairs:
                ours.close()
                theirs.close()

    def _requests(self, drill: Drill, text: str, seed: int, device: str, *, forked: bool) -> list[dict[str, Any]]:
        """What each examiner is asked."""
        limits = drill.info.limits
        training = drill.info.kind == "training"
        checks = [c.name for c in drill.info.checks]
        number = 1 if training else parts.number_of(len(checks), forked=forked, most=self._examiners)
        asked = {
            "kind": drill.info.kind,
            "device": device,
            "solution": str(drill.solution),
            "source": base64.b64encode(text.encode("utf-8", "surrogatepass")).decode(),
            "seed": seed,
            "entry": drill.info.entry,
            "checks": checks,
            "watched": drill.info.forbidden,
            "limits": {
                "seconds": limits.seconds * self._scale,
                "memory_mb": limits.memory_mb,
                "threads": TRAINING_THREADS if training else 1,
                "gpu": device == "cuda",
            },
        }
        return [asked | {"part": n} for n in range(number)]

    def _report(
        self, drill: Drill, source: bytes, seed: int, seconds: float, checks: list[CheckResult], done: dict[str, Any]
    ) -> Report:
        required = {c.name for c in drill.info.checks if c.required}
        return Report(
            drill=drill.slug,
            verdict=verdict_of(checks, required),
            seconds=round(seconds, 4),
            seed=seed,
            device=done["device"],
            isolation=done["isolation"],
            checks=checks,
            stdout=done["stdout"],
            note=done["note"],
            advice=[] if done["note"] else advise(source, drill.info.forbidden, done["used"]),
            diagnosis=_diagnosis(done["diagnosis"]),
        )

    @staticmethod
    def _unloadable(drill: Drill, seed: int, problem: str) -> Report:
        checks = [
            CheckResult(name=c.name, title=c.title, outcome=SKIPPED, message="not run: " + problem)
            for c in drill.info.checks
        ]
        return Report(drill=drill.slug, verdict=ERROR, seconds=0.0, seed=seed, checks=checks, note=problem)

    def cancel(self) -> None:
        """Stop the verdicts under way; their `check` raises `Cancelled`."""
        with self._lock:
            running = list(self._running.values())
        for ticket in running:
            ticket.cancel()

    def hang_up(self) -> None:
        """Ask for no more verdicts; the services end while something else is done, and `close` waits for it."""
        with self._lock:
            for service in self._services.values():
                service.hang_up()

    def close(self) -> None:
        """End the services and all their processes."""
        self.cancel()
        with self._lock:
            services, self._services = list(self._services.values()), {}
        for service in services:
            service.close()

    def __enter__(self) -> Grader:
        """Nothing is started before it is needed."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()


class _InOrder:
    """Results as they come, told in the order of the checks."""

    def __init__(self, drill: Drill, listener: Listener | None) -> None:
        self.told: list[CheckResult] = []
        self._listener = listener
        self.waiting: dict[str, CheckResult] = {}
        """What has come ahead of one that hasn't."""
        self._titles = {c.name: c.title for c in drill.info.checks}
        self._next = list(self._titles)

    def add(self, raw: dict[str, Any]) -> None:
        """One that has come, and then all that waited for it."""
        measured = Measured(**raw.pop("measured")) if raw.get("measured") else None
        self.waiting[raw["name"]] = CheckResult(title=self._titles[raw["name"]], measured=measured, **raw)
        while self._next and self._next[0] in self.waiting:
            self.told.append(self.waiting.pop(self._next.pop(0)))
            if self._listener:
                self._listener(self.told[-1])


def service_kind(framework: str, source: str = "") -> str:
    """Which service serves: one with torch where the drill or the submission imports it (and it is installed)."""
    wants = framework == "torch" or re.search(r"\b(import\b[^#\n]{0,200}|from\s+)\btorch\b", source)
    return "torch" if wants and importlib.util.find_spec("torch") else "numpy"


def advise(source: bytes, forbidden: list[str], used: list[list[Any]]) -> list[Advice]:
    """Where a forbidden function is called: a remark, never a failure."""
    if not forbidden:
        return []
    from quizprep.grading import advice

    return advice.advise(source, forbidden, used)


def _news(event: dict[str, Any]) -> Progress | Printed:
    return Progress(**event["progress"]) if "progress" in event else Printed(event["output"])


def _diagnosis(found: list[dict[str, Any]]) -> Diagnosis | None:
    """The mistakes that were found, as one diagnosis."""
    if not found:
        return None
    named = [Named(mistake=f["mistake"], title=Text(**f["title"]), explanation=Text(**f["explanation"])) for f in found]
    first = named[0]
    return Diagnosis(
        mistake=first.mistake,
        title=first.title,
        explanation=first.explanation,
        confidence=round((1.0 if found[0]["whole"] else 0.5) / len(named), 2),
        explains_all=found[0]["whole"],
        check=found[0]["check"],
        others=named[1:],
    )
