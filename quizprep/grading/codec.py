"""Values on the wire between examiner and worker: exact types only, lengths checked first, never a pickle.

Carried: None, bool, int, float, complex, str, bytes, list, tuple, dict, NumPy arrays and scalars, torch tensors,
`Handle` (an object that stays in the worker), `Rng` (a seed that the worker makes a generator of) and `Log` (it makes a callable of).
Subclasses are not carried: an object that lies about what it is never reaches the examiner.
"""

from __future__ import annotations

import math
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 64 << 20
MAX_ITEMS = 200_000
MAX_DEPTH = 64
MAX_KEYS = 5_000
"""Of all dicts of a value: keys that collide take time that grows with their square, and it would be the examiner's."""
MAX_NDIM = 16
_BYTES = {
    "bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8, "float16": 2,
    "float32": 4, "float64": 8, "complex64": 8, "complex128": 16, "bfloat16": 2,
}  # fmt: skip
"""Bytes of one element, by the name of the dtype: these cross."""
DTYPES = frozenset(_BYTES)
_NAMES: dict[Any, str] = {}
"""dtype -> name: numpy and torch make the name anew each time they are asked."""
_LENGTH, _FLOAT, _COMPLEX = struct.Struct("<Q"), struct.Struct("<d"), struct.Struct("<dd")


class Unsupported(Exception):
    """The value has no form on the wire; the message says why."""


class Malformed(Exception):
    """The bytes are not one whole value."""


@dataclass(frozen=True)
class Rng:
    """Stands for ``np.random.default_rng(seed)`` in the arguments of a submission."""

    seed: int


@dataclass(frozen=True)
class Function:
    """A function as an argument of a submission, by its source: ``Function("lambda x: (x ** 2).sum()")``; `np` and `torch` are in scope.

    The worker makes one of its own; here it may be called like any function. It goes to the worker only, never comes back.
    """

    source: str

    def make(self) -> Any:
        """The function, made here."""
        scope = {"np": sys.modules.get("numpy"), "torch": sys.modules.get("torch")}
        return eval(self.source, scope)

    def __call__(self, *args: Any) -> Any:
        """Call it here."""
        return self.make()(*args)

    def __repr__(self) -> str:
        return self.source


@dataclass(frozen=True)
class Log:
    """Stands for a callable ``log(step, total=None, **numbers)`` in the arguments of a submission. It never comes back."""

    def __repr__(self) -> str:
        return "log"


@dataclass(frozen=True)
class Ref:
    """An object that lives in the worker: its number there and the name of its type."""

    number: int
    type_name: str


Fallback = Callable[[Any], Ref]


class _Writer:
    def __init__(self, fallback: Fallback | None) -> None:
        self.out = bytearray()
        self.items = self.keys = 0
        self.fallback = fallback
        numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
        self.ndarray: Any = numpy.ndarray if numpy else None
        self.generic: Any = numpy.generic if numpy else ()
        self.tensors: tuple[Any, ...] = (torch.Tensor, torch.nn.Parameter) if torch else ()

    def blob(self, tag: bytes, data: bytes) -> None:
        if len(self.out) + len(data) > MAX_BYTES:
            raise Unsupported(f"it is larger than {MAX_BYTES >> 20} MB")
        self.out += tag + _LENGTH.pack(len(data))
        self.out += data

    def value(self, x: Any, depth: int) -> None:
        self.items += 1
        if self.items > MAX_ITEMS:
            raise Unsupported(f"it has more than {MAX_ITEMS} parts")
        if depth > MAX_DEPTH:
            raise Unsupported(f"it is nested more than {MAX_DEPTH} levels deep")
        kind = type(x)
        if kind is str:
            self.blob(b"s", x.encode("utf-8", "surrogatepass"))
        elif kind is self.ndarray:
            self.array(b"a", x)
        elif kind is float:
            self.out += b"f" + _FLOAT.pack(x)
        elif kind is list or kind is tuple:
            self.out += (b"l" if kind is list else b"t") + _LENGTH.pack(len(x))
            for part in x:
                self.value(part, depth + 1)
        elif kind is dict:
            self.keys += len(x)
            if self.keys > MAX_KEYS:
                raise Unsupported(f"it has more than {MAX_KEYS} keys")
            self.out += b"d" + _LENGTH.pack(len(x))
            for key, part in x.items():
                self.value(key, depth + 1)
                self.value(part, depth + 1)
        elif kind is int:
            if x.bit_length() > 4096:
                raise Unsupported("it is an integer of more than 4096 bits")
            self.blob(b"i", x.to_bytes(x.bit_length() // 8 + 1, "little", signed=True))
        elif x is None:
            self.out += b"N"
        elif kind is bool:
            self.out += b"T" if x else b"F"
        elif kind is bytes:
            self.blob(b"b", x)
        elif kind in self.tensors:
            self.tensor(x)
        else:
            self.rarer(x, kind)

    def rarer(self, x: Any, kind: type) -> None:
        if kind is Ref:
            self.ref(x)
        elif kind is complex:
            self.out += b"c" + _COMPLEX.pack(x.real, x.imag)
        elif kind is Rng:
            self.blob(b"R", str(x.seed).encode())
        elif kind is Function:
            self.blob(b"E", x.source.encode())
        elif kind is Log:
            self.out += b"L"
        elif isinstance(x, self.generic) and kind.__module__ == "numpy":
            self.array(b"g", sys.modules["numpy"].asarray(x))
        elif self.fallback is not None:
            self.ref(self.fallback(x))
        else:
            raise Unsupported(f"it is a {kind.__module__}.{kind.__qualname__}")

    def ref(self, ref: Ref) -> None:
        self.out += b"h" + _LENGTH.pack(ref.number)
        self.blob(b"s", ref.type_name[:200].encode("utf-8", "replace"))

    def header(self, tag: bytes, name: str, shape: tuple[int, ...], nbytes: int) -> None:
        if nbytes > MAX_BYTES:
            raise Unsupported(f"it holds {nbytes / (1 << 20):.0f} MB; at most {MAX_BYTES >> 20} MB are read")
        if len(shape) > MAX_NDIM:
            raise Unsupported(f"it has {len(shape)} dimensions")
        self.out += tag
        self.blob(b"s", name.encode())
        self.out += struct.pack(f"<B{len(shape)}Q", len(shape), *shape)

    def array(self, tag: bytes, x: Any) -> None:
        dtype = x.dtype
        name = _NAMES.get(dtype) or _NAMES.setdefault(dtype, dtype.name)
        if name not in DTYPES:
            raise Unsupported(f"its dtype is {dtype}")
        if not dtype.isnative:
            raise Unsupported(f"its dtype is {dtype.str}, not in this machine's byte order")
        self.header(tag, name, x.shape, x.size * dtype.itemsize)
        self.blob(b"b", x.tobytes())

    def tensor(self, x: Any) -> None:
        torch, dtype = sys.modules["torch"], x.dtype
        name = _NAMES.get(dtype) or _NAMES.setdefault(dtype, str(dtype).removeprefix("torch."))
        if x.layout is not torch.strided:
            raise Unsupported(f"it is a tensor with layout {x.layout}")
        if x.device.type == "meta":
            raise Unsupported("it is a tensor on the meta device, without values")
        if name not in DTYPES:
            raise Unsupported(f"it is a tensor of dtype {name}")
        self.header(b"x", name, tuple(x.shape), x.numel() * x.element_size())
        self.blob(b"b", self.bytes_of(torch, x, name))

    @staticmethod
    def bytes_of(torch: Any, x: Any, name: str) -> bytes:
        plain = x.detach().cpu()
        if plain.is_conj() or plain.is_neg() or name == "bfloat16":
            flat = plain.resolve_conj().resolve_neg().contiguous().reshape(-1)
            plain = flat.view(torch.uint8) if flat.numel() else flat.to(torch.uint8)
        data: bytes = plain.numpy().tobytes()
        return data


class _Reader:
    def __init__(self, data: bytes, ours: bool) -> None:
        self.data, self.end, self.at, self.items, self.keys, self.ours = data, len(data), 0, 0, 0, ours

    def take(self, n: int) -> bytes:
        start, self.at = self.at, self.at + n
        if self.at > self.end:
            raise Malformed("it ends too early")
        return self.data[start : self.at]

    def length(self) -> int:
        n: int = _LENGTH.unpack_from(self.data, self.at)[0]
        self.at += 8
        if n > self.end - self.at:
            raise Malformed("a length in it is longer than the frame")
        return n

    def blob(self, tag: bytes) -> bytes:
        if self.take(1) != tag:
            raise Malformed("an unexpected tag")
        return self.take(self.length())

    def value(self, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise Malformed("too many parts or levels")
        tag = self.take(1)
        if tag in b"agx":
            return self.array(tag)
        if tag in b"sibR":
            return self.scalar(tag, self.take(self.length()))
        if tag == b"f":
            return _FLOAT.unpack(self.take(8))[0]
        if tag in b"lt":
            parts = [self.value(depth + 1) for _ in range(self.length())]
            return parts if tag == b"l" else tuple(parts)
        if tag == b"d":
            return dict(self.pair(depth) for _ in range(self.length()))
        if tag in b"NTF":
            return None if tag == b"N" else tag == b"T"
        if tag == b"h":
            number = _LENGTH.unpack(self.take(8))[0]
            return Ref(number, self.blob(b"s").decode("utf-8", "replace"))
        if tag == b"c":
            return complex(*_COMPLEX.unpack(self.take(16)))
        if tag == b"E" and self.ours:
            return Function(self.take(self.length()).decode())
        if tag == b"L" and self.ours:
            return Log()
        raise Malformed(f"an unknown tag {tag!r}")

    def scalar(self, tag: bytes, raw: bytes) -> Any:
        if tag == b"i":
            if len(raw) > 520:
                raise Malformed("an integer that is too long")
            return int.from_bytes(raw, "little", signed=True)
        if tag == b"b":
            return raw
        try:
            text = raw.decode("utf-8", "surrogatepass")
            return text if tag == b"s" else Rng(int(text))
        except ValueError as e:
            raise Malformed(str(e)) from None

    def pair(self, depth: int) -> tuple[Any, Any]:
        self.keys += 1
        if self.keys > MAX_KEYS:
            raise Malformed("too many keys")
        key = self.value(depth + 1)
        if type(key) not in (str, int, float, bool, type(None), tuple, bytes):
            raise Malformed("a dict key that is no plain value")
        try:
            hash(key)
        except TypeError:
            raise Malformed("a dict key that can't be hashed") from None
        return key, self.value(depth + 1)

    def array(self, tag: bytes) -> Any:
        name = self.blob(b"s").decode("ascii", "replace")
        ndim = self.take(1)[0]
        width = _BYTES.get(name)
        if width is None or ndim > MAX_NDIM:
            raise Malformed(f"an array of dtype {name!r} with {ndim} dimensions")
        shape = struct.unpack(f"<{ndim}Q", self.take(8 * ndim))
        raw = self.blob(b"b")
        size = math.prod(shape)
        if size * width != len(raw):
            raise Malformed("an array whose shape doesn't match its bytes")
        if tag == b"x":
            import torch

            dtype = getattr(torch, name)
            return (
                torch.frombuffer(bytearray(raw), dtype=dtype).reshape(shape) if raw else torch.empty(shape, dtype=dtype)
            )
        import numpy as np

        if name == "bfloat16":
            raise Malformed("a NumPy array of dtype bfloat16")
        array = np.frombuffer(bytearray(raw), dtype=name).reshape(shape)
        return array[()] if tag == b"g" else array


def encode(value: Any, fallback: Fallback | None = None) -> bytes:
    """`value` as bytes; what has no form there goes through `fallback`.

    Raises:
        Unsupported: when there is no form and no fallback, or a limit is passed.
    """
    writer = _Writer(fallback)
    writer.value(value, 0)
    return bytes(writer.out)


def joined(parts: list[bytes]) -> bytes:
    """The list of values that are encoded already."""
    return b"l" + _LENGTH.pack(len(parts)) + b"".join(parts)


def decode(data: bytes, *, ours: bool = False) -> Any:
    """The value that `data` holds; a `Function` only where the bytes are `ours`, not an answer.

    Raises:
        Malformed: anything but exactly one whole value.
    """
    reader = _Reader(data, ours)
    try:
        value = reader.value(0)
    except (struct.error, ValueError, OverflowError, RecursionError) as e:
        raise Malformed(str(e)) from None
    if reader.at != len(data):
        raise Malformed("bytes are left over")
    return value
