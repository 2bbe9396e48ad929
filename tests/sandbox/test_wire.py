"""The wire grammar: what crosses comes back equal, and nothing else is ever let in."""

import contextlib
import io
import json
import math
import pickle
import struct
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.lib import format as npy

from autograder.sandbox.inside import wire
from autograder.sandbox.inside.values import Case, Function, Generator, Opaque, Raised, Ref
from autograder.sandbox.inside.wire import WireError, decode, encode, frame, frame_length

DTYPES = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "g", "F", "D", "G", ">f8", ">i4"]
LAYOUTS = {
    "C": lambda a: a,
    "Fortran": np.asfortranarray,
    "transposed": lambda a: a.transpose(2, 0, 1),
    "strided": lambda a: a[:, ::2, ::3],
    "negative strides": lambda a: a[::-1, :, ::-1],
    "swapped": lambda a: a.swapaxes(0, 2)[::2],
    "repeated": lambda a: np.broadcast_to(a[:, :1], a.shape),
    "empty": lambda a: a[:0],
    "one": lambda a: a[:1, :1, :1],
}


def payload(tree: Any, *blobs: bytes) -> bytes:
    """A payload with this skeleton, well-formed or not."""
    skeleton = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return struct.pack(">I", len(skeleton)) + skeleton + b"".join(blobs)


def blob(array: np.ndarray, **kwargs: Any) -> bytes:
    """An array as `.npy`."""
    stream = io.BytesIO()
    npy.write_array(stream, array, **{"version": (1, 0), **kwargs})
    return stream.getvalue()


def with_header(text: str, data: bytes = b"") -> bytes:
    """A `.npy` blob with any text for a header."""
    raw = text.encode("latin1")
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(raw)) + raw + data


def same_array(got: Any, wish: np.ndarray) -> bool:
    """Equal to the last bit, with the same dtype and shape."""
    return (
        type(got) is np.ndarray
        and got.dtype == wish.dtype
        and got.shape == wish.shape
        and got.tobytes() == wish.tobytes()
    )


# What crosses


@pytest.mark.parametrize("value", [
    None, True, False, 0, -1, 1 << 62, -(1 << 63), (1 << 64) - 1, 1 << 64, -(1 << 63) - 1, 10**400, 0.0, -0.0, 1e-320,
    1e308, math.inf, -math.inf, "", "ΔL/Δx 층 🙂", "\x00\ud800", (), [], {}, (1, [2, (3,)], {"a": {"b": None}}),
    {0: "int key", "0": "str key"}, Ref(3, (1, "dx"), False), Ref(0), Opaque("generator"), Raised("ValueError", 4, 17),
    Raised("NotDefined"), Generator(2**32 - 1), Function("sum_of_squares"), Case(), Case(eps=1e-5, shape=(2, 3)),
])  # fmt: skip
def test_plain_data_comes_back_equal_and_of_the_same_type(value):
    back = decode(encode(value))
    assert type(back) is type(value)
    assert repr(back) == repr(value)


def test_nan_comes_back():
    assert math.isnan(decode(encode(math.nan)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_an_array_of_any_dtype_comes_back_with_its_values_dtype_and_order_in_memory(layout):
    values = np.random.default_rng(0).normal(scale=50, size=(3, 4, 6))
    for dtype in DTYPES:
        array = LAYOUTS[layout](values.astype(dtype))
        back = decode(encode(array))
        assert same_array(back, array)
        assert back.flags.writeable
        if layout in ("negative strides", "repeated"):
            continue  # neither direction nor repetition crosses
        assert back.flags.c_contiguous == array.flags.c_contiguous
        if array.size > 1:
            assert in_memory(back) == in_memory(array)


def in_memory(array: np.ndarray) -> tuple[list[int], bool]:
    """The order of the axes, and whether elements lie apart."""
    order = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    return order, min(map(abs, array.strides)) > array.itemsize


@pytest.mark.parametrize("array", [np.array(2.5), np.zeros((0, 3)), np.zeros((2, 0, 4), "f4"), np.zeros(0, "i2"),
                                   np.array([np.nan, np.inf, -np.inf, -0.0]), np.arange(12.0)[::-3]])  # fmt: skip
def test_arrays_without_axes_without_values_or_without_finite_values_come_back(array):
    assert same_array(decode(encode(array)), array)


@pytest.mark.parametrize("scalar", [np.float32(0.1), np.float64("nan"), np.int64(-3), np.bool_(True), np.complex64(1j)])
def test_a_numpy_scalar_stays_a_scalar(scalar):
    back = decode(encode(scalar))
    assert type(back) is type(scalar)
    assert back.tobytes() == scalar.tobytes()


def test_arrays_in_containers_keep_their_places():
    value = ([np.arange(3), {"w": np.eye(2), "n": 1}], np.float32(2), np.arange(6).reshape(2, 3).T)
    (three, weights), scalar, turned = decode(encode(value))
    assert same_array(three, np.arange(3))
    assert same_array(weights["w"], np.eye(2))
    assert scalar == np.float32(2)
    assert same_array(turned, np.arange(6).reshape(2, 3).T)


def test_arrays_read_for_looking_at_share_the_memory_of_the_frame_and_cannot_be_written_to():
    back = decode(encode(np.arange(5.0)), writeable=False)
    assert not back.flags.writeable
    assert not back.flags.owndata


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(max_size=3) | st.integers(-(2**63), 2**64 - 1), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(VALUES)
def test_any_nested_value_comes_back(value):
    assert repr(decode(encode(value))) == repr(value)


# What does not cross


@pytest.mark.parametrize("value", [
    object(), {1, 2}, lambda: 0, b"bytes", 1j, range(3), type, {(1, 2): 3}, {None: 1}, {True: 1}, {10**30: 1},
    np.array([object()]), np.array(["text"]), np.array([b"raw"]), np.array(["2020-01-01"], "M8[D]"),
    np.zeros(2, [("a", "f8")]), np.zeros((1,) * 17), 10**6000, {10**6000: 1},
], ids=lambda value: type(value).__name__)  # fmt: skip
def test_anything_else_is_refused_where_it_is_sent(value):
    with pytest.raises(WireError):
        encode(value)


class Lying(np.ndarray):
    """An array that is equal to everything."""


@pytest.mark.parametrize("subclass", [np.ma.masked_array([1.0, 2.0], [0, 1]), np.zeros(2).view(Lying)])
def test_array_subclasses_are_refused_where_they_are_sent(subclass):
    with pytest.raises(WireError, match="cannot cross the wall"):
        encode(subclass)


def test_values_nested_too_deeply_are_refused_on_both_sides():
    deep: Any = 1
    for _ in range(wire.DEPTH + 1):
        deep = [deep]
    with pytest.raises(WireError, match="deeper"):
        encode(deep)
    with pytest.raises(WireError, match="deeper"):
        decode(payload(deep))
    with pytest.raises(WireError):
        decode(payload(b"[" * 100_000 + b"]" * 100_000))


def test_more_values_than_the_cap_are_refused_on_both_sides(monkeypatch):
    monkeypatch.setattr(wire, "MARKS", 1000)
    monkeypatch.setattr(wire, "SKELETON_BYTES", 10_000)
    many = [0] * (wire.MARKS + 1)
    with pytest.raises(WireError, match="too many"):
        encode(many)
    with pytest.raises(WireError, match="too many"):
        decode(payload(many))
    with pytest.raises(WireError, match="too many"):
        encode("x" * (wire.SKELETON_BYTES + 1))


@settings(max_examples=100, deadline=None)
@given(st.recursive(st.integers() | st.text("[{,é", max_size=30), lambda v: st.lists(v) | st.tuples(v), max_leaves=30))
def test_what_one_side_may_send_the_other_may_read(value):
    try:
        sent = encode(value)
    except WireError:
        return
    decode(sent)


A = blob(np.arange(3.0))
MALFORMED = {
    "nothing": b"",
    "half a length": b"\0\0",
    "a skeleton longer than the frame": struct.pack(">I", 100) + b"{}",
    "bytes behind the value": payload(1) + b"x",
    "no JSON": payload(b"{"),
    "no UTF-8": payload(b'"\xff\xfe"'),
    "an empty dict": payload({}),
    "two tags": payload({"t": [], "d": []}),
    "an unknown tag": payload({"z": 1}),
    "a tuple of a number": payload({"t": 3}),
    "a dict of a text": payload({"d": "ab"}),
    "a dict with a list for a key": payload({"d": [[[1], 2]]}),
    "a dict with three things an item": payload({"d": [[1, 2, 3]]}),
    "an int in words": payload({"i": "one"}),
    "an int for a text": payload({"i": 7}),
    "an int of too many digits": payload({"i": "f" * 5000}),
    "a number of too many digits": payload(b"1" * 5000),
    "an unknown float": payload({"n": "1"}),
    "a float in a list": payload({"n": []}),
    "a reference of two": payload({"r": [1, []]}),
    "a reference by a list": payload({"r": [1, [[]], True]}),
    "a word for an exception": payload({"e": ["<script>alert(1)</script>", 1, 1, ""]}),
    "an exception in another language": payload({"e": ["Väluerror", None, None, ""]}),
    "a list for an exception": payload({"e": [["ValueError"], None, None, ""]}),
    "a text for a line": payload({"e": ["ValueError", 1, "\x1b]52;", ""]}),
    "a line before the first": payload({"e": ["ValueError", 1, -1, ""]}),
    "a line that carries 60 bits": payload({"e": ["ValueError", 1, 1 << 60, ""]}),
    "a reason in its own words": payload({"e": ["ValueError", 1, 1, "SECRET"]}),
    "a line that is true": payload({"e": ["ValueError", 1, True, ""]}),
    "a word for what stays inside": payload({"o": "the whole hidden input"}),
    "a long function name": payload({"f": "f" * 65}),
    "a seed in words": payload({"g": "zero"}),
    "an array that is not there": payload({"a": 80}),
    "an array of no length": payload({"a": 0}, A),
    "an array of negative length": payload({"a": -1}, A),
    "an array whose length is true": payload({"a": True}, A),
    "an array whose length is a text": payload({"a": "128"}, A),
    "an array cut short": payload({"a": len(A) - 8}, A[:-8]),
    "an array with values behind it": payload({"a": len(A) + 8}, A, b"\0" * 8),
    "an array of another magic": payload({"a": len(A)}, b"\x93NUMPX" + A[6:]),
    "version 2 of npy": payload({"a": len(b := blob(np.arange(3.0), version=(2, 0)))}, b),
    "pickled objects": payload({"a": len(b := blob(np.array([print, 1], object), allow_pickle=True))}, b),
    "a bare pickle": payload({"a": len(b := pickle.dumps(print))}, b),
    "a layout of a number": payload({"a": len(A), "l": 3}, A),
    "a layout of another rank": payload({"a": len(A), "l": [[0, 1], True]}, A),
    "a layout with floats": payload({"a": len(A), "l": [[0.0], True]}, A),
    "a layout of texts": payload({"a": len(A), "l": [["0"], True]}, A),
    **{
        f"the header {text[:60]}": payload({"a": len(b := with_header(text, b"\0" * 16))}, b)
        for text in [
            "",
            "1",
            "{",
            "{'descr': (",
            "'''",
            "{'descr': '<f8'}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'more': 1}",
            "{'descr': '<f8', 'fortran_order': 0, 'shape': (2,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': 2}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2L,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (-2,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -2)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (10000000000000000000000000,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296)}",
            "{'descr': '|O', 'fortran_order': False, 'shape': (2,)}",
            "{'descr': '<U2', 'fortran_order': False, 'shape': (2,)}",
            "{'descr': '|V8', 'fortran_order': False, 'shape': (2,)}",
            "{'descr': '<M8[s]', 'fortran_order': False, 'shape': (2,)}",
            "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,)}",
            "{'descr': '(2,)<f8', 'fortran_order': False, 'shape': (1,)}",
            "{'descr': 'no dtype', 'fortran_order': False, 'shape': (2,)}",
            "{'descr': __import__('os').system('true'), 'fortran_order': False, 'shape': (2,)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1, " * 20 + "2)}",
            "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}" + " " * 2000,
            "(" * 900,
        ]
    },
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_frame_is_refused(name):
    with pytest.raises(WireError):
        decode(MALFORMED[name])


def test_a_pickle_in_a_frame_is_never_run():
    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("it was run",))

    raw = blob(np.array([Bomb()], object), allow_pickle=True)
    with pytest.raises(WireError):
        decode(payload({"a": len(raw)}, raw))


def test_the_length_of_a_frame_is_capped_before_it_is_read():
    assert frame_length(frame(b"abc")[:4], 3) == 3
    with pytest.raises(WireError, match=r"4294967295 bytes, at most 1000"):
        frame_length(b"\xff\xff\xff\xff", 1000)


SEEDS = [encode(value) for value in (
    (np.arange(6.0).reshape(2, 3).T[::-1], {"a": [1, None, "x"]}, Ref(1, ("dx", 0))),
    [Raised("ValueError", 1, 2), Opaque("cache"), math.nan, 1 << 70, np.float32(1)],
    Case(x=np.zeros((2, 0)), eps=1e-5),
)]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200))
@example(struct.pack(">I", 2) + b"{}")
def test_random_bytes_raise_nothing_but_wire_errors(raw):
    with contextlib.suppress(WireError):
        decode(raw)


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(SEEDS), st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=4))
def test_frames_with_some_bytes_changed_raise_nothing_but_wire_errors(seed, changes):
    raw = bytearray(seed)
    for place, byte in changes:
        raw[place % len(raw)] = byte
    with contextlib.suppress(WireError):
        decode(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda v: st.lists(v, max_size=4) | st.dictionaries(st.sampled_from("atdcinroegfls"), v, max_size=2),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(JSON, st.binary(max_size=40))
def test_any_skeleton_raises_nothing_but_wire_errors(tree, tail):
    with contextlib.suppress(WireError):
        decode(payload(tree, tail))


@settings(max_examples=300, deadline=None)
@given(st.text("{}()[]':,descrfortan_oshp<f8|OTrueFalse 0123456789L", max_size=120), st.binary(max_size=32))
def test_any_header_raises_nothing_but_wire_errors(header, data):
    raw = with_header(header, data)
    with contextlib.suppress(WireError):
        decode(payload({"a": len(raw)}, raw))


@pytest.mark.parametrize("raw", [
    payload({"a": 127}, with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000000,)}", b"\0" * 16)),
    payload({"a": 127}, with_header("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 1000000000)}")),
    payload(b"[" + b"[]," * 3_000_000 + b"[]]"),
    payload(b"[" + b"{}," * 3_000_000 + b"{}]"),
], ids=["a great shape", "a great shape of nothing", "lists", "dicts"])  # fmt: skip
def test_a_small_frame_never_takes_much_memory(raw):
    tracemalloc.start()
    with contextlib.suppress(WireError):
        decode(raw)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * len(raw) + 2_000_000


def test_headers_and_prefixes_that_are_remembered_stay_few():
    for number in range(200):
        decode(encode(np.zeros(number)))
    assert len(wire._headers) <= 10_000
    assert len(wire._prefixes) <= 10_000


# Cases


def test_a_case_is_read_by_name_and_cannot_be_changed():
    case = Case(x=1, eps=0.1)
    assert case.x == case["x"] == 1
    with pytest.raises(AttributeError, match="this case has x, eps, but no y"):
        _ = case.y
    with pytest.raises(TypeError, match="read-only"):
        case.x = 2
    with pytest.raises(TypeError, match="read-only"):
        case["x"] = 2
    assert Case({**case, "x": 2}).x == 2
    assert case.x == 1
