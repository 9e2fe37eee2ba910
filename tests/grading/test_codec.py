"""The values-only codec: exact round trips, and nothing else gets through."""

import random
from collections import Counter, OrderedDict, defaultdict
from typing import NamedTuple

import numpy as np
import pytest
import torch

from quizprep.grading.carried import Function, Ref, Rng
from quizprep.grading.codec import MAX_DEPTH, Malformed, Unsupported, decode, encode

VALUES = [
    None, True, False, 0, -1, 2**200, 1.5, float("inf"), 1 + 2j, "", "héllo 中文", "\ud800", b"\x00\xff", [], [1, [2, (3,)]],
    (), {"a": [1.0], 2: None, (1, 2): "t"}, Ref(3, "m.C"), Rng(7),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_plain_values_come_back_equal_and_of_the_same_type(value):
    again = decode(encode(value))
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint16", "int64", "float16", "float32", "float64", "complex128"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 4), (2, 3, 4)])
def test_arrays_come_back_with_shape_dtype_and_values(dtype, shape):
    array = (np.random.default_rng(1).normal(size=shape) * 5).astype(dtype)
    array = np.asarray(array)
    again = decode(encode(array))
    assert type(again) is np.ndarray and again.dtype == array.dtype and again.shape == array.shape
    assert np.array_equal(again, array)
    assert again.flags.writeable


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.int64, torch.bool])
def test_tensors_come_back_with_shape_dtype_and_values(dtype):
    for shape in [(), (0, 3), (2, 3)]:
        tensor = (torch.randn(shape) * 3).to(dtype)
        again = decode(encode(tensor))
        assert again.dtype == dtype and again.shape == tensor.shape and torch.equal(again, tensor)


def test_a_transposed_tensor_and_a_strided_array_keep_their_values():
    assert torch.equal(decode(encode(torch.arange(6.0).reshape(2, 3).T)), torch.arange(6.0).reshape(2, 3).T)
    assert np.array_equal(
        decode(encode(np.arange(12).reshape(3, 4)[::-1, ::2])), np.arange(12).reshape(3, 4)[::-1, ::2]
    )


class LyingFloat(float):
    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


@pytest.mark.parametrize(
    "make",
    [
        lambda: LyingFloat(1), object, lambda: {1, 2}, lambda: np.ma.masked_array([1.0]), lambda: np.array(["a"]),
        lambda: np.array([object()]), lambda: np.longdouble(1).reshape(1), lambda: np.arange(3.0).astype(">f8"),
        lambda: np.matrix([[1.0]]), lambda: torch.zeros(2).to_sparse(), lambda: torch.zeros(2, device="meta"), lambda: 1 << 5000,
        lambda: torch.zeros(1).expand(10**9), lambda: range(3), lambda: (i for i in "ab"), lambda: len, lambda: int,
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning", "ignore:.*[sS]parse")
def test_what_is_no_plain_value_is_refused(make):
    with pytest.raises(Unsupported):
        encode(make())


def test_an_object_inside_a_list_can_stay_behind_as_a_reference():
    assert decode(encode([1, object()], lambda x: Ref(9, "t"))) == [1, Ref(9, "t")]


def test_of_what_is_nothing_but_values_the_values_cross():
    for made, plain in ((OrderedDict(a=1), {"a": 1}), (Counter("aab"), {"a": 2, "b": 1}), (defaultdict(float, a=1.0), {"a": 1.0})):
        assert type(decode(encode(made))) is dict and decode(encode(made)) == plain
    assert type(decode(encode(torch.Size([2, 3])))) is tuple


def test_a_state_dict_of_torch_stays_behind():
    state = torch.nn.Linear(2, 2).state_dict()
    assert decode(encode(state, lambda x: Ref(9, "t"))) == Ref(9, "t")


class Pair(NamedTuple):
    one: object
    two: object


def test_of_a_namedtuple_the_values_cross_and_it_stays_behind():
    held = []
    again = decode(encode([Pair(1, Pair(np.arange(3.0), "x"))], lambda x: held.append(x) or Ref(len(held), "t")))[0]
    assert isinstance(again, tuple) and again[0] == 1 and again[1][0].tolist() == [0.0, 1.0, 2.0]
    assert (again.ref.number, again[1].ref.number) == (1, 2) and type(held[1]) is Pair
    assert decode(encode(again)) == Ref(1, "t")
    with pytest.raises(Unsupported):
        encode(Pair(1, 2))


def test_deep_and_self_containing_lists_are_refused():
    loop = []
    loop.append(loop)
    deep = []
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    for value in (loop, deep, [0] * 300_000):
        with pytest.raises(Unsupported):
            encode(value)


def test_every_truncation_is_malformed():
    data = encode({"a": [1, 2.5, "x", np.arange(4.0), (None, True)]})
    for n in range(len(data)):
        with pytest.raises(Malformed):
            decode(data[:n])
    with pytest.raises(Malformed):
        decode(data + b"N")


def test_random_bytes_never_do_anything_but_fail_or_decode():
    rng = random.Random(3)
    good = encode([1, "abc", np.arange(6.0).reshape(2, 3), {"k": (1.5, None)}, 1 << 70])
    decoded = 0
    for _ in range(4000):
        data = bytearray(good)
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            decode(bytes(data))
            decoded += 1
        except Malformed:
            pass
    assert decoded < 4000


def test_a_claimed_length_is_checked_before_anything_is_made():
    for tag in (b"s", b"l", b"t", b"d", b"i", b"b"):
        with pytest.raises(Malformed):
            decode(tag + (1 << 40).to_bytes(8, "little"))


def test_a_pickle_is_not_a_value():
    import pickle

    with pytest.raises(Malformed):
        decode(pickle.dumps({"a": 1}))


def test_a_function_goes_out_and_never_comes_back():
    function = Function("lambda x: np.sum(x) + 1")
    data = encode([function, 3])
    again = decode(data, ours=True)
    assert again == [function, 3] and again[0](np.ones(4)) == 5.0 and repr(function) == "lambda x: np.sum(x) + 1"
    with pytest.raises(Malformed):
        decode(data)  # an answer that holds one is refused: it would be run on our side


def test_keys_are_limited_by_the_time_that_they_may_take():
    many_small, one_large = [{"step": i, "loss": 0.5} for i in range(20_000)], dict.fromkeys(range(6_000))
    assert decode(encode(many_small)) == many_small
    with pytest.raises(Unsupported, match="keys"):
        encode(one_large)
    data = b"d" + (6_000).to_bytes(8, "little") + b"".join(encode(i) + b"N" for i in range(6_000))
    with pytest.raises(Malformed, match="keys"):
        decode(data)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (defaultdict(float, a=1.0), {"a": 1.0}),
        (Counter("aab"), {"a": 2, "b": 1}),
        (torch.zeros(2, 3).shape, (2, 3)),
        (np.array(["minimum"])[0], "minimum"),
    ],
    ids=["defaultdict", "Counter", "Size", "str_"],
)
def test_what_is_nothing_but_values_arrives_as_plain_ones(value, plain):
    again = decode(encode(value))
    assert again == plain and type(again) is type(plain)


def test_other_subclasses_do_not_cross():
    kinds = [type("Lie", (dict,), {}), type("Lie", (defaultdict,), {}), type("Lie", (str,), {}), type("Lie", (tuple,), {})]
    for kind in kinds:
        with pytest.raises(Unsupported):
            encode(kind())
