"""What a hidden test says about itself beside its claim: how much it weighs, and whether it can earn alone."""

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def weight(value: float) -> Callable[[F], F]:
    """The test's share of its question's points, relative to the other tests; 1 where nothing is said."""

    def mark(test: F) -> F:
        _target(test).gradlab_weight = float(value)
        return test

    return mark


def supporting(test: F) -> F:
    """Mark a claim that a trivial answer could satisfy: it earns only beside a passed value claim."""
    _target(test).gradlab_kind = "supporting"
    return test


def _target(test: Any) -> Any:
    """The body under Hypothesis's wrapper, so that the order of decorators does not matter."""
    return test.hypothesis.inner_test if hasattr(test, "hypothesis") else test


def weight_of(test: Any) -> float:
    """The weight of a collected test."""
    return float(getattr(_target(test), "gradlab_weight", 1.0))


def kind_of(test: Any) -> str:
    """`value` or `supporting`."""
    return str(getattr(_target(test), "gradlab_kind", "value"))
