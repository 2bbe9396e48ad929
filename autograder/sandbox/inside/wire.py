"""The only grammar that crosses the wall: plain data in length-prefixed frames, never pickle.

A frame is a 4-byte big-endian length and a payload; a payload is a 4-byte length, a JSON skeleton, and the
arrays of the skeleton as `.npy` blobs. Both sides cap before they read. The same code runs inside and outside.
"""

import io
import json
import math
import struct
import warnings
from typing import Any

import numpy as np
from numpy.lib import format as npy

from .layout import lay_out, layout_of
from .values import FAILURES, KINDS, REASONS, STAYS_INSIDE, Case, Function, Generator, Opaque, Raised, Ref

FRAME_BYTES = 64 << 20  # default cap of one frame
SKELETON_BYTES = 16 << 20
MARKS = 2_000_000  # "[", "{" and "," in a skeleton: it holds no more values than that
DEPTH = 32
AXES = 16
HEADER_BYTES = 1024
HEX_DIGITS = 4096
LINES = 1_000_000

_LENGTH = struct.Struct(">I")
_headers: dict[bytes, tuple[np.dtype[Any], tuple[int, ...], int, str]] = {}  # parsed .npy headers, memoised
_prefixes: dict[tuple[str, tuple[int, ...], bool], bytes] = {}


class WireError(Exception):
    """A frame outside the grammar or over a cap."""


def encode(value: Any) -> bytes:
    """A payload that holds `value`; raises WireError for anything outside the grammar."""
    blobs: list[bytes] = []
    skeleton = json.dumps(_pack(value, blobs, 0), separators=(",", ":"), allow_nan=False).encode()
    _check_size(skeleton)
    return b"".join((_LENGTH.pack(len(skeleton)), skeleton, *blobs))


def decode(payload: bytes | bytearray | memoryview, *, writeable: bool = True) -> Any:
    """The value in a payload; raises WireError unless every byte is accounted for.

    writeable: arrays have memory of their own; otherwise they are views of the payload.
    """
    value, rest = decode_first(payload, writeable=writeable)
    if len(rest):
        raise WireError("the frame holds more than its value")
    return value


def decode_first(payload: bytes | bytearray | memoryview, *, writeable: bool = True) -> tuple[Any, memoryview]:
    """The value at the beginning of a payload, and the bytes behind it."""
    try:
        view = memoryview(payload)
        (size,) = _LENGTH.unpack_from(view)
        if size > len(view) - 4:
            raise WireError("the skeleton is longer than its frame")
        skeleton = bytes(view[4 : 4 + size])
        _check_size(skeleton)
        tree = json.loads(skeleton)
        reader = _Reader(view, 4 + size, writeable)
        return reader.unpack(tree, 0), view[reader.position :]
    except WireError:
        raise
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        struct.error,
        RecursionError,
        OverflowError,
    ) as error:
        raise WireError(f"malformed frame: {type(error).__name__}") from None


def _check_size(skeleton: bytes) -> None:
    if len(skeleton) > SKELETON_BYTES or sum(map(skeleton.count, (b"[", b"{", b","))) > MARKS:
        raise WireError("too many values")


def frame(payload: bytes) -> bytes:
    """The payload with its length in front."""
    return _LENGTH.pack(len(payload)) + payload


def frame_length(prefix: bytes, cap: int) -> int:
    """The announced length of a frame; raises WireError over the cap, before anything is read."""
    (length,) = _LENGTH.unpack(prefix)
    if length > cap:
        raise WireError(f"a frame of {length} bytes, at most {cap} are read")
    return int(length)


def _pack(value: Any, blobs: list[bytes], depth: int) -> Any:
    if depth > DEPTH:
        raise WireError(f"nested deeper than {DEPTH}")
    kind = type(value)
    if value is None or kind is bool or kind is str:
        return value
    if kind is int:
        return value if _short(value) else {"i": _text(hex(value), HEX_DIGITS)}
    if kind is float:
        return value if value - value == 0 else {"n": repr(value)}
    if kind is np.ndarray or isinstance(value, np.generic):
        return _pack_array(value, blobs)
    if kind is tuple:
        return {"t": [_pack(item, blobs, depth + 1) for item in value]}
    if kind is list:
        return [_pack(item, blobs, depth + 1) for item in value]
    if kind is dict or kind is Case:
        items = [[_pack_key(key), _pack(item, blobs, depth + 1)] for key, item in value.items()]
        return {"c" if kind is Case else "d": items}
    if kind is Ref:
        return {"r": [value.op, list(value.path), value.opaque]}
    if kind is Opaque:
        return {"o": value.kind}
    if kind is Raised:
        return {"e": [value.kind, value.cell, value.line, value.why]}
    if kind is Generator:
        return {"g": value.seed}
    if kind is Function:
        return {"f": value.name}
    raise WireError(f"a {kind.__name__} cannot cross the wall")


def _pack_key(key: Any) -> str | int:
    if type(key) is str or (type(key) is int and _short(key)):
        return key
    raise WireError(f"a dict key is a {type(key).__name__}, expected a str or a short int")


def _short(number: int) -> bool:
    return -(1 << 63) <= number < (1 << 64)


def _pack_array(value: Any, blobs: list[bytes]) -> dict[str, Any]:
    array = np.asarray(value)
    if array.dtype.kind not in KINDS or array.ndim > AXES:
        raise WireError(f"an array of dtype {array.dtype} with {array.ndim} axes cannot cross the wall")
    layout = layout_of(array)
    fortran = layout is not None and bool(array.flags.f_contiguous)
    key = (array.dtype.str, array.shape, fortran)
    prefix = _prefixes.get(key)
    if prefix is None:
        buffer = io.BytesIO()
        npy.write_array_header_1_0(buffer, {"descr": key[0], "fortran_order": fortran, "shape": key[1]})
        prefix = buffer.getvalue()
        if len(_prefixes) < 10_000:
            _prefixes[key] = prefix
    blobs.append(prefix + array.tobytes("F" if fortran else "C"))
    tag: dict[str, Any] = {"a": len(blobs[-1])}
    if isinstance(value, np.generic):
        tag["s"] = 1
    elif layout is not None and not fortran:
        tag["l"] = layout
    return tag


class _Reader:
    """Walks a skeleton, taking the arrays from the blobs behind it in order."""

    def __init__(self, view: memoryview, position: int, writeable: bool) -> None:
        self.view, self.position, self.writeable = view, position, writeable

    def unpack(self, tree: Any, depth: int) -> Any:
        if depth > DEPTH:
            raise WireError(f"nested deeper than {DEPTH}")
        kind = type(tree)  # JSON has but these: dict, list, str, int, float, bool, None
        if kind is dict:
            if "a" in tree:
                return self.array(tree)
            ((tag, body),) = tree.items()
            if tag == "t":
                return tuple([self.unpack(item, depth + 1) for item in body])
            return self.tagged(tag, body, depth)
        return [self.unpack(item, depth + 1) for item in tree] if kind is list else tree

    def tagged(self, tag: str, body: Any, depth: int) -> Any:
        """What is neither plain JSON nor an array nor a tuple."""
        if tag == "d" or tag == "c":
            items = {_key(key): self.unpack(item, depth + 1) for key, item in body}
            return Case({str(key): item for key, item in items.items()}) if tag == "c" else items
        if tag == "i":
            return int(_text(body, HEX_DIGITS), 16)
        if tag == "n":
            return {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}[body]
        if tag == "r":
            op, path, opaque = body
            return Ref(int(op), tuple(_key(part) for part in path), bool(opaque))
        if tag == "o":
            return Opaque(_word(body, STAYS_INSIDE))
        if tag == "e":
            kind, cell, line, why = body
            return Raised(_word(kind, FAILURES), _place(cell), _place(line), _word(why, REASONS))
        if tag == "g":
            return Generator(int(body))
        if tag == "f":
            return Function(_text(body, 64))
        raise WireError("unknown tag")

    def array(self, tag: dict[str, Any]) -> Any:
        """The array in the next blob."""
        size = tag["a"]
        if type(size) is not int or not 10 <= size <= len(self.view) - self.position:
            raise WireError("an array is longer than its frame")
        start, self.position = self.position, self.position + size
        header_size = 10 + int.from_bytes(self.view[start + 8 : start + 10], "little")
        if header_size > min(size, HEADER_BYTES):
            raise WireError("an array header is too long")
        dtype, shape, count, order = _header(bytes(self.view[start : start + header_size]))
        if size - header_size != count * dtype.itemsize:
            raise WireError("an array holds another number of values than its shape")
        array = np.frombuffer(self.view, dtype, count, start + header_size).reshape(shape, order=order)  # type: ignore[call-overload]
        if "s" in tag:
            return array[()]
        if "l" in tag:
            return lay_out(array, tag["l"])
        return array.copy("K") if self.writeable else array


def _header(raw: bytes) -> tuple[np.dtype[Any], tuple[int, ...], int, str]:
    """What a .npy header says: dtype, shape, number of values, order."""
    known = _headers.get(raw)
    if known is None:
        stream = io.BytesIO(raw)
        if npy.read_magic(stream) != (1, 0):
            raise WireError("not a version 1.0 .npy array")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # NumPy would mend headers that Python 2 wrote
                shape, fortran, dtype = npy.read_array_header_1_0(stream, max_header_size=HEADER_BYTES)
        except Exception as error:  # its parsers have many ways to give up
            raise WireError(f"malformed array header: {type(error).__name__}") from None
        if dtype.kind not in KINDS or dtype.hasobject or any(n < 0 for n in shape) or len(shape) > AXES:
            raise WireError("an array of another kind than numbers")
        known = (dtype, shape, math.prod(shape), "F" if fortran else "C")
        if len(_headers) < 10_000:
            _headers[raw] = known
    return known


def _key(key: Any) -> str | int:
    if type(key) is str or type(key) is int:
        return key
    raise WireError("a key is neither str nor int")


def _text(value: Any, cap: int) -> str:
    if type(value) is not str or len(value) > cap:
        raise WireError("expected a short text")
    return value


def _word(value: Any, allowed: frozenset[str]) -> str:
    if type(value) is not str or value not in allowed:
        raise WireError("a name that is not on the list")
    return value


def _place(value: Any) -> int | None:
    if value is None or (type(value) is int and 0 <= value <= LINES):
        return value
    raise WireError("a place that is not in a notebook")
