"""Functions that a suite may hand to a submission: a closed list, the same on both sides of the wall."""

from collections.abc import Callable
from typing import Any

import numpy as np


def sum_of_squares(x: Any) -> Any:
    """sum x^2, gradient 2 x."""
    return np.sum(np.asarray(x) ** 2)


def sum_of_sines(x: Any) -> Any:
    """sum sin x, gradient cos x."""
    return np.sum(np.sin(x))


def sum_of_cubes(x: Any) -> Any:
    """sum x^3, gradient 3 x^2."""
    return np.sum(np.asarray(x) ** 3)


def log_sum_exp(x: Any) -> Any:
    """log sum exp x, gradient softmax(x)."""
    top = np.max(x)
    return top + np.log(np.sum(np.exp(x - top)))


CATALOGUE: dict[str, Callable[[Any], Any]] = {
    function.__name__: function for function in (sum_of_squares, sum_of_sines, sum_of_cubes, log_sum_exp)
}
