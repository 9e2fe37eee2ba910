"""`solution` as checks see it: one protocol, two makes.

`Solution` turns attribute access into requests and answers into values, `Handle`s and `Raised`; a `Channel` carries
them: `LocalChannel` runs the code right here (reference, known mistakes), the examiner's worker channel runs it elsewhere.
Every call and its answer are recorded, for the report and for diagnosis.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from quizprep.grading.carried import Function, Log, Named, Ref
from quizprep.grading.codec import Malformed, Unsupported, decode, encode, joined
from quizprep.grading.objects import Objects, answer
from quizprep.grading.recording import PLAIN, Answers, Step

MOST_NAMES = 2000
"""Names that a submission defines of which more are not looked at."""


class Raised(Exception):
    """The submission raised: type name, its built-in bases, message, line in the submission, packages that it came through."""

    def __init__(
        self, kind: str, bases: list[str], message: str, line: int | None, through: tuple[str, ...] = ()
    ) -> None:
        self.kind, self.bases, self.message, self.line, self.through = kind, bases, message, line, through
        place = f"line {line}: " if line else ""
        super().__init__(f"{place}{kind}: {message}" if message else f"{place}{kind}")


class Died(Exception):
    """The worker gave no answer. `cause` is "timeout", "memory" or "" (crashed, exited, broke the protocol)."""

    def __init__(self, message: str, cause: str = "") -> None:
        self.cause = cause
        super().__init__(message)


class Channel(Protocol):
    """Carries one request at a time, which may consist of several made in turn."""

    def request(self, payload: bytes) -> bytes:
        """The answer to `payload`; raises Died when none comes."""


class LocalChannel:
    """Runs the code in this process: for our own sources only."""

    def __init__(self) -> None:
        self.objects = Objects()

    def request(self, payload: bytes) -> bytes:
        """Carry out the request here."""
        return answer(self.objects, payload)


class Handle:
    """An object of the submission that stays where it lives."""

    def __init__(self, solution: Solution, ref: Ref) -> None:
        self._solution, self._ref = solution, ref

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object."""
        return self._solution._ask(["call", self, list(args), kwargs])

    def __getattr__(self, name: str) -> Any:
        """An attribute: a value, or a Handle."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self._solution._ask(["attribute", self, name])

    def __repr__(self) -> str:
        return f"an object of type {self._ref.type_name}"


class Solution:
    """The submission. ``solution.softmax(x, axis=1)`` calls it; values only cross."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._steps: list[Step] = []
        self._answers = Answers()
        self._last_after = encode(None)
        self._trained = False
        """Whether a call had a `Log`."""
        self._used: list[list[Any]] = []
        """Where `watched` functions were called: [[line, dotted name], …]. Told by the submission's side: advice only."""

    @property
    def _calls(self) -> list[Step]:
        return [s for s in self._steps if s.is_call]

    def __getattr__(self, name: str) -> Any:
        """A function of the submission, ready to be called."""
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._ask(["call", name, list(args), kwargs])

        call.__name__ = name
        return call

    def state_of(self, module: Handle) -> Any:
        """{name: tensor} of a torch module's parameters and buffers."""
        return self._ask(["state_of", module])

    def load_state(self, module: Handle, state: dict[str, Any]) -> None:
        """Load such a dict, strictly."""
        self._ask(["load_state", module, dict(state)])

    def parameter_names(self, module: Handle) -> Any:
        """Names of a torch module's parameters."""
        return self._ask(["names_of", module, "parameters"])

    def buffer_names(self, module: Handle) -> Any:
        """Names of a torch module's buffers."""
        return self._ask(["names_of", module, "buffers"])

    def run_with_grad(self, target: Handle | str, *inputs: Any, dout: Any = None, **kwargs: Any) -> Any:
        """(out, [gradient of each input], {parameter: gradient}) of a function's name or a module."""
        return self._ask(["run_with_grad", target, list(inputs), kwargs, dout])

    def apply(self, function: Function, *args: Any) -> Any:
        """Call a function of the check over there, e.g. to build an expression of the submission's objects."""
        return self._ask(["call", function, list(args), {}])

    def logged(self) -> list[dict[str, Any]]:
        """What the last call with a `Log` logged: [{"step": …, "total": …, "loss": …}, …]. Told by the submission."""
        entries = self._exchange(encode(["logged"]), None)
        if type(entries) is not list or not all(type(e) is dict and type(e.get("step")) is int for e in entries):
            raise Died("the answer is malformed: no list of what was logged")
        return entries

    def last_argument(self, place: int) -> Any:
        """The positional argument at this 0-based place of the last call, as the submission left it."""
        self._guard(place)
        return decode(self._last_after)[place]

    def _guard(self, *places: int) -> None:
        """A check looks at these arguments (all, if none is said) of the last call as the submission left them."""
        last = max(i for i, step in enumerate(self._steps) if step.is_call)
        self._answers.guarded |= {(last, place) for place in places or (-1,)}

    def _load(self, request: bytes) -> list[str]:
        names = self._exchange(request, None)
        return [n for n in names[:MOST_NAMES] if type(n) is str] if type(names) is list else []

    def _plain(self, value: Any) -> Any:
        """Handles as the references that cross."""
        if type(value) in PLAIN:
            return value
        if isinstance(value, Handle):
            return value._ref
        if type(value) is Named:
            return value.ref
        if type(value) in (list, tuple):
            return type(value)(self._plain(v) for v in value)
        if type(value) is dict:
            return {k: self._plain(v) for k, v in value.items()}
        return value

    def _wrap(self, value: Any) -> Any:
        if type(value) in PLAIN:
            return value
        if type(value) is Ref:
            return Handle(self, value)
        if type(value) is Named:
            return Named(map(self._wrap, value), value.ref)
        if type(value) in (list, tuple):
            return type(value)(self._wrap(v) for v in value)
        if type(value) is dict:
            return {k: self._wrap(v) for k, v in value.items()}
        return value

    def in_turn(self, *calls: Callable[[], Any]) -> list[Any]:
        """What these calls answer, made one after the other in one exchange: many small ones cost their way there and back.

        Each is a function of the submission or a `Handle`, in a `functools.partial` with its arguments. As with calls by themselves the first
        that raises ends it; no argument can be what another of these calls answers.
        """
        steps = []
        for call in calls:
            function, args, kwargs = (call.func, call.args, call.keywords) if isinstance(call, partial) else (call, (), {})
            target = function if isinstance(function, Handle) else function.__name__
            steps.append(self._step(["call", target, list(args), dict(kwargs)]))
        raw = self._channel.request(encode(["in_turn", [step.payload for step, _ in steps]]))
        try:
            replies = decode(raw)
            if type(replies) is not list or not 0 < len(replies) <= len(steps) or {*map(type, replies)} != {bytes}:
                raise Malformed("no list of answers")
        except Malformed as e:
            raise Died(f"the answer is malformed: {e}") from None
        answers = []
        for (step, sent), reply in zip(steps, replies, strict=False):
            self._steps.append(step)
            answers.append(self._noted(self._read(reply, step, sent)))
        if len(answers) < len(steps):
            raise Died("the answer is malformed: answers are missing")
        return answers

    def _ask(self, request: list[Any]) -> Any:
        step, sent = self._step(request)
        self._steps.append(step)
        return self._noted(self._exchange(step.payload, step, sent))

    def _noted(self, value: Any) -> Any:
        return self._answers.note(self._wrap(value), len(self._steps) - 1)

    def _step(self, request: list[Any]) -> tuple[Step, bytes]:
        """The request as a step to record, and its arguments as they are sent."""
        plain = self._plain(request)
        try:
            parts = [encode(part) for part in plain]
        except Unsupported as e:
            raise TypeError(f"a check passed something that can't cross: {e}") from None
        if request[0] == "call" and any(type(a) is Log for a in (*request[2], *request[3].values())):
            self._trained = True
        payload = joined(parts)
        step = Step(request[0], payload, self._answers.find(request))
        return step, parts[2] if step.is_call else b""

    def _exchange(self, payload: bytes, step: Step | None, sent: bytes = b"") -> Any:
        return self._read(self._channel.request(payload), step, sent)

    def _read(self, raw: bytes, step: Step | None, sent: bytes = b"") -> Any:
        """The value that was answered; the step notes what came back."""
        try:
            reply = decode(raw)
            if reply[0] == "raised" and len(reply) == 6:
                _, kind, bases, message, line, through = reply
                if step:
                    step.raised = str(kind)[:80]
                line = line if type(line) is int else None
                bases, through = ([str(b)[:80] for b in some[:8]] for some in (bases, through))
                raise Raised(str(kind)[:80], bases, str(message)[:2000], line, tuple(through))
            if reply[0] != "ok" or len(reply) != 4 or type(reply[3]) is not list:
                raise Malformed("an unknown kind of answer")
            self._used += [e for e in reply[3][:20] if type(e) is list and _is_place(e)]
            value = decode(reply[1])
            if step is not None:
                step.answered = reply[1]
                if step.is_call:
                    self._last_after = reply[2]
                    if reply[2] != sent:
                        step.mutated = changed(step.args, decode(reply[2]))
                        step.after = reply[2] if step.mutated else b""
        except (Malformed, TypeError, IndexError, KeyError) as e:
            raise Died(f"the answer is malformed: {e}") from None
        return value


def _is_place(entry: list[Any]) -> bool:
    """Whether it is [line, dotted name]."""
    return [type(part) for part in entry] == [int, str] and len(entry[1]) < 200


def load_request(source: str, watched: list[str], seed: int) -> bytes:
    """The request to load a submission, noting calls of `watched` (dotted names), its global generators seeded."""
    return encode(["load", source, watched, seed])


def changed(before: list[Any], after: Any) -> list[int]:
    """Places where two lists of arguments differ; generators and held objects are not compared."""
    if type(after) is not list or len(after) != len(before):
        return []
    places = []
    for i, (old, new) in enumerate(zip(before, after, strict=True)):
        if new is None or type(old) is Ref or type(new) is Ref:
            continue
        try:
            if encode(old) != encode(new):
                places.append(i)
        except Unsupported:
            continue
    return places


def local_solution(source: str) -> Solution:
    """A solution that runs here, for the reference and the known mistakes."""
    solution = Solution(LocalChannel())
    solution._load(load_request(source, [], 0))
    return solution
