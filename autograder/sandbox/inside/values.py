"""What crosses the wall beside plain JSON and arrays, and the fixed lists of words that may come out of it."""

import builtins
from dataclasses import dataclass, field
from typing import Any, NamedTuple

KINDS = "biufc"  # bool, int, unsigned, float, complex: complex crosses so that a sentence can refuse it
EXCEPTIONS = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
) | {"LinAlgError", "AxisError"}
FAILURES = EXCEPTIONS | {"NotDefined", "Unresolved"}  # all that a Raised can be: no word of the submission's own
TYPES = frozenset(
    {"generator", "function", "type", "set", "MaskedArray", "matrix", "object array", "str array", "huge array"}
)
STAYS_INSIDE = TYPES | {"object", "cache", "method"}  # all that an Opaque can be


# What an exception is about, as far as NumPy's and Python's own words tell: a fixed list, as everything that crosses.
REASONS = frozenset({
    "", "raise", "pad", "broadcast", "reshape", "product", "unpack", "none", "arguments", "one value", "float", "axis",
    "empty", "too many indices", "truth",
})  # fmt: skip


class Ref(NamedTuple):
    """A part of an earlier result of the same example. `opaque`: the object itself, else a copy of its data."""

    op: int
    path: tuple[int | str, ...] = ()
    opaque: bool = True


class Opaque(NamedTuple):
    """Stands where a result holds something that stays inside; `kind` is a type name from a fixed list."""

    kind: str


@dataclass(frozen=True)
class Raised:
    """An exception as data: a name from a fixed list and the place in the submission. Never its text."""

    kind: str
    cell: int | None = None
    line: int | None = None
    why: str = field(default="", compare=False)  # one of REASONS


@dataclass(frozen=True)
class Generator:
    """`numpy.random.default_rng(seed)`, made on the other side."""

    seed: int


@dataclass(frozen=True)
class Function:
    """A function of the closed catalogue, by name."""

    name: str


class Case(dict[str, Any]):
    """A read-only namespace of drawn values: `case.x` is `case["x"]`. Its arrays are not writeable.

    It serves one submission after the other, so a change would outlive the test that made it.
    """

    def __getattr__(self, name: str) -> Any:
        """The drawn value called `name`."""
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"this case has {', '.join(self)}, but no {name}") from None

    def __setattr__(self, name: str, value: Any) -> None:
        """Refused."""
        raise TypeError(f"a case is read-only; Case({{**case, {name!r}: ...}}) makes another one")

    __setitem__ = __setattr__

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)
