"""What a check may ask of a submission, carried out where the submission lives.

`Objects` holds the submission's module and every object it returned that is no value. The worker runs one behind a
socket; the examiner runs one in its own process for the reference and the known mistakes. One protocol, two makes.
"""

from __future__ import annotations

import types
from typing import Any

from quizprep.grading.codec import Ref, Rng, Unsupported, decode, encode

FILENAME = "<submission>"


class Missing(Exception):
    """The submission does not define a name that was asked for."""


class Objects:
    """The submission's module and the objects that live with it."""

    def __init__(self) -> None:
        self.module: types.ModuleType | None = None
        self.held: dict[int, Any] = {}

    def load(self, source: str, name: str = "submission") -> list[str]:
        """Run the submission's source; returns the names it defines."""
        import sys

        module = types.ModuleType(name)
        module.__file__ = FILENAME
        sys.modules[name] = module
        exec(compile(source, FILENAME, "exec", dont_inherit=True), module.__dict__)  # noqa: S102 - that is the point
        self.module = module
        return [n for n in vars(module) if not n.startswith("__")]

    def hold(self, thing: Any) -> Ref:
        """Keep an object that can't cross; its number stands for it."""
        number = len(self.held) + 1
        self.held[number] = thing
        kind = type(thing)
        return Ref(number, f"{kind.__module__}.{kind.__qualname__}")

    def resolve(self, value: Any) -> Any:
        """Arguments as the submission sees them: objects for `Ref`s, generators for `Rng`s."""
        if type(value) is Ref:
            return self.held[value.number]
        if type(value) is Rng:
            import numpy as np

            return np.random.default_rng(value.seed)
        if type(value) in (list, tuple):
            return type(value)(self.resolve(v) for v in value)
        if type(value) is dict:
            return {k: self.resolve(v) for k, v in value.items()}
        return value

    def target(self, where: Ref | str) -> Any:
        """A held object, or a name of the submission."""
        if isinstance(where, Ref):
            return self.held[where.number]
        if not hasattr(self.module, where):
            raise Missing(where)
        return getattr(self.module, where)

    def carry(self, value: Any) -> bytes:
        """`value` encoded; where a part of it can't cross, that part (or the whole) is held."""
        try:
            return encode(value, self.hold)
        except (Unsupported, RecursionError):
            return encode(self.hold(value))

    def call(self, where: Ref | str, args: Any, kwargs: dict[str, Any]) -> tuple[bytes, bytes]:
        """Call; returns the encoded result and the encoded arguments as they are afterwards."""
        real_args, real_kwargs = self.resolve(args), self.resolve(kwargs)
        result = self.carry(self.target(where)(*real_args, **real_kwargs))
        return result, self.carry([self._plain(a) for a in real_args])

    @staticmethod
    def _plain(value: Any) -> Any:
        return None if type(value).__name__ == "Generator" else value

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
        out = target(*real, **self.resolve(kwargs))
        if type(out) is torch.Tensor and out.requires_grad:
            out.backward(dout if dout is not None else torch.ones_like(out))
        grads = [a.grad if type(a) is torch.Tensor else None for a in real]
        result = self.carry((out, grads, {n: p.grad for n, p in parameters.items()}))
        return result, self.carry([a.detach() if type(a) is torch.Tensor else self._plain(a) for a in real])

    def serve(self, request: Any) -> tuple[bytes, bytes]:
        """Carry out one request ``[verb, …]``; returns the encoded result and the arguments afterwards."""
        verb, *rest = request
        nothing = encode([])
        if verb == "load":
            return encode(self.load(*rest)), nothing
        if verb == "call":
            return self.call(*rest)
        if verb == "run_with_grad":
            return self.run_with_grad(*rest)
        if verb == "attribute":
            return self.attribute(*rest), nothing
        if verb == "state_of":
            return self.state_of(*rest), nothing
        if verb == "names_of":
            return self.names_of(*rest), nothing
        if verb == "load_state":
            return self.load_state(*rest), nothing
        raise ValueError(f"unknown request {verb!r}")


def answer(objects: Objects, payload: bytes) -> bytes:
    """One request, as bytes, answered as bytes: ``["ok", result, args]`` or ``["raised", type, message, line, names]``.

    Whatever the submission raises, SystemExit and KeyboardInterrupt included, becomes an answer.
    """
    try:
        result, after = objects.serve(decode(payload))
        return encode(["ok", result, after])
    except BaseException as e:
        return encode(["raised", *describe(e)])


def describe(error: BaseException) -> list[Any]:
    """Type name, bases' names, message and line in the submission of what was raised; never raises itself."""
    kind = type(error)
    try:
        message = str(error)[:2000]
    except BaseException:
        message = "(its message can't be shown: __str__ raises)"
    line = error.lineno if isinstance(error, SyntaxError) and type(error.lineno) is int else None
    tb = error.__traceback__
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == FILENAME:
            line = tb.tb_lineno
        tb = tb.tb_next
    bases = [str(b.__name__)[:80] for b in kind.__mro__ if b.__module__ == "builtins"][:8]
    return [str(kind.__name__)[:80], bases, message, line]
