"""The module `submission` that suites import: each name is a proxy, the submission is looked up when it is called.

A proxy turns a call into one operation for the current example, and its result into plain data, handles for what
stays inside the sandbox, or an exception.
"""

import itertools
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType, ModuleType
from typing import Any

import numpy as np

from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.values import Opaque, Raised, Ref

Names = tuple[str, ...] | str | None


class Contract(dict[str, Names]):
    """What each function and method returns, and the seconds of those that may take longer than a call's usual time."""

    def __init__(self, returns: Mapping[str, Names] = MappingProxyType({}), seconds: Mapping[str, float] | None = None):
        super().__init__(returns)
        self.seconds = dict(seconds or {})

    def time(self, op: Op, usual: float) -> float:
        """The seconds that an operation may take."""
        return max(usual, self.seconds.get(called(op), 0.0))


def called(op: Op) -> str:
    """The name of the function, method or attribute that an operation asks for."""
    name: str = op[1] if op[0] in ("call", "echo") else op[2]
    return name


class SubmissionError(Exception):
    """The submission raised; `kind` is the exception's name from a fixed list."""

    def __init__(self, function: str, raised: Raised) -> None:
        self.function, self.raised, self.kind = function, raised, raised.kind
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """What happened, without a word of the submission's own."""
        if self.kind == "NotDefined":
            return f"{self.function} is not defined"
        if self.kind == "NotImplementedError":
            return f"{self.function} is not implemented yet"
        place = "" if self.raised.line is None else f" at line {self.raised.line} of its cell"
        return f"{self.function} raised {self.kind}{place}"


class WrongReturn(AssertionError):
    """The submission returned another number of values than its contract says."""


class Handle:
    """Something that stays inside: pass it back, call its public methods, read its public attributes.

    `kind` is its name in the contract, `what` its type, from a fixed list.
    """

    def __init__(self, ref: Ref, kind: str, what: str) -> None:
        self._ref, self._kind, self._what = ref, kind, what

    def __getattr__(self, name: str) -> Any:
        """A method to call, or the attribute's value."""
        if name.startswith("_"):
            raise AttributeError(name)
        value = current().operate(("get", self._ref, name), f"{self._kind}.{name}")
        if isinstance(value, Handle) and value._what == "method":
            return Method(self._ref, self._kind, name)
        return value

    def __repr__(self) -> str:
        """What a sentence calls it."""
        return self._what if self._what not in ("object", "cache", "method") else "something else"


class Method:
    """A public method of something inside."""

    def __init__(self, ref: Ref, kind: str, name: str) -> None:
        self._ref, self._kind, self._name = ref, kind, name

    @property
    def __name__(self) -> str:
        return f"{self._kind}.{self._name}"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the method."""
        names = current().contract.get(self.__name__)
        return current().operate(("method", self._ref, self._name, args, kwargs, names), self.__name__)


class SubmissionFunction:
    """A function or class of the submission, by name."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it with plain data and handles."""
        names = current().contract.get(self.__name__)
        return current().operate(("call", self.__name__, args, kwargs, names), self.__name__)

    def and_its_arguments(self, *args: Any, **kwargs: Any) -> tuple[Any, tuple[Any, dict[str, Any]]]:
        """Call it; the result, and the arguments as they are afterwards."""
        names = current().contract.get(self.__name__)
        result: tuple[Any, tuple[Any, dict[str, Any]]] = current().operate(
            ("echo", self.__name__, args, kwargs, names), self.__name__
        )
        return result


class Example(ABC):
    """One run of a test's body: numbers the operations and knows which values came out of which."""

    def __init__(self, contract: Mapping[str, Names]) -> None:
        self.contract = contract if isinstance(contract, Contract) else Contract(contract)
        self.count = 0
        self.transcript: list[Any] = []  # results in the order of the calls, for diagnosis
        self.asked: list[str] = []  # what was called for each
        self._origins: dict[int, tuple[Any, int, tuple[int | str, ...]]] = {}

    @abstractmethod
    def perform(self, op: Op) -> Any:
        """The wire result of one operation."""

    def operate(self, op: Op, function: str) -> Any:
        """Perform one operation; raises SubmissionError or WrongReturn for what the submission did wrong."""
        number, self.count = self.count, self.count + 1
        result = self.perform(op)
        self.transcript.append(result)
        self.asked.append(called(op))
        if type(result) is Raised:
            raise SubmissionError(function, result)
        names = op[-1] if op[0] != "get" else None
        check_return(function, result[0] if op[0] == "echo" and type(result) is tuple else result, names)
        kind = op[1] if op[0] == "call" and names is None else function
        return self._adopt(result, number, (), kind)

    def seen(self, script: Sequence[str]) -> tuple[Any, ...]:
        """The results of the calls that a script knows, up to the first that is another one."""
        same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(self.asked, script, strict=False))
        return tuple(self.transcript[: sum(1 for _ in same)])

    def referenced(self, value: Any) -> Any:
        """An operation as it is sent: handles, and arrays that came out of this example, as references."""
        kind = type(value)
        if kind is Handle:
            return value._ref
        if kind is np.ndarray:
            origin = self._origins.get(id(value))
            return value if origin is None else Ref(origin[1], origin[2], opaque=False)
        if kind is tuple or kind is list:
            return kind(self.referenced(item) for item in value)
        if kind is dict:
            return {key: self.referenced(item) for key, item in value.items()}
        return value

    def matches(self, value: Any, sent: Any) -> bool:
        """Whether `referenced(value)` equals `sent` to the last bit, memory layout included; without building it."""
        if value is sent:
            return True
        kind = type(value)
        if kind is Handle:
            return type(sent) is Ref and value._ref == sent
        if kind is np.ndarray:
            origin = self._origins.get(id(value))
            if origin is not None or type(sent) is not np.ndarray:
                return origin is not None and type(sent) is Ref and sent == (origin[1], origin[2], False)
            return bool(
                value.dtype == sent.dtype
                and value.shape == sent.shape
                and value.strides == sent.strides
                and value.tobytes() == sent.tobytes()
            )
        if kind is not type(sent):
            return False
        if kind is tuple or kind is list:
            return len(value) == len(sent) and all(map(self.matches, value, sent))
        if kind is dict:
            return list(value) == list(sent) and all(self.matches(value[key], sent[key]) for key in value)
        return bool(value == sent or (value != value and sent != sent))

    def _adopt(self, value: Any, op: int, path: tuple[int | str, ...], kind: str) -> Any:
        """Handles for what is opaque; arrays are remembered, so that handing them back is a reference."""
        own = type(value)
        if own is np.ndarray:
            value.flags.writeable = False  # a reference to it stands for what was returned
            self._origins[id(value)] = (value, op, path)
            return value
        if own is Opaque:
            return Handle(Ref(op, path), kind, value.kind)
        if own is tuple or own is list:
            return own([self._adopt(item, op, (*path, i), kind) for i, item in enumerate(value)])
        if own is dict:
            return {key: self._adopt(item, op, (*path, key), kind) for key, item in value.items()}
        return value


def check_return(function: str, result: Any, names: Names) -> None:
    """Raise WrongReturn unless `result` has as many values as the contract names."""
    if not isinstance(names, tuple):
        return
    wish = f"expected {len(names)}: {', '.join(names)}"
    if result is None:
        raise WrongReturn(f"{function} returned None, {wish}; is its return statement missing?")
    if type(result) not in (tuple, list):
        raise WrongReturn(f"{function} returned a single value, {wish}")
    if len(result) != len(names):
        raise WrongReturn(f"{function} returned {len(result)} value{'s' * (len(result) != 1)}, {wish}")


_current: list[Example] = []


def current() -> Example:
    """The example that is running."""
    if not _current:
        raise RuntimeError("a function of the submission was called outside a test")
    return _current[-1]


@contextmanager
def running(example: Example) -> Iterator[Example]:
    """Make `example` the one that proxies talk to."""
    _current.append(example)
    try:
        yield example
    finally:
        _current.pop()


def install() -> None:
    """Put the module `submission` where suites find it."""
    module = ModuleType("submission", "The submission under judgement; see autograder/sandbox/proxy.py.")
    module.__getattr__ = _name  # type: ignore[method-assign]
    sys.modules["submission"] = module


def _name(name: str) -> SubmissionFunction:
    if name.startswith("_"):
        raise AttributeError(name)
    return SubmissionFunction(name)
