"""What was seen of one output of a question, right and wrong, with the arguments behind it."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.diagnosis.parts import Part, behind
from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.values import Ref


@dataclass(frozen=True)
class Sample:
    """One value that came back, the right one, and the arguments that led to it, by name."""

    test: str
    number: int
    part: Part
    arguments: Mapping[str, Any]
    wrong: bool
    defaults: Mapping[str, Any] = field(default_factory=dict)  # of those arguments that have one

    @property
    def got(self) -> Any:
        """What came back."""
        return self.part.value

    @property
    def want(self) -> Any:
        """What the reference gave."""
        return self.part.right


def arguments(ops: Sequence[Op], upto: int, namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The named arguments of an operation and of those before it whose results it builds on."""
    found: dict[str, Any] = {}
    for op in (ops[number] for number in behind(ops, upto)):
        found.update({name: value for name, value in bound(op, namespace).items() if not isinstance(value, Ref)})
    return found


def defaults(ops: Sequence[Op], upto: int, namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults of the named arguments, where they have one."""
    found: dict[str, Any] = {}
    for op in (ops[number] for number in behind(ops, upto)):
        signature = signature_of(op, namespace)
        for name, parameter in signature.parameters.items() if signature else ():
            if parameter.default is not parameter.empty:
                found[name] = parameter.default
    return found


def bound(op: Op, namespace: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call by the names that the function gives them; {} for what is no call."""
    if op[0] not in ("call", "echo", "method"):
        return {}
    args, kwargs = (op[3], op[4]) if op[0] == "method" else (op[2], op[3])
    function = signature_of(op, namespace)
    if function is None:
        return dict(kwargs)
    try:
        given = function.bind(*([None] if op[0] == "method" else []), *args, **kwargs)
        given.apply_defaults()
    except TypeError:
        return dict(kwargs)
    return {name: value for name, value in given.arguments.items() if name != "self"}


def signature_of(op: Op, namespace: Mapping[str, Any]) -> inspect.Signature | None:
    """The signature of what an operation calls, if it can be found."""
    if op[0] == "method":
        owners = [
            item for item in namespace.values() if isinstance(item, type) and callable(getattr(item, op[2], None))
        ]
        function = getattr(owners[-1], op[2]) if owners else None
    else:
        function = namespace.get(op[1])
    try:
        return inspect.signature(function) if callable(function) else None
    except (TypeError, ValueError):
        return None
