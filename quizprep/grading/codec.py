"""Values on the wire between examiner and worker: exact types only, lengths checked first, never a pickle.

Carried: None, bool, int, float, complex, str, bytes, list, tuple, dict, NumPy arrays and scalars, torch tensors,
`Ref` (an object that stays in the worker), `Rng` (a seed that the worker makes a generator of) and `Log` (it makes a callable of).
Subclasses are not carried (an object that lies about what it is never reaches the examiner), but for a few of the libraries' own that are nothing
but values: they arrive as dict, tuple and str. Of a tuple of another make the values cross, and the tuple itself stays (`Named`).
"""

from __future__ import annotations

import math
import struct
import sys
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from quizprep.grading.carried import Function, Log, Named, Ref, Rng

MAX_BYTES = 64 << 20
MAX_ITEMS = 200_000
MAX_DEPTH = 64
MAX_KEYS = 5_000
"""Of one dict: keys that collide take time that grows with their square, and it would be the examiner's. Of several, their squares together."""
MAX_NDIM = 16
_BYTES = {
    "bool": 1, "int8": 1, "int16": 2, "int32": 4, "int64": 8, "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8, "float16": 2,
    "float32": 4, "float64": 8, "complex64": 8, "complex128": 16, "bfloat16": 2,
}  # fmt: skip
"""Bytes of one element, by the name of the dtype: these cross."""
_NAMES: dict[Any, str] = {}
"""dtype -> name: numpy and torch make the name anew each time they are asked."""
_LENGTH, _INT, _FLOAT, _COMPLEX = struct.Struct("<Q"), struct.Struct("<q"), struct.Struct("<d"), struct.Struct("<dd")
_SHAPES = [struct.Struct(f"<{n}Q") for n in range(MAX_NDIM + 1)]


class Unsupported(Exception):
    """The value has no form on the wire; the message says why."""


class Malformed(Exception):
    """The bytes are not one whole value."""


Fallback = Callable[[Any], Ref]


class _Writer:
    __slots__ = ("fallback", "items", "keys", "out", "size")

    def __init__(self, fallback: Fallback | None) -> None:
        self.out: list[bytes] = []
        self.items = self.keys = self.size = 0
        self.fallback = fallback

    def value(self, x: Any, depth: int) -> None:
        (_WRITERS.get(type(x)) or _known)(self, x, depth)

    def enter(self, items: int, depth: int) -> None:
        """Before the parts of a container."""
        self.items += items
        if self.items > MAX_ITEMS:
            raise Unsupported(f"it has more than {MAX_ITEMS} parts")
        if depth > MAX_DEPTH:
            raise Unsupported(f"it is nested more than {MAX_DEPTH} levels deep")

    def room(self, nbytes: int) -> None:
        """Before so many bytes are made."""
        self.size += nbytes
        if self.size > MAX_BYTES:
            raise Unsupported(f"it holds {self.size / (1 << 20):.0f} MB; at most {MAX_BYTES >> 20} MB are read")

    def blob(self, tag: bytes, data: bytes) -> None:
        self.room(len(data))
        self.out.append(tag + _LENGTH.pack(len(data)))
        self.out.append(data)

    def sequence(self, x: Any, depth: int) -> None:
        self.enter(len(x), depth)
        self.out.append((b"l" if type(x) is list else b"t") + _LENGTH.pack(len(x)))
        for part in x:
            (_WRITERS.get(type(part)) or _known)(self, part, depth + 1)

    def dictionary(self, x: dict[Any, Any], depth: int) -> None:
        self.enter(2 * len(x), depth)
        self.keys += len(x) ** 2
        if self.keys > MAX_KEYS**2:
            raise Unsupported(f"it has more than {MAX_KEYS} keys")
        self.out.append(b"d" + _LENGTH.pack(len(x)))
        for key, part in x.items():
            self.value(key, depth + 1)
            self.value(part, depth + 1)

    def integer(self, x: int, depth: int) -> None:
        if -(1 << 63) <= x < 1 << 63:
            self.out.append(b"j" + _INT.pack(x))
        elif x.bit_length() > 4096:
            raise Unsupported("it is an integer of more than 4096 bits")
        else:
            self.blob(b"i", x.to_bytes(x.bit_length() // 8 + 1, "little", signed=True))

    def text(self, x: str, depth: int) -> None:
        if len(x) <= SHORT:
            self.out.append(_short(x))
        else:
            self.blob(b"s", x.encode("utf-8", "surrogatepass"))

    def ref(self, x: Ref, depth: int) -> None:
        self.out.append(b"h" + _LENGTH.pack(x.number))
        self.blob(b"s", x.type_name[:200].encode("utf-8", "replace"))

    def array(self, x: Any, depth: int, tag: bytes = b"a") -> None:
        dtype, shape = x.dtype, x.shape
        name = _NAMES.get(dtype) or _NAMES.setdefault(dtype, dtype.name)
        if name not in _BYTES:
            raise Unsupported(f"its dtype is {dtype}")
        if not dtype.isnative:
            raise Unsupported(f"its dtype is {dtype.str}, not in this machine's byte order")
        self.out.append(_array_head(tag, name, shape))
        self.room(x.size * dtype.itemsize)
        self.out.append(x.tobytes())

    def tensor(self, x: Any, depth: int) -> None:
        torch, dtype = sys.modules["torch"], x.dtype
        name = _NAMES.get(dtype) or _NAMES.setdefault(dtype, str(dtype).removeprefix("torch."))
        if x.layout is not torch.strided:
            raise Unsupported(f"it is a tensor with layout {x.layout}")
        if x.device.type == "meta":
            raise Unsupported("it is a tensor on the meta device, without values")
        if name not in _BYTES:
            raise Unsupported(f"it is a tensor of dtype {name}")
        self.out.append(_array_head(b"x", name, tuple(x.shape)))
        self.room(x.numel() * x.element_size())
        self.out.append(self.bytes_of(torch, x, name))

    @staticmethod
    def bytes_of(torch: Any, x: Any, name: str) -> bytes:
        plain = x.detach().cpu()
        if plain.is_conj() or plain.is_neg() or name == "bfloat16":
            flat = plain.resolve_conj().resolve_neg().contiguous().reshape(-1)
            plain = flat.view(torch.uint8) if flat.numel() else flat.to(torch.uint8)
        data: bytes = plain.numpy().tobytes()
        return data

    def scalar(self, x: Any, depth: int) -> None:
        self.array(x, depth, b"g")

    def rarer(self, x: Any, depth: int) -> None:
        """What is neither a value nor an array: a rare scalar of NumPy, or nothing that crosses."""
        kind, numpy = type(x), sys.modules.get("numpy")
        if numpy is not None and isinstance(x, numpy.generic) and kind.__module__ == "numpy":
            self.array(numpy.asarray(x), depth, b"g")
        elif kind is OrderedDict and not vars(x):  # torch's state_dict has attributes, and what is in it goes on changing
            self.dictionary(x, depth)
        elif self.fallback is not None and isinstance(x, tuple):
            self.out.append(b"n")
            self.ref(self.fallback(x), depth)
            self.sequence(tuple(tuple.__iter__(x)), depth)
        elif self.fallback is not None:
            self.ref(self.fallback(x), depth)
        else:
            raise Unsupported(f"it is a {kind.__module__}.{kind.__qualname__}")


SHORT = 40
"""Characters of a string that is worth remembering: names of functions, of keys, of verbs."""


@lru_cache(512)
def _short(text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return b"s" + _LENGTH.pack(len(data)) + data


@lru_cache(512)
def _array_head(tag: bytes, name: str, shape: tuple[int, ...]) -> bytes:
    if len(shape) > MAX_NDIM:
        raise Unsupported(f"it has {len(shape)} dimensions")
    return tag + bytes([len(name)]) + name.encode() + bytes([len(shape)]) + _SHAPES[len(shape)].pack(*shape)


def _known(writer: _Writer, x: Any, depth: int) -> None:
    """The array types, known once their library is imported."""
    if numpy := sys.modules.get("numpy"):
        _WRITERS[numpy.ndarray] = _Writer.array
        _WRITERS[numpy.str_] = lambda w, x, depth: w.text(str(x), depth)
        _WRITERS.update(dict.fromkeys((numpy.dtype(name).type for name in _BYTES if name != "bfloat16"), _Writer.scalar))
    if (torch := sys.modules.get("torch")) and hasattr(torch, "nn"):
        _WRITERS[torch.Tensor] = _WRITERS[torch.nn.Parameter] = _Writer.tensor
        _WRITERS[torch.Size] = _Writer.sequence
    (_WRITERS.get(type(x)) or _Writer.rarer)(writer, x, depth)


_WRITERS: dict[type, Callable[[_Writer, Any, int], None]] = {
    type(None): lambda w, x, _depth: w.out.append(b"N"),
    bool: lambda w, x, _depth: w.out.append(b"T" if x else b"F"),
    int: _Writer.integer,
    float: lambda w, x, _depth: w.out.append(b"f" + _FLOAT.pack(x)),
    complex: lambda w, x, _depth: w.out.append(b"c" + _COMPLEX.pack(x.real, x.imag)),
    str: _Writer.text,
    bytes: lambda w, x, _depth: w.blob(b"b", x),
    list: _Writer.sequence,
    tuple: _Writer.sequence,
    dict: _Writer.dictionary,
    defaultdict: _Writer.dictionary,
    Counter: _Writer.dictionary,
    Ref: _Writer.ref,
    Named: lambda w, x, depth: w.ref(x.ref, depth),
    Rng: lambda w, x, _depth: w.blob(b"R", str(x.seed).encode()),
    Function: lambda w, x, _depth: w.blob(b"E", x.source.encode()),
    Log: lambda w, x, _depth: w.out.append(b"L"),
}
"""Exact types only."""


class _Reader:
    __slots__ = ("at", "data", "end", "items", "keys", "ours")

    def __init__(self, data: bytes, ours: bool) -> None:
        self.data, self.end, self.at, self.items, self.keys, self.ours = data, len(data), 0, 0, 0, ours

    def take(self, n: int) -> bytes:
        start, self.at = self.at, self.at + n
        if self.at > self.end:
            raise Malformed("it ends too early")
        return self.data[start : self.at]

    def number(self, form: struct.Struct) -> Any:
        found = form.unpack_from(self.data, self.at)[0]
        self.at += form.size
        return found

    def length(self) -> int:
        n: int = self.number(_LENGTH)
        if n > self.end - self.at:
            raise Malformed("a length in it is longer than the frame")
        return n

    def blob(self) -> bytes:
        return self.take(self.length())

    def value(self, depth: int) -> Any:
        tag = self.data[self.at]
        self.at += 1
        read = _READERS.get(tag)
        if read is None:
            raise Malformed(f"an unknown tag {chr(tag)!r}")
        return read(self, depth)

    def enter(self, items: int, depth: int) -> None:
        self.items += items
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise Malformed("too many parts or levels")

    def parts(self, depth: int) -> list[Any]:
        n = self.length()
        self.enter(n, depth)
        depth += 1
        return [self.value(depth) for _ in range(n)]

    def dictionary(self, depth: int) -> dict[Any, Any]:
        n = self.length()
        self.enter(2 * n, depth)
        self.keys += n**2
        if self.keys > MAX_KEYS**2:
            raise Malformed("too many keys")
        found, depth = {}, depth + 1
        for _ in range(n):
            key = self.value(depth)
            if type(key) is not str:
                self.check_key(key)
            found[key] = self.value(depth)
        return found

    @staticmethod
    def check_key(key: Any) -> None:
        if type(key) not in (int, float, bool, type(None), tuple, bytes):
            raise Malformed("a dict key that is no plain value")
        try:
            hash(key)
        except TypeError:
            raise Malformed("a dict key that can't be hashed") from None

    def integer(self, depth: int) -> int:
        raw = self.blob()
        if len(raw) > 520:
            raise Malformed("an integer that is too long")
        return int.from_bytes(raw, "little", signed=True)

    def complex(self, depth: int) -> complex:
        return complex(self.number(_FLOAT), self.number(_FLOAT))

    def ref(self, depth: int) -> Ref:
        number = self.number(_LENGTH)
        if self.take(1) != b"s":
            raise Malformed("an unexpected tag")
        return Ref(number, self.blob().decode("utf-8", "replace"))

    def named(self, depth: int) -> Named:
        ref, values = self.value(depth), self.value(depth)
        if type(ref) is not Ref or type(values) is not tuple:
            raise Malformed("a tuple of another make without its values")
        return Named(values, ref)

    def ours_only(self, value: Any) -> Any:
        if not self.ours:
            raise Malformed("what only goes out came back")
        return value

    def raw_array(self) -> tuple[str, tuple[int, ...], bytearray]:
        """Name of the dtype, shape and bytes."""
        name = self.take(self.take(1)[0]).decode("ascii", "replace")
        ndim, width = self.take(1)[0], _BYTES.get(name)
        if width is None or ndim > MAX_NDIM:
            raise Malformed(f"an array of dtype {name!r} with {ndim} dimensions")
        shape = _SHAPES[ndim].unpack(self.take(8 * ndim))
        return name, shape, bytearray(self.take(math.prod(shape) * width))

    def array(self, depth: int) -> Any:
        import numpy as np

        name, shape, raw = self.raw_array()
        if name == "bfloat16":
            raise Malformed("a NumPy array of dtype bfloat16")
        return np.ndarray(shape, name, raw)

    def tensor(self, depth: int) -> Any:
        import numpy as np
        import torch

        name, shape, raw = self.raw_array()
        if name == "bfloat16":  # NumPy has none
            return torch.from_numpy(np.ndarray(shape, "int16", raw)).view(torch.bfloat16)
        return torch.from_numpy(np.ndarray(shape, name, raw))


_READERS: dict[int, Callable[[_Reader, int], Any]] = {
    ord(tag): read
    for tag, read in {
        "N": lambda r, _depth: None,
        "T": lambda r, _depth: True,
        "F": lambda r, _depth: False,
        "j": lambda r, _depth: r.number(_INT),
        "i": _Reader.integer,
        "f": lambda r, _depth: r.number(_FLOAT),
        "c": _Reader.complex,
        "s": lambda r, _depth: r.blob().decode("utf-8", "surrogatepass"),
        "b": lambda r, _depth: r.blob(),
        "l": _Reader.parts,
        "t": lambda r, depth: tuple(r.parts(depth)),
        "d": _Reader.dictionary,
        "h": _Reader.ref,
        "n": _Reader.named,
        "R": lambda r, _depth: Rng(int(r.blob())),
        "E": lambda r, _depth: r.ours_only(Function(r.blob().decode())),
        "L": lambda r, _depth: r.ours_only(Log()),
        "a": _Reader.array,
        "g": lambda r, depth: r.array(depth)[()],
        "x": _Reader.tensor,
    }.items()
}


def encode(value: Any, fallback: Fallback | None = None) -> bytes:
    """`value` as bytes; what has no form there goes through `fallback`.

    Raises:
        Unsupported: when there is no form and no fallback, or a limit is passed.
    """
    writer = _Writer(fallback)
    writer.value(value, 0)
    return b"".join(writer.out)


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
    except (struct.error, ValueError, OverflowError, RecursionError, IndexError) as e:
        raise Malformed(str(e)) from None
    if reader.at != len(data):
        raise Malformed("bytes are left over")
    return value
