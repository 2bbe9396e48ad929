"""Strategies draw small things (shapes, hyper-parameters, a seed); arrays come from numpy.random.Generator.

Element-wise array strategies cost milliseconds an example and draw degenerate values; a seed costs nothing.
"""

import numpy as np
from hypothesis import strategies as st

from autograder.sandbox.inside.layout import lay_out

LAYOUTS = ("C", "F", "strided")


def seeds() -> st.SearchStrategy[int]:
    """A seed for numpy.random.default_rng; it does not shrink to anything special."""
    return st.integers(0, 2**32 - 1)


def layouts() -> st.SearchStrategy[str]:
    """A memory layout: C order, Fortran order, or elements that lie apart."""
    return st.sampled_from(LAYOUTS)


def float_dtypes() -> st.SearchStrategy[str]:
    """float64 or float32."""
    return st.sampled_from(("float64", "float32"))


def arrays(
    rng: np.random.Generator,
    shape: int | tuple[int, ...],
    dtype: str = "float64",
    layout: str = "C",
    scale: float | np.ndarray = 1.0,
    shift: float | np.ndarray = 0.0,
) -> np.ndarray:
    """scale * standard normal + shift, of this dtype and memory layout."""
    values = np.asarray(rng.standard_normal(shape) * scale + shift, dtype)
    if layout == "C" or values.ndim == 0:
        return values
    axes = list(range(values.ndim))
    return lay_out(values, [axes[::-1], False] if layout == "F" else [axes, True])
