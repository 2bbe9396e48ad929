"""The vocabulary of hidden suites: strategies, trusted oracles, gradient checks, and claims that are sentences."""

from autograder.sandbox.inside.values import Case, Function, Generator
from autograder.testkit.asserts import (
    Blocked,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_raises,
    assert_shape,
    builds_on,
)
from autograder.testkit.gradients import assert_gradients
from autograder.testkit.marks import supporting, weight
from autograder.testkit.oracles import oracle
from autograder.testkit.rows import assert_rows
from autograder.testkit.strategies import arrays, float_dtypes, layouts, seeds

__all__ = [
    "Blocked",
    "Case",
    "Function",
    "Generator",
    "arrays",
    "assert_close",
    "assert_equal",
    "assert_gradients",
    "assert_leaves_arguments_alone",
    "assert_raises",
    "assert_rows",
    "assert_shape",
    "builds_on",
    "float_dtypes",
    "layouts",
    "oracle",
    "seeds",
    "supporting",
    "weight",
]
