"""What the cases cover and what the claims weigh: diversity of cases beats tight tolerance.

Read off the calls that the frozen cases lead to. An answer that holds for one batch size, one dtype, one memory
layout or one value of a hyper-parameter only must meet another one in every question.
"""

import importlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from autograder.engine import record_scripts
from autograder.labs import Lab
from autograder.pool import JudgeSettings
from autograder.replay.cases import frozen_cases
from autograder.replay.script import TestScript
from autograder.replay.suite import Suite, collect
from autograder.sandbox.inside.run import Op
from autograder.sandbox.proxy import called
from autograder.verify.crew import Crew, lab_of
from autograder.verify.finding import Finding, PartResult, Tick

BATCH_SIZES = 4  # different first lengths of the arrays of a question
LENGTHS = 2  # of every other axis
DTYPES = ("float32", "float64")
VALUES = 2  # of every number that a function takes
VALUE_SHARE = 2 / 3  # of a question's weight that value claims must hold: the rest could be had by trivial answers


@dataclass(frozen=True)
class Coverage(PartResult):
    """How many calls the cases of the suite make, and the least share of value claims."""

    part: ClassVar[str] = "coverage"
    questions: int
    calls: int
    value_share: float

    @property
    def figures(self) -> str:
        """The numbers in one line."""
        return (
            f"{self.questions} questions, {self.calls} calls; value claims hold at least {self.value_share:.0%} "
            "of the weight"
        )


@dataclass
class Seen:
    """What a question's calls were given."""

    calls: int = 0
    lengths: dict[tuple[int, int], set[int]] = field(default_factory=lambda: defaultdict(set))  # by (ndim, axis)
    dtypes: set[str] = field(default_factory=set)
    orders: set[str] = field(default_factory=set)
    numbers: dict[str, set[float]] = field(default_factory=lambda: defaultdict(set))

    def note(self, name: str, value: Any, fixed: bool = False) -> None:
        """Remember one argument; `fixed`: all its axes but the first have one length by contract."""
        if isinstance(value, np.ndarray):
            if value.dtype.kind == "f":
                self.dtypes.add(value.dtype.name)
            for axis, length in enumerate(value.shape if value.ndim > 1 else ()):
                if axis == 0 or not fixed:
                    self.lengths[value.ndim, axis].add(length)
            if value.ndim > 1:
                self.orders.add("C" if value.flags.c_contiguous else "other")
        elif type(value) in (int, float):  # not flags: a mutant of the branch they choose would survive
            self.numbers[name].add(value)


def check_coverage(lab: Lab, crew: Crew, tick: Tick) -> Coverage:
    """Look at the cases and the weights of every question."""
    ((_, coverage),) = crew.each(_look, [lab.name], tick)
    return coverage


def _look(settings: JudgeSettings, _: str) -> Coverage:
    lab = lab_of(settings)
    suite = collect(lab)
    scripts = record_scripts(suite, frozen_cases(suite, settings.salt), lab.solution.read_text("utf-8"))
    questions = list(dict.fromkeys(test.question for test in suite.tests))
    findings: list[Finding] = []
    calls = 0
    for question in questions:
        seen = _seen(suite, scripts, question)
        calls += seen.calls
        findings += [Finding(f"{question}.py", what) for what in (*_uncovered(seen), *_badly_weighed(suite, question))]
    least = min((_value_share(suite, question) for question in questions), default=0.0)
    return Coverage(tuple(findings), len(questions), calls, round(least, 3))


def _seen(suite: Suite, scripts: dict[str, TestScript], question: str) -> Seen:
    seen = Seen()
    fixed = fixed_shapes(suite.lab)
    for test in suite.of_question(question):
        for ops in scripts[test.id].scripts:
            for op in ops or ():
                seen.calls += 1
                for name, value in _arguments(op):
                    seen.note(name, value, called(op) in fixed)
    return seen


def fixed_shapes(lab: str) -> frozenset[str]:
    """The functions and methods whose samples have one shape only, such as a network's: FIXED in contract.py."""
    contract = importlib.import_module(f"autograder.suites.{lab}.contract")
    return frozenset(getattr(contract, "FIXED", ()))


def _arguments(op: Op) -> Iterator[tuple[str, Any]]:
    """The arguments of an operation with names for them."""
    if op[0] == "get":
        return
    function, args, kwargs = (op[1], op[2], op[3]) if op[0] != "method" else (op[2], op[3], op[4])
    yield from ((f"argument {number} of {function}", value) for number, value in enumerate(args, start=1))
    yield from ((f"argument {name} of {function}", value) for name, value in kwargs.items())


def _uncovered(seen: Seen) -> Iterator[str]:
    if not seen.lengths:  # a question without arrays
        return
    batches = set().union(*(lengths for (_, axis), lengths in seen.lengths.items() if axis == 0))
    if len(batches) < BATCH_SIZES:
        yield f"the first axis has {_listed(batches)} elements only, expected {BATCH_SIZES} different lengths"
    for (ndim, axis), lengths in sorted(seen.lengths.items()):
        if axis and len(lengths) < LENGTHS:
            yield f"axis {axis} of arrays of {ndim} axes has {_listed(lengths)} elements in every case"
    for dtype in DTYPES:
        if dtype not in seen.dtypes:
            yield f"no case is {dtype}"
    if "other" not in seen.orders:
        yield "every array is in C order; a case should lie in memory in another way"
    for name, values in sorted(seen.numbers.items()):
        if len(values) < VALUES:
            yield f"{name} is {_listed(values)} in every case"


def _badly_weighed(suite: Suite, question: str) -> Iterator[str]:
    for test in suite.of_question(question):
        if test.weight <= 0:
            yield f"{test.name} has weight {test.weight:g}, expected more than 0"
    share = _value_share(suite, question)
    if share < VALUE_SHARE:
        yield f"value claims hold {share:.0%} of the weight, expected {VALUE_SHARE:.0%}"


def _value_share(suite: Suite, question: str) -> float:
    tests = suite.of_question(question)
    total = sum(test.weight for test in tests)
    return sum(test.weight for test in tests if test.kind == "value") / total if total else 0.0


def _listed(values: set[Any]) -> str:
    return ", ".join(f"{value:g}" for value in sorted(values))
