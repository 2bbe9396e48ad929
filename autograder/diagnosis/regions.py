"""Where an output is wrong: at the borders, where windows overlap, at one end of an axis."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.diagnosis.bank import Named
from autograder.diagnosis.samples import Sample
from autograder.diagnosis.transforms import numbers
from autograder.diagnosis.words import general

Mask = np.ndarray[Any, Any]
LEAST = 2  # samples that a place must show in


def wrong_places(got: Any, want: Any) -> Mask | None:
    """True where two arrays differ; None when they cannot be compared element by element."""
    mine, right = numbers(got), numbers(want)
    if mine is None or right is None or mine.shape != right.shape or not right.size:
        return None
    single = "float32" in (str(getattr(got, "dtype", "")), str(getattr(want, "dtype", "")))
    with np.errstate(all="ignore"):
        scale = float(np.max(np.abs(right), initial=1e-300, where=np.isfinite(right)))
        rtol, atol = (1e-3, 1e-4) if single else (1e-6, 1e-8)
        different: Mask = ~np.isclose(mine, right, rtol=rtol, atol=atol * scale, equal_nan=True)
        return different


def by_region(output: str, samples: Sequence[Sample]) -> Named | None:
    """The region that holds all wrong elements of every sample, and does not fill it."""
    masks = [wrong_places(sample.got, sample.want) for sample in samples]
    if len(masks) < LEAST or any(mask is None or not mask.any() or mask.all() for mask in masks):
        return None
    found = [mask for mask in masks if mask is not None]
    if _all_overlaps(found, [_overlaps(sample) for sample in samples]):
        return general("overlaps", output=output)
    if all(_border_only(mask) for mask in found):
        return general("borders", output=output)
    return _one_end(output, found)


def _all_overlaps(masks: Sequence[Mask], regions: Sequence[Any]) -> bool:
    """Whether pixels are wrong where windows overlap, nearly everywhere there (a border may overlap, too)."""
    if any(region is None or region.shape != mask.shape[-2:] for mask, region in zip(masks, regions, strict=True)):
        return False
    if all(region.all() for region in regions):
        return False
    for mask, region in zip(masks, regions, strict=True):
        hit: Mask = np.any(mask, axis=tuple(range(mask.ndim - 2)))
        if (hit & ~region).any() or hit[region].mean() <= 0.9:
            return False
    return True


def _border_only(mask: Mask) -> bool:
    """Whether all wrong pixels of images lie in the outermost rows and columns, above and below."""
    if mask.ndim != 4 or min(mask.shape[2:]) < 3 or mask[:, :, 1:-1, 1:-1].any():
        return False
    return bool(mask[:, :, 0, :].any() and mask[:, :, -1, :].any())


def _one_end(output: str, masks: Sequence[Mask]) -> Named | None:
    """Wrong at the last element of an axis only, or right at its first only."""
    ndim = masks[0].ndim
    for axis in range(ndim) if all(mask.ndim == ndim for mask in masks) else ():
        others = tuple(other for other in range(ndim) if other != axis)
        along: list[Any] = [mask.any(axis=others) for mask in masks]
        if any(len(line) < 2 for line in along):
            continue
        if all(line[-1] and not line[:-1].any() for line in along):
            return general("last_missing", output=output, axis=axis)
        if all(not line[0] and line[1:].all() for line in along) and any(len(line) > 2 for line in along):
            return general("first_only", output=output, axis=axis)
    return None


def _overlaps(sample: Sample) -> Any:
    """Which pixels of an image lie in more than one window, where the arguments tell of windows."""
    window = windows(sample.arguments)
    x = sample.arguments.get("x")
    if window is None or not isinstance(x, np.ndarray) or x.ndim != 4:
        return None
    if not isinstance(sample.want, np.ndarray) or sample.want.shape != x.shape:
        return None
    (KH, KW), stride, padding = window
    H, W = x.shape[2:]
    count = np.zeros((H + 2 * padding, W + 2 * padding), int)
    for top in range(0, H + 2 * padding - KH + 1, stride):
        for left in range(0, W + 2 * padding - KW + 1, stride):
            count[top : top + KH, left : left + KW] += 1
    return count[padding : padding + H, padding : padding + W] > 1


def windows(arguments: Any) -> tuple[tuple[int, int], int, int] | None:
    """Kernel, stride and padding, where there are arguments of these names."""
    kernel, w = arguments.get("kernel"), arguments.get("w")
    if isinstance(kernel, int):
        sides = (kernel, kernel)
    elif isinstance(kernel, tuple | list) and len(kernel) == 2 and all(isinstance(side, int) for side in kernel):
        sides = (kernel[0], kernel[1])
    elif isinstance(w, np.ndarray) and w.ndim == 4:
        sides = (w.shape[2], w.shape[3])
    else:
        return None
    stride, padding = arguments.get("stride", 1), arguments.get("padding", 0)
    if not (isinstance(stride, int) and isinstance(padding, int)) or stride < 1 or padding < 0:
        return None
    return sides, stride, padding
