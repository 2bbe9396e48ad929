"""The parts of what a case's calls returned, each under the name that the contract gives it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.values import Ref
from autograder.sandbox.proxy import Names, called

Key = str  # "op/path": the same part has the same key in every answer


@dataclass(frozen=True)
class Part:
    """One value: what it is called, which operation gave it, and whether it is an argument that came back.

    place: where it lies in what bears the name ("[2][5]" in a list of rows); empty if it is the whole.
    """

    key: Key
    op: int
    name: str
    function: str
    value: Any
    right: Any
    argument: bool = False
    place: str = ""

    @property
    def whole(self) -> bool:
        """Whether it is all that the operation gave."""
        return "/" not in self.key


def parts(ops: Sequence[Op], results: Sequence[Any], right: Sequence[Any], contract: Mapping[str, Names]) -> list[Part]:
    """What the calls gave beside what the reference's gave; whole where the two are built differently."""
    found = []
    for number, (op, got, want) in enumerate(zip(ops, results, right, strict=False)):
        function = called(op)
        if op[0] == "get":
            found.append(Part(str(number), number, function, function, got, want))
            continue
        names = contract_of(op, contract)
        if op[0] == "echo" and _pair(got) and _pair(want):
            for path, mine, other in _walk(got[1], want[1], "1"):
                found.append(Part(f"{number}/{path}", number, function, function, mine, other, argument=True))
            got, want = got[0], want[0]
        for path, mine, other in _walk(got, want, ""):
            key = f"{number}/{path}" if path else str(number)
            found.append(
                Part(key, number, _name(path, names, function), function, mine, other, place=_place(path, names))
            )
    return found


def operation(key: Key) -> int:
    """The number of the operation that gave a part."""
    return int(key.split("/")[0])


def contract_of(op: Op, contract: Mapping[str, Names]) -> Names:
    """The names of what an operation returns: they travel in the operation itself."""
    names: Names = op[-1] if op[0] != "get" else None
    return names if names is not None else contract.get(called(op))


def _pair(value: Any) -> bool:
    return type(value) is tuple and len(value) == 2


def _name(path: str, names: Names, function: str) -> str:
    if isinstance(names, tuple) and path:
        first = path.split("/")[0]
        if first.isdigit() and int(first) < len(names):
            return names[int(first)]
    if isinstance(names, str):
        return names.removesuffix("...")
    return function


def _place(path: str, names: Names) -> str:
    steps = path.split("/") if path else []
    if isinstance(names, tuple):
        steps = steps[1:]
    return "".join(f"[{step}]" if step.isdigit() else f'["{step}"]' for step in steps)


def _walk(got: Any, want: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Corresponding parts with the way to each; both whole where their structures differ."""
    if type(want) in (tuple, list) and type(got) in (tuple, list) and len(got) == len(want):
        for number, (mine, other) in enumerate(zip(got, want, strict=True)):
            yield from _walk(mine, other, f"{path}/{number}" if path else str(number))
    elif type(want) is dict and type(got) is dict and got.keys() == want.keys():
        for name in want:
            yield from _walk(got[name], want[name], f"{path}/{name}" if path else str(name))
    else:
        yield path, got, want


def behind(ops: Sequence[Op], number: int) -> list[int]:
    """The numbers of the operations that an operation builds on, and its own, in order.

    What was done with the same object before belongs to them: a layer, a cache.
    """
    needed, waiting = set(), [number]
    while waiting:
        current = waiting.pop()
        if current not in needed:
            needed.add(current)
            refs = set(_refs(ops[current]))
            waiting += [ref.op for ref in refs]
            objects = {ref for ref in refs if ref.opaque}
            waiting += [earlier for earlier in range(current) if objects & set(_refs(ops[earlier]))]
    return sorted(needed)


def _refs(value: Any) -> list[Ref]:
    if isinstance(value, Ref):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    if type(value) in (tuple, list):
        return [ref for item in value for ref in _refs(item)]
    return []
