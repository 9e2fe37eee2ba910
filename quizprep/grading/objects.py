"""What a check may ask of a submission, carried out where the submission lives.

`Objects` holds the submission's module and every object it returned that is no value. The worker runs one behind a
socket; the examiner runs one in its own process for the reference and the known mistakes. One protocol, two makes.
"""

from __future__ import annotations

import contextlib
import random
import sys
import types
from typing import Any

from quizprep.grading.carried import Function, Log, Ref, Rng
from quizprep.grading.codec import Unsupported, decode, encode
from quizprep.grading.logbook import Logbook
from quizprep.grading.returned import Returned

FILENAME = "<submission>"
TOLD_PACKAGES = {"multiprocessing"}
"""Packages of which it is told that an exception came through them."""
NOTHING = encode([])
NEAR = 5
"""Frames between a watched function and the submission's line that called it."""


class Watch:
    """Notes where the submission calls certain library functions, however it reached them, during one call."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.seen: list[list[Any]] = []
        self.done = False
        self._codes: dict[Any, str] = {}
        self._functions: list[tuple[Any, str]] = []

    def __enter__(self) -> None:
        """Find the functions among what is imported by now, and start."""
        for name in self.names:
            module, _, attribute = name.rpartition(".")
            function = getattr(sys.modules.get(module), attribute, None)
            code = getattr(getattr(function, "__wrapped__", function), "__code__", None)
            if code is not None:
                self._codes[code] = name
            elif function is not None:
                self._functions.append((function, name))
        sys.setprofile(self._profile)

    def __exit__(self, *exc: object) -> None:
        """Stop, for good."""
        sys.setprofile(None)
        self.done = True

    def _profile(self, frame: Any, event: str, arg: Any) -> None:
        if event == "call":
            name = self._codes.get(frame.f_code)
        elif event == "c_call":
            name = next((n for f, n in self._functions if f is arg or f == arg), None)
        else:
            return
        for _ in range(NEAR if name else 0):
            if frame is None:
                return
            if frame.f_code.co_filename == FILENAME:
                if [frame.f_lineno, name] not in self.seen and len(self.seen) < 20:
                    self.seen.append([frame.f_lineno, name])
                return
            frame = frame.f_back


class Missing(Exception):
    """The submission does not define a name that was asked for."""


class Objects:
    """The submission's module and the objects that live with it."""

    def __init__(self) -> None:
        self.module: types.ModuleType | None = None
        self.held: dict[int, Any] = {}
        self.watch: Watch | None = None
        self.seed = self.turn = 0
        self.logbook = Logbook()
        self.referred = False
        """Whether the request has an object that lives here: what is answered may be a part of it, and go on changing."""
        self.returned = Returned()

    def load(self, source: str, watched: list[str], seed: int, name: str = "submission") -> list[str]:
        """Run the submission's source; returns the names it defines.

        The first call notes where `watched` are called. `seed` seeds the global generators before each request.
        """
        self.watch, self.seed = Watch(watched) if watched else None, seed
        self.reseed()
        module = types.ModuleType(name)
        module.__file__ = FILENAME
        sys.modules[name] = module
        exec(compile(source, FILENAME, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - that is the point
        self.module = module
        return [n for n in vars(module) if not n.startswith("__")]

    def reseed(self) -> None:
        """The global generators, from the seed and the number of the request: a run can be repeated exactly."""
        number, self.turn = (self.seed + 0x9E3779B97F4A7C15 * self.turn) % (1 << 63), self.turn + 1
        random.seed(number)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(number % (1 << 32))
        if "torch" in sys.modules:
            torch: Any = sys.modules["torch"]
            torch.default_generator.manual_seed(number)

    def hold(self, thing: Any, why: str = "") -> Ref:
        """Keep an object that can't cross; its number stands for it."""
        number = len(self.held) + 1
        self.held[number] = thing
        kind = type(thing)
        return Ref(number, f"{kind.__module__}.{kind.__qualname__}{f' ({why})' if why else ''}")

    def resolve(self, value: Any) -> Any:
        """Arguments as the submission sees them: objects for `Ref`s, generators for `Rng`s."""
        if type(value) is Ref:
            self.referred = True
            return self.held[value.number]
        if type(value) is Rng:
            import numpy as np

            return np.random.default_rng(value.seed)
        if type(value) is Function:
            return value.make()
        if type(value) is Log:
            return self.logbook.open()
        if type(value) in (list, tuple):
            return type(value)(self.resolve(v) for v in value)
        if type(value) is dict:
            return {k: self.resolve(v) for k, v in value.items()}
        return value

    def target(self, where: Ref | str | Function) -> Any:
        """A held object, a name of the submission, or a function of a check."""
        if isinstance(where, Ref):
            return self.held[where.number]
        if isinstance(where, Function):
            return where.make()
        if not hasattr(self.module, where):
            raise Missing(where)
        return getattr(self.module, where)

    def carry(self, value: Any) -> bytes:
        """`value` encoded; where a part of it can't cross, that part (or the whole) is held."""
        try:
            return encode(value, self.hold)
        except (Unsupported, RecursionError) as e:
            return encode(self.hold(value, str(e)))

    def call(self, where: Ref | str | Function, args: Any, kwargs: dict[str, Any]) -> tuple[bytes, bytes]:
        """Call; returns the encoded result and the encoded arguments as they are afterwards."""
        self.referred = False
        real_args, real_kwargs = self.resolve(args), self.resolve(kwargs)
        try:
            with self.watching():
                answered = self.target(where)(*real_args, **real_kwargs)
        finally:
            self.logbook.close()
        result = self.carry(answered)
        if type(where) is str and not self.referred:
            self.returned.note(answered, result)
        return result, self.carry([self._plain(a) for a in real_args])

    @staticmethod
    def _plain(value: Any) -> Any:
        return None if type(value).__name__ in ("Generator", "function") else value

    def watching(self) -> contextlib.AbstractContextManager[Any]:
        """The watch, for one call that wasn't watched yet."""
        return self.watch if self.watch is not None and not self.watch.done else contextlib.nullcontext()

    def attribute(self, where: Ref, name: str) -> bytes:
        """An attribute of a held object."""
        return self.carry(getattr(self.target(where), name))

    def state_of(self, where: Ref) -> bytes:
        """A torch module's state_dict as a plain dict."""
        return self.carry({str(k): v for k, v in self.target(where).state_dict().items()})

    def names_of(self, where: Ref, what: str) -> bytes:
        """Names of a torch module's parameters or buffers."""
        return self.carry([str(n) for n, _ in getattr(self.target(where), f"named_{what}")()])

    def load_state(self, where: Ref, state: dict[str, Any]) -> bytes:
        """Strict load_state_dict."""
        self.target(where).load_state_dict(state, strict=True)
        return encode(None)

    def run_with_grad(self, where: Ref | str, inputs: Any, kwargs: dict[str, Any], dout: Any) -> tuple[bytes, bytes]:
        """Forward, then backward from `dout`; returns (out, input gradients, parameter gradients)."""
        import torch

        target = self.target(where)
        parameters = dict(target.named_parameters()) if isinstance(target, torch.nn.Module) else {}
        for p in parameters.values():
            p.grad = None
        real = [
            a.clone().requires_grad_(a.is_floating_point()) if type(a) is torch.Tensor else a
            for a in self.resolve(inputs)
        ]
        with self.watching():
            out = target(*real, **self.resolve(kwargs))
        if type(out) is torch.Tensor and out.requires_grad:
            out.backward(dout if dout is not None else torch.ones_like(out))
        grads = [a.grad if type(a) is torch.Tensor else None for a in real]
        result = self.carry((out, grads, {n: p.grad for n, p in parameters.items()}))
        return result, self.carry([a.detach() if type(a) is torch.Tensor else self._plain(a) for a in real])

    def seen(self) -> list[list[Any]]:
        """Where `watched` functions were called since it was asked last: [[line, dotted name], …]."""
        if self.watch is None:
            return []
        seen, self.watch.seen = self.watch.seen, []
        return seen

    def serve(self, request: Any) -> tuple[bytes, bytes]:
        """Carry out one request ``[verb, …]``; returns the encoded result and the arguments afterwards."""
        verb, *rest = request
        if verb == "load":
            return encode(self.load(*rest)), NOTHING
        if verb == "logged":
            return encode(self.logbook.entries()), NOTHING
        self.reseed()
        if verb == "call":
            return self.call(*rest)
        if verb == "run_with_grad":
            return self.run_with_grad(*rest)
        if verb == "attribute":
            return self.attribute(*rest), NOTHING
        if verb == "state_of":
            return self.state_of(*rest), NOTHING
        if verb == "names_of":
            return self.names_of(*rest), NOTHING
        if verb == "load_state":
            return self.load_state(*rest), NOTHING
        raise ValueError(f"unknown request {verb!r}")


def answer(objects: Objects, payload: bytes) -> bytes:
    """One request, as bytes, answered as bytes: ``["ok", result, args, watched calls]`` or ``["raised", type, bases, message, line, through]``.

    Of ``["in_turn", requests]`` the answers to each are listed, up to the first that raised. Whatever the submission raises, SystemExit and
    KeyboardInterrupt included, becomes an answer.
    """
    request = decode(payload, ours=True)  # ours, and no matter of the submission's
    if request[0] != "in_turn":
        return _answer(objects, request)[0]
    try:
        answers = []
        for one in request[1]:
            told, fine = _answer(objects, decode(one, ours=True))
            answers.append(told)
            if not fine:
                break
        return encode(answers)
    except BaseException as e:
        return encode([_raised(e)])


def _answer(objects: Objects, request: Any) -> tuple[bytes, bool]:
    """The answer to one request, and whether it is "ok"."""
    try:
        result, after = objects.serve(request)
        return encode(["ok", result, after, objects.seen()]), True
    except BaseException as e:
        return _raised(e), False


def _raised(error: BaseException) -> bytes:
    try:
        return encode(["raised", *describe(error)])
    except BaseException:  # its type lies about itself
        return encode(["raised", "Exception", [], "(what was raised can't be described)", None, []])


def describe(error: BaseException) -> list[Any]:
    """Type name, bases' names, message, line in the submission and packages passed through by what was raised."""
    kind = type(error)
    try:
        message = str(error)[:2000]
    except BaseException:
        message = "(its message can't be shown: __str__ raises)"
    line = error.lineno if isinstance(error, SyntaxError) and type(error.lineno) is int else None
    tb, through = error.__traceback__, set[str]()
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == FILENAME:
            line = tb.tb_lineno
        package = str(tb.tb_frame.f_globals.get("__name__", "")).partition(".")[0]
        through |= {package} & TOLD_PACKAGES
        tb = tb.tb_next
    bases = [str(b.__name__)[:80] for b in kind.__mro__ if b.__module__ == "builtins"][:8]
    return [str(kind.__name__)[:80], bases, message, line, sorted(through)]
