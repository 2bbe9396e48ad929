"""Runs a submission's cells and the calls that suites ask for; everything comes back as plain data.

Names of functions and attributes are looked up when they are asked for. What a call returned is kept until its
example ends, so that a later call can be handed a part of it without its crossing the wall.
"""

import builtins
import copy
import itertools
import random
import re
import sys
from collections.abc import Collection
from functools import partial
from opcode import opmap
from types import GeneratorType, ModuleType
from typing import Any

import numpy as np

from .catalogue import CATALOGUE
from .standins import Inert, import_or_stand_in
from .values import EXCEPTIONS, KINDS, TYPES, Case, Function, Generator, Opaque, Raised, Ref

ITEMS = 10_000  # a generator is read no further
RESULT_BYTES = 32 << 20  # a larger array stays inside
UNRESOLVED = Raised("Unresolved")  # an operation that needs the result of one that raised

# Operations, as tuples:
#   ("call", name, args, kwargs, names)            a function or class of the submission; names: see `_export`
#   ("echo", name, args, kwargs, names)            the same, and the arguments as they are afterwards
#   ("get", ref, attribute)                        a public attribute of something opaque
#   ("method", ref, attribute, args, kwargs, names)
Op = tuple[Any, ...]


class Runner:
    """One submission in one process."""

    def __init__(self, allowed: Collection[str] | None = None) -> None:
        self.module = ModuleType("__main__")
        self.namespace = self.module.__dict__
        self.provided: dict[str, ModuleType] = {}  # what the lab hands out to be imported
        self.namespace["__builtins__"] = {
            **vars(builtins),
            "__import__": partial(import_or_stand_in, self.provided, allowed),
            "get_ipython": Inert,
            "display": Inert(),
        }
        self.raw: list[Any] = []  # what the operations of this example returned
        self.results: list[Any] = []  # the same as data, copied at once: later writes do not show
        self.draws = False  # whether the text speaks of random numbers; seeding takes longer than most calls

    def provide(self, name: str, source: str) -> None:
        """Make a module that the submission can import."""
        module = ModuleType(name)
        exec(compile(source, f"<{name}.py>", "exec", dont_inherit=True), module.__dict__)
        self.provided[name] = module

    def load(self, index: int, source: str) -> Raised | None:
        """Run one cell; what it raised, or None."""
        seed_generators()
        self.draws = self.draws or "rand" in source
        try:
            exec(compile(source, f"<cell {index}>", "exec", dont_inherit=True), self.namespace)
        except BaseException as error:
            return describe(error)
        return None

    def begin(self) -> None:
        """A new example: forget the results of the last one."""
        self.raw, self.results = [], []
        if self.draws:
            seed_generators()

    def example(self, ops: list[Op]) -> list[Any]:
        """Run the operations of one frozen example."""
        self.begin()
        return [self.do(op) for op in ops]

    def do(self, op: Op) -> Any:
        """Run one operation and return its result as wire data; both forms are kept for later references."""
        raw: Any = UNRESOLVED
        result: Any = UNRESOLVED
        try:
            raw, result = self._operate(op)
        except _Unresolved:
            pass
        except BaseException as error:
            result = describe(error)
        self.raw.append(raw)
        self.results.append(result)
        return result

    def _operate(self, op: Op) -> tuple[Any, Any]:
        verb, target, *rest = op
        if verb == "get":
            raw = self._member(target, rest[0])
            return raw, Opaque("method") if callable(raw) else export(raw, None)
        if verb == "method":
            function, (args, kwargs, names) = self._member(target, rest[0]), rest[1:]
        else:
            function, (args, kwargs, names) = self._lookup(target), rest
        args, kwargs = self._resolve(args), self._resolve(kwargs)
        raw = function(*args, **kwargs)
        if type(names) is str and names.endswith("..."):
            raw = list(itertools.islice(raw, ITEMS))
        result = export(raw, names)
        if verb == "echo":
            return (raw, (args, kwargs)), (result, export((args, kwargs), None))
        return raw, result

    def _lookup(self, name: str) -> Any:
        try:
            return self.namespace[name]
        except KeyError:
            raise _NotDefined from None

    def _member(self, ref: Ref, attribute: str) -> Any:
        if attribute.startswith("_"):
            raise AttributeError(attribute)
        return getattr(self._resolve(ref), attribute)

    def _resolve(self, value: Any) -> Any:
        """Arguments as the submission gets them: writeable arrays of their own, references replaced."""
        kind = type(value)
        if kind is np.ndarray:
            return value
        if kind is Ref:
            found = (self.raw if value.opaque else self.results)[value.op]
            if isinstance(found, Raised) or found is UNRESOLVED:
                raise _Unresolved
            for part in value.path:
                found = found[part]
            return found if value.opaque else copy.deepcopy(found)
        if kind is tuple or kind is list:
            return kind(self._resolve(item) for item in value)
        if kind is dict or kind is Case:
            return {key: self._resolve(item) for key, item in value.items()}
        if kind is Function:
            return CATALOGUE[value.name]
        if kind is Generator:
            return np.random.default_rng(value.seed)
        return value


class _Unresolved(BaseException):
    """An argument is a part of a result that does not exist."""


class _NotDefined(NameError):
    """The submission does not define what a suite calls."""


def seed_generators() -> None:
    """The same state of the global generators for every cell and every example: equal submissions, equal records."""
    np.random.seed(0)  # noqa: NPY002 - submissions may draw from it
    random.seed(0)


def export(value: Any, names: tuple[str, ...] | str | None, depth: int = 0) -> Any:
    """`value` as wire data. A part that its function's contract names `cache` stays inside, whatever it is."""
    if names == "cache":
        return Opaque("cache")
    if isinstance(names, tuple) and type(value) in (tuple, list) and len(value) == len(names):
        return tuple(export(item, name, depth + 1) for item, name in zip(value, names, strict=True))
    kind = type(value)
    if value is None or kind in (bool, int, float, str):
        return value
    if kind is np.ndarray:
        if value.dtype.kind in KINDS:
            return value.copy("K") if value.nbytes <= RESULT_BYTES else Opaque("huge array")
        return Opaque("object array" if value.dtype.kind == "O" else "str array")
    if isinstance(value, np.generic) and value.dtype.kind in KINDS:
        return value
    if depth < 8 and (kind is tuple or kind is list):
        return kind(export(item, None, depth + 1) for item in value[:ITEMS])
    if depth < 8 and kind is dict and all(type(key) in (str, int) for key in value) and len(value) <= ITEMS:
        return {key: export(item, None, depth + 1) for key, item in value.items()}
    name = "generator" if isinstance(value, GeneratorType) else kind.__name__
    return Opaque(name if name in TYPES else "object")


def describe(error: BaseException) -> Raised:
    """An exception as a name from the fixed list and the last place in the submission's cells; never its text."""
    if isinstance(error, _NotDefined):
        return Raised("NotDefined")
    kind = next((base.__name__ for base in type(error).__mro__ if base.__name__ in EXCEPTIONS), "Exception")
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<cell "):
        return Raised(kind, _cell(error.filename), error.lineno)
    cell = line = None
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename.startswith("<cell "):
            cell, line = _cell(code.co_filename), traceback.tb_lineno
        traceback = traceback.tb_next
    return Raised(kind, cell, line, _reason(kind, error))


_RAISE = opmap["RAISE_VARARGS"]
# The first words that an exception's text holds tell what it is about; the text itself stays inside.
_REASONS = (
    ("remapped shapes", "pad"),  # np.pad with pairs for fewer axes
    ("broadcast", "broadcast"),
    ("cannot reshape", "reshape"),
    ("matmul", "product"),
    ("shapes (", "product"),  # shapes (2,3) and (2,3) not aligned
    ("shape-mismatch for sum", "product"),  # np.tensordot
    ("to unpack", "unpack"),
    ("cannot unpack", "unpack"),
    ("NoneType", "none"),
    ("positional argument", "arguments"),
    ("unexpected keyword", "arguments"),
    ("not iterable", "one value"),
    ("not subscriptable", "one value"),
    ("interpreted as an integer", "float"),
    ("must be integers", "float"),
    ("only integers, slices", "float"),
    ("zero-size array", "empty"),
    ("too many indices", "too many indices"),
    ("axes don't match", "axis"),
    ("out of bounds for array of dimension", "axis"),
    ("truth value of an array", "truth"),
)


def _reason(kind: str, error: BaseException) -> str:
    if kind not in ("ValueError", "TypeError", "IndexError", "AxisError", "AttributeError"):
        return ""
    if _raised_by_statement(error):
        return "raise"
    try:
        text = str(error)[:400]
    except BaseException:  # an exception of the submission's own may fail even here
        return ""
    return next((reason for words, reason in _REASONS if words in text), "")


def _raised_by_statement(error: BaseException) -> bool:
    """Whether a `raise` of the submission's own was the end, and not an operation that went wrong."""
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    if traceback is None or not traceback.tb_frame.f_code.co_filename.startswith("<cell "):
        return False
    return traceback.tb_frame.f_code.co_code[traceback.tb_lasti] == _RAISE


def _cell(filename: str | None) -> int | None:
    """The number in `<cell 3>`; None for a name that the submission made up."""
    number = str(filename)[6:-1]
    return int(number) if re.fullmatch("[0-9]{1,6}", number) else None


def as_main(runner: Runner) -> None:
    """Make the submission `__main__`, as it is in a notebook: inside the sandbox only."""
    sys.modules["__main__"] = runner.module
