"""`solution` as checks see it: one protocol, two makes.

`Solution` turns attribute access into requests and answers into values, `Handle`s and `Raised`; a `Channel` carries
them: `LocalChannel` runs the code right here (reference, known mistakes), the examiner's worker channel runs it elsewhere.
Every call and its answer are recorded, for the report and for diagnosis.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from quizprep.grading.codec import Malformed, Ref, Unsupported, decode, encode
from quizprep.grading.objects import Objects, answer


class Raised(Exception):
    """The submission raised: type name, its built-in bases, message, line in the submission."""

    def __init__(self, kind: str, bases: list[str], message: str, line: int | None) -> None:
        self.kind, self.bases, self.message, self.line = kind, bases, message, line
        place = f"line {line}: " if line else ""
        super().__init__(f"{place}{kind}: {message}" if message else f"{place}{kind}")


class Died(Exception):
    """The worker gave no answer. `cause` is "timeout", "memory" or "" (crashed, exited, broke the protocol)."""

    def __init__(self, message: str, cause: str = "") -> None:
        self.cause = cause
        super().__init__(message)


class Channel(Protocol):
    """Carries one request at a time."""

    def request(self, payload: bytes) -> bytes:
        """The answer to `payload`; raises Died when none comes."""


class LocalChannel:
    """Runs the code in this process: for our own sources only."""

    def __init__(self) -> None:
        self.objects = Objects()

    def request(self, payload: bytes) -> bytes:
        """Carry out the request here."""
        return answer(self.objects, payload)


@dataclass
class Call:
    """One recorded request and its answer (both encoded)."""

    verb: str
    target: str
    args: Any
    kwargs: dict[str, Any]
    answered: bytes = b""
    mutated: list[int] = field(default_factory=list)
    """Places of the arguments that are not as they were."""


class Handle:
    """An object of the submission that stays where it lives."""

    def __init__(self, solution: Solution, ref: Ref) -> None:
        self._solution, self._ref = solution, ref

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object."""
        return self._solution._ask_call("call", self._ref, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        """An attribute: a value, or a Handle."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self._solution._ask(["attribute", self._ref, name])

    def __repr__(self) -> str:
        return f"an object of type {self._ref.type_name}"


class Solution:
    """The submission. ``solution.softmax(x, axis=1)`` calls it; values only cross."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._calls: list[Call] = []
        self._last_after: Any = None

    def __getattr__(self, name: str) -> Any:
        """A function of the submission, ready to be called."""
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._ask_call("call", name, args, kwargs)

        call.__name__ = name
        return call

    def state_of(self, module: Handle) -> Any:
        """{name: tensor} of a torch module's parameters and buffers."""
        return self._ask(["state_of", self._plain(module)])

    def load_state(self, module: Handle, state: dict[str, Any]) -> None:
        """Load such a dict, strictly."""
        self._ask(["load_state", self._plain(module), dict(state)])

    def parameter_names(self, module: Handle) -> Any:
        """Names of a torch module's parameters."""
        return self._ask(["names_of", self._plain(module), "parameters"])

    def buffer_names(self, module: Handle) -> Any:
        """Names of a torch module's buffers."""
        return self._ask(["names_of", self._plain(module), "buffers"])

    def run_with_grad(self, target: Handle | str, *inputs: Any, dout: Any = None, **kwargs: Any) -> Any:
        """(out, [gradient of each input], {parameter: gradient}) of a function's name or a module."""
        where = target if isinstance(target, str) else self._plain(target)
        return self._ask_call("run_with_grad", where, inputs, kwargs, dout)

    def last_arguments(self) -> Any:
        """The positional arguments of the last call, as the submission left them."""
        return self._last_after

    def _load(self, source: str) -> list[str]:
        names: list[str] = self._ask(["load", source])
        return names

    def _plain(self, value: Any) -> Any:
        """Handles as the references that cross."""
        if isinstance(value, Handle):
            return value._ref
        if type(value) in (list, tuple):
            return type(value)(self._plain(v) for v in value)
        if type(value) is dict:
            return {k: self._plain(v) for k, v in value.items()}
        return value

    def _wrap(self, value: Any) -> Any:
        if type(value) is Ref:
            return Handle(self, value)
        if type(value) in (list, tuple):
            return type(value)(self._wrap(v) for v in value)
        if type(value) is dict:
            return {k: self._wrap(v) for k, v in value.items()}
        return value

    def _ask_call(self, verb: str, where: Ref | str, args: Any, kwargs: dict[str, Any], *extra: Any) -> Any:
        plain, named = [self._plain(a) for a in args], self._plain(kwargs)
        call = Call(verb, where if isinstance(where, str) else where.type_name, plain, named)
        self._calls.append(call)
        return self._ask([verb, where, plain, named, *(self._plain(e) for e in extra)], call)

    def _ask(self, request: list[Any], call: Call | None = None) -> Any:
        try:
            payload = encode(request)
        except Unsupported as e:
            raise TypeError(f"a check passed something that can't cross: {e}") from None
        raw = self._channel.request(payload)
        try:
            reply = decode(raw)
            if reply[0] == "raised" and len(reply) == 5:
                _, kind, bases, message, line = reply
                raise Raised(str(kind), [str(b) for b in bases], str(message), line if type(line) is int else None)
            if reply[0] != "ok" or len(reply) != 3:
                raise Malformed("an unknown kind of answer")
            value = decode(reply[1])
            if call is not None:
                call.answered = reply[1]
                self._last_after = decode(reply[2])
                call.mutated = _changed(call.args, self._last_after)
        except (Malformed, TypeError, IndexError, KeyError) as e:
            raise Died(f"the answer is malformed: {e}") from None
        return self._wrap(value)


def _changed(before: list[Any], after: Any) -> list[int]:
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
    solution._load(source)
    return solution
