"""A mapping that loads what it holds when it is asked: a class of any size in the memory of one student."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value", covariant=True)


class OnDemand(Mapping[str, Value]):
    """Names, and how to load what belongs to one. Nothing is kept."""

    def __init__(self, names: Iterable[str], load: Callable[[str], Value]) -> None:
        self._names, self._load = dict.fromkeys(names), load

    def add(self, name: str) -> None:
        """Hold one more."""
        self._names[name] = None

    def __getitem__(self, name: str) -> Value:
        if name not in self._names:
            raise KeyError(name)
        return self._load(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
