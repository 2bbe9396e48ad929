"""What each frozen case asks of a submission: the operations, recorded once with the reference solutions.

A case whose operations depend on the numbers that come back cannot be sent ahead; it is replayed live instead.
That shows when the recording is repeated with every result off by one part in 10^12.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.errors import InfrastructureError
from autograder.replay.suite import HiddenTest
from autograder.sandbox.box import Batch, Box
from autograder.sandbox.inside.run import Op
from autograder.sandbox.inside.values import Case, Ref
from autograder.sandbox.proxy import Contract, Example, called, running
from autograder.testkit.live import LiveExample

Script = list[Op] | None  # None: live


@dataclass(frozen=True)
class TestScript:
    """A test's cases with their operations; `batch` holds those of the cases that can be sent ahead."""

    __test__ = False

    test: HiddenTest
    cases: list[dict[str, Any]]
    scripts: list[Script]
    batch: Batch
    right: list[list[Any]]  # what the reference gave, case by case
    asked: list[list[str]]  # and what was called for it

    @property
    def ahead(self) -> list[int]:
        """The numbers of the cases in the batch."""
        return [number for number, script in enumerate(self.scripts) if script is not None]

    def functions(self, number: int) -> set[str]:
        """The functions and methods that a case calls."""
        return {called(op) for op in self.scripts[number] or [] if op[0] != "get"}


class _Recording(LiveExample):
    """A live example that remembers its operations."""

    def __init__(self, contract: Contract, box: Box, noise: float) -> None:
        super().__init__(contract, box)
        self.ops: list[Op] = []
        self.given: list[Any] = []
        self.noise = noise

    def perform(self, op: Op) -> Any:
        self.ops.append(self.referenced(op))
        result = super().perform(op)
        self.given.append(result)
        if op[0] == "echo" and type(result) is tuple:
            return _shaken(result[0], self.noise), result[1]
        return _shaken(result, self.noise)


def record(test: HiddenTest, cases: list[dict[str, Any]], contract: Contract, reference: Box) -> TestScript:
    """Record a test's operations; raises InfrastructureError where the reference itself does not pass."""
    scripts: list[Script] = []
    right: list[list[Any]] = []
    asked: list[list[str]] = []
    for case in cases:
        once = _Recording(contract, reference, 0.0)
        try:
            with running(once):
                test.body(**case)
        except Exception as error:
            raise InfrastructureError(f"the reference fails {test.id}: {type(error).__name__}: {error}") from error
        again = _Recording(contract, reference, 1e-12)
        try:
            with running(again):
                test.body(**case)
            steady = same(once.ops, again.ops)
        except Exception:  # the noise broke an exact claim: fine, what was asked until then counts
            steady = same(once.ops[: len(again.ops)], again.ops)
        scripts.append(once.ops if steady else None)
        right.append(once.given)
        asked.append(once.asked)
    batch = batch_of([ops for ops in scripts if ops is not None], contract)
    return TestScript(test, cases, scripts, batch, right, asked)


def batch_of(examples: Sequence[list[Op]], contract: Contract) -> Batch:
    """Examples to be sent ahead; those with calls that may take long get the time of these."""
    return Batch.of(examples, [sum(contract.time(op, 0.0) for op in ops) for ops in examples])


class Diverged(BaseException):
    """The test's body asked for another operation than the recorded one; no `except` in a test is meant for it."""


class ReplayedExample(Example):
    """One run of a test's body on results that are already there."""

    def __init__(self, contract: Contract, ops: list[Op], results: list[Any]) -> None:
        super().__init__(contract)
        self.ops, self.results = ops, results

    def perform(self, op: Op) -> Any:
        """The recorded operation's result; raises Diverged for any other operation."""
        number = self.count - 1
        if number >= len(self.ops) or not self.matches(op, self.ops[number]):
            raise Diverged
        return self.results[number]


def same(one: Any, other: Any) -> bool:
    """Whether two operations are equal to the last bit, memory layout included."""
    if one is other:
        return True
    kind = type(one)
    if kind is not type(other):
        return False
    if kind is np.ndarray:
        return bool(
            one.dtype == other.dtype
            and one.shape == other.shape
            and one.strides == other.strides
            and one.tobytes() == other.tobytes()
        )
    if kind is tuple or kind is list:
        return len(one) == len(other) and all(map(same, one, other))
    if kind is dict or kind is Case:
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if kind is Ref:
        return bool(one == other)
    return bool(one == other) or (one != one and other != other)


def _shaken(value: Any, noise: float) -> Any:
    if not noise:
        return value
    if isinstance(value, np.ndarray | np.floating) and value.dtype.kind == "f":
        return value * value.dtype.type(1 + noise * 1e6 * (value.dtype == np.float32) + noise)
    if type(value) is float:
        return value * (1 + noise)
    if type(value) in (tuple, list):
        return type(value)(_shaken(item, noise) for item in value)
    if type(value) is dict:
        return {key: _shaken(item, noise) for key, item in value.items()}
    return value
