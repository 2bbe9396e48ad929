"""Operations as Python text: arguments with their numbers, the calls, and what should hold of what comes back."""

import inspect
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.diagnosis.parts import Part, behind
from autograder.diagnosis.samples import bound
from autograder.provided import without_annotations
from autograder.sandbox.inside.catalogue import CATALOGUE
from autograder.sandbox.inside.layout import layout_of
from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.values import Function, Generator, Opaque, Raised, Ref

NUMBERS = 480  # that a snippet may hold: more is no longer read
CLAIMS = 2  # outputs that are compared
SHORT, LONG = 6, 12  # digits of the expected numbers


class TooLarge(Exception):
    """More numbers than anybody reads."""


class Snippet:
    """Writes one example: `text` is what a student pastes."""

    def __init__(self, ops: Sequence[Op], namespace: Mapping[str, Any], digits: int) -> None:
        self.ops, self.namespace, self.digits = ops, namespace, digits
        self.lines: list[str] = []
        self.definitions: list[str] = []
        self.arrays: dict[int, str] = {}
        self.taken: set[str] = {"np"}
        self.results: list[str | tuple[str, ...]] = []
        self.numbers = 0

    def text(self, claim: str, wrong: Sequence[Part], right: Sequence[Any]) -> str:
        """The snippet; `wrong`: what came back wrong, `right` is what the reference gives to every call."""
        told = wrong[:1] if any(isinstance(part.right, Raised) for part in wrong[:1]) else list(wrong[:CLAIMS])
        needed = {number for part in told for number in behind(self.ops, part.op)} or set(range(len(self.ops)))
        for number, op in enumerate(self.ops):
            self.results.append("None")
            if number in needed:
                self._operation(op, right[number] if number < len(right) else None)
        if any(isinstance(part.value, Raised) and not isinstance(part.right, Raised) for part in told):
            self.lines.append("# the last line stops with an error in your code, and it should not")
        for part in told:
            if not isinstance(part.right, Raised) and not isinstance(part.value, Raised):
                self._claim(part)
        head = [f"# A correct answer {re.sub(r'[`]', '', claim).rstrip('.')}.", "import numpy as np", ""]
        return "\n".join([*head, *self.definitions, *self.lines]) + "\n"

    def _operation(self, op: Op, right: Any) -> None:
        verb = op[0]
        if verb == "get" and isinstance(right, Opaque) and right.kind == "method":
            return  # looked up before it is called
        if verb == "get":
            call, name = f"{self._value(op[1], '')}.{op[2]}", str(op[2])
            names: Any = None
        else:
            args, kwargs, names = op[-3], op[-2], op[-1]
            by_value = {id(value): name for name, value in bound(op, self.namespace).items()}
            given = [self._value(value, by_value.get(id(value), "a")) for value in args]
            given += [f"{key}={self._value(value, key)}" for key, value in kwargs.items()]
            owner = f"{self._value(op[1], '')}." if verb == "method" else ""
            name = str(op[2] if verb == "method" else op[1])
            call = f"{owner}{name}({', '.join(given)})"
        if isinstance(right, Raised):
            kind = right.kind
            self.lines += ["try:", f"    {call}", f"except {kind}:", "    pass", "else:"]
            self.lines += [f'    raise AssertionError("no {kind} was raised")']
            return
        if verb == "echo":
            self.lines += [f"{array}_before = {array}.copy()" for array in self.arrays.values()]
        if isinstance(names, tuple):
            own = tuple(self._fresh(part) for part in names)
            self.results[-1] = own
            self.lines.append(f"{', '.join(own)} = {call}")
        else:
            own_name = self._fresh(re.sub(r"\W", "", names or f"{name.lower()}_result"))
            self.results[-1] = own_name
            listed = f"list({call})" if isinstance(names, str) and names.endswith("...") else call
            self.lines.append(f"{own_name} = {listed}")

    def _claim(self, part: Part) -> None:
        if part.argument:
            for array in self.arrays.values():
                self.lines.append(f'assert np.array_equal({array}, {array}_before), "{array} was changed"')
            return
        got = self._result(part.op, part.key.split("/")[1:])
        if isinstance(part.right, int) and not isinstance(part.right, bool):
            self.lines.append(f"assert isinstance({got}, int | np.integer), type({got})")
            self.lines.append(f"assert {got} == {part.right}, {got}")
        elif isinstance(part.right, np.ndarray | np.generic | float):
            want = np.asarray(part.right)
            value = part.value
            if isinstance(value, np.ndarray | np.generic) and value.dtype != want.dtype and value.shape == want.shape:
                self.lines.append(f'assert np.asarray({got}).dtype == "{want.dtype}", np.asarray({got}).dtype')
            self.lines.append(f"expected = {self._array(want.copy('C'), self.digits)}")
            self.lines.append(f"assert np.shape({got}) == {want.shape}, np.shape({got})")
            loose = "1e-3" if want.dtype == np.float32 else "1e-5" if self.digits == SHORT else "1e-8"
            small = float(np.max(np.abs(want), initial=0.0)) if want.dtype.kind in "iuf" else 0.0
            limit = f"{float(loose) * small or 1e-12:.1g}"
            self.lines.append(
                f'np.testing.assert_allclose({got}, expected, rtol={loose}, atol={limit}, err_msg="{got}")'
            )
        elif part.right is None or isinstance(part.right, bool | str):
            self.lines.append(f"assert {got} == {part.right!r}, {got}")
        elif type(part.right) in (tuple, list) and not isinstance(self.results[part.op], tuple):
            self.lines.append(f"assert len({got}) == {len(part.right)}, {got}")

    def _result(self, op: int, path: Sequence[str | int]) -> str:
        own = self.results[op]
        steps = [str(step) for step in path]
        if isinstance(own, tuple) and steps and steps[0].isdigit():
            own, steps = own[int(steps[0])], steps[1:]
        text = own if isinstance(own, str) else f"({', '.join(own)})"
        return text + "".join(f"[{step}]" if step.isdigit() else f"[{step!r}]" for step in steps)

    def _value(self, value: Any, name: str) -> str:
        """An argument as text; arrays get a line and a name of their own."""
        if isinstance(value, Ref):
            return self._result(value.op, value.path)
        if isinstance(value, np.ndarray):
            if id(value) not in self.arrays:
                own = self._fresh(name or "a")
                self.lines.append(f"{own} = {self._array(value, 17)}")
                self.arrays[id(value)] = own
            return self.arrays[id(value)]
        if isinstance(value, Generator):
            return f"np.random.default_rng({value.seed})"
        if isinstance(value, Function):
            if not any(f"def {value.name}(" in text for text in self.definitions):
                source = without_annotations(inspect.getsource(CATALOGUE[value.name])).strip()
                self.definitions += [source, ""]
            return value.name
        if type(value) in (tuple, list):
            inner = [self._value(item, name) for item in value]
            return f"[{', '.join(inner)}]" if type(value) is list else f"({', '.join(inner)}{',' * (len(inner) == 1)})"
        if isinstance(value, np.generic):
            return f"np.{value.dtype.name}({value.item()!r})"
        return repr(value)

    def _array(self, array: np.ndarray[Any, Any], digits: int) -> str:
        self.numbers += array.size
        if self.numbers > NUMBERS:
            raise TooLarge
        if array.size == 0:
            return f"np.zeros({array.shape}, dtype=np.{array.dtype.name})"
        layout = layout_of(array)
        order, apart = layout or (list(range(array.ndim)), False)
        inner = array.transpose(order)  # as it lies in memory
        plain = inner.tolist() if digits > 16 or array.dtype.kind != "f" else _shortened(inner.tolist(), digits)
        text = re.sub(r"\bnan\b", "np.nan", re.sub(r"\binf\b", "np.inf", repr(plain)))
        usual = array.dtype in (np.float64, np.int64, np.bool_)
        text = f"np.array({text})" if usual else f"np.array({text}, dtype=np.{array.dtype.name})"
        if apart:
            text = f"np.repeat({text}, 2, axis=-1)[..., ::2]"
        if order != list(range(array.ndim)):
            text = f"{text}.transpose({', '.join(map(str, np.argsort(order)))})"
        return text

    def _fresh(self, name: str) -> str:
        name = name if name.isidentifier() else "result"
        number = 2
        own = name
        while own in self.taken:
            own, number = f"{name}{number}", number + 1
        self.taken.add(own)
        return own


def _shortened(value: Any, digits: int) -> Any:
    if isinstance(value, list):
        return [_shortened(item, digits) for item in value]
    return float(f"{value:.{digits}g}")
