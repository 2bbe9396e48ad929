"""Memory layout, which `.npy` loses: the order of the axes, and whether elements lie apart."""

from typing import Any

import numpy as np


def layout_of(array: np.ndarray) -> list[Any] | None:
    """What `.npy` loses: the order of the axes in memory and whether elements lie apart. None for plain C order."""
    if array.flags.c_contiguous:
        return None
    order = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    apart = bool(array.ndim and array.size and min(abs(s) for s in array.strides) > array.itemsize)
    return [order, apart]


def lay_out(array: np.ndarray, layout: list[Any]) -> np.ndarray:
    """A copy of `array` with the memory layout that `layout_of` described; ValueError for an impossible one."""
    order, apart = layout
    if sorted(order) != list(range(array.ndim)):
        raise ValueError(f"{order} is no order of {array.ndim} axes")
    shape = [array.shape[axis] for axis in order]
    step = 2 if apart else 1
    # Zeros in the gaps: code that reads them by mistake gets the same on both sides of the wall.
    base = np.zeros([*shape[:-1], step * shape[-1]], array.dtype)[..., ::step] if shape else np.empty((), array.dtype)
    view = base.transpose(np.argsort(order))
    view[...] = array
    return view
