"""Inert stand-ins for what notebooks import to show things: drawing in a cell must not cost its functions."""

import builtins
import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from .imports import NotAllowed, may_import

NAMES = frozenset({"matplotlib", "mpl_toolkits", "seaborn", "labkit", "IPython", "ipywidgets", "tqdm"})

# What a stand-in gives back is another one: a + b, b + a, -a, del a[b].
BINARY = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor", "lshift", "rshift")
OTHERS = ("neg", "pos", "abs", "invert", "round", "delitem", "delattr")


class Inert:
    """Takes any attribute, call, item, assignment or operation and does nothing; as a number it is 0."""

    def __init__(self, *shape: int) -> None:
        self._shape = shape

    def __getattr__(self, name: str) -> Any:
        """Another stand-in, but no special methods."""
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("flat", "flatten", "ravel") and self._shape:
            return Inert(math.prod(self._shape))
        return UNPACKED.get(name) or Inert()

    def __setattr__(self, name: str, value: Any) -> None:
        """Forgets the value, keeps its own shape."""
        if name == "_shape":
            object.__setattr__(self, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Hands a function back, so that decorators and progress bars leave what they wrap."""
        return args[0] if len(args) == 1 and not kwargs and callable(args[0]) else Inert(*self._shape)

    def __getitem__(self, key: Any) -> Any:
        """Another stand-in."""
        return Inert()

    def __setitem__(self, key: Any, value: Any) -> None:
        """Does nothing."""

    def __iter__(self) -> Iterator[Any]:
        """As many stand-ins as `subplots` was asked for, else none."""
        return iter([Inert(*self._shape[1:]) for _ in range(len(self))])

    def __len__(self) -> int:
        """As many as it iterates over, so that it is false unless it stands for axes."""
        return self._shape[0] if self._shape else 0

    def __eq__(self, other: object) -> bool:
        """False, as any comparison: a loop that waits for more than a stand-in ends at once."""
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = object.__hash__

    def __index__(self) -> int:
        """Zero, for int() and float(), too."""
        return 0

    def __format__(self, form: str) -> str:
        """Nothing, in any format."""
        return ""

    def __repr__(self) -> str:
        """Nothing: an address would differ from run to run."""
        return ""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        """NumPy's operations and functions: another stand-in."""
        return Inert()

    def __enter__(self) -> Any:
        """Itself."""
        return self

    def __exit__(self, *exception: Any) -> None:
        """Lets exceptions through."""


for _name in (*BINARY, *(f"r{name}" for name in BINARY), *OTHERS):
    setattr(Inert, f"__{_name}__", lambda self, *others: Inert())


def subplots(nrows: int = 1, ncols: int = 1, *args: Any, **kwargs: Any) -> tuple[Inert, Inert]:
    """A figure and as many axes as asked for, so that they unpack."""
    return Inert(), Inert(*[n for n in (nrows, ncols) if n != 1])


def _line(*args: Any, **kwargs: Any) -> list[Inert]:
    """One line, for `line, = ax.plot(x, y)`."""
    return [Inert()]


def _bars(*args: Any, **kwargs: Any) -> tuple[Inert, Inert, Inert]:
    """Counts, edges and patches, for `n, bins, patches = ax.hist(x)`."""
    return Inert(), Inert(), Inert()


# What is unpacked into a number of names that can be known.
UNPACKED = {"subplots": subplots, "hist": _bars} | dict.fromkeys(("plot", "semilogx", "semilogy", "loglog"), _line)


class Bar(Inert):
    """A progress bar that is not there: hands through what it wraps."""

    def __init__(self, iterable: Any = (), *args: Any, **kwargs: Any) -> None:
        object.__setattr__(self, "_wrapped", iterable)

    def __iter__(self) -> Iterator[Any]:
        """What it wraps."""
        return iter(self._wrapped)

    def __len__(self) -> int:
        """As much as it wraps."""
        return len(self._wrapped)


class ProgressBars:
    """The tqdm package: its bars hand through what they wrap, `trange` counts."""

    def __getattr__(self, name: str) -> Any:
        """A bar that is not there."""
        if name.startswith("__"):
            raise AttributeError(name)
        return {"trange": lambda *args, **kwargs: Bar(range(*args)), "auto": self, "notebook": self}.get(name, Bar)


def import_or_stand_in(
    provided: Mapping[str, Any],
    allowed: Collection[str] | None,
    name: str,
    globals: Any = None,
    locals: Any = None,
    fromlist: Any = (),
    level: int = 0,
) -> Any:
    """`__import__` for submissions: what the lab hands out, stand-ins for the names above, else the real thing.

    allowed: see imports.py; None allows all.
    """
    root = name.partition(".")[0]
    if level == 0 and name in provided:
        return provided[name]
    if level == 0 and root in NAMES:
        return ProgressBars() if root == "tqdm" else Inert()
    if level == 0 and allowed is not None and not may_import(name, allowed):
        raise NotAllowed(f"No module named {name!r}", name=name)
    return builtins.__import__(name, globals, locals, fromlist, level)
