"""Transforms of the right answer: does one of them give what came back, in every sample?

Each finder looks at the arrays of one output over all failing cases, and gives a mistake with its words, or None.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from autograder.diagnosis.bank import Named
from autograder.diagnosis.samples import Sample
from autograder.diagnosis.words import general

Array = np.ndarray[Any, Any]
Pair = tuple[Array, Array]  # got, want
NEAR = 1e-3  # a factor that is no nearer to 1 counts as one: nearer ones are another eps, or rounding


def numbers(value: Any) -> Array | None:
    """A value as an array of float64, or None when it is something else."""
    if isinstance(value, bool) or not isinstance(value, np.ndarray | np.generic | int | float):
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        return None
    return array.astype(np.float64)


def close(got: Array, want: Array, single: bool = False) -> bool:
    """Equal up to rounding on the scale of the array."""
    if got.shape != want.shape:
        return False
    with np.errstate(all="ignore"):
        scale = float(np.max(np.abs(want), initial=1e-300, where=np.isfinite(want)))
        rtol, atol = (1e-3, 1e-4) if single else (1e-6, 1e-8)
        return bool(np.allclose(got, want, rtol=rtol, atol=atol * scale, equal_nan=True))


def by_transform(output: str, samples: Sequence[Sample]) -> Named | None:
    """The transform that explains all samples of an output; they are all wrong, or None comes back."""
    dtype = _dtype(output, samples)
    if dtype is not None:
        return dtype
    pairs: list[Pair] = []
    for sample in samples:
        got, want = numbers(sample.got), numbers(sample.want)
        if got is None or want is None:
            return None
        pairs.append((got, want))
    single = any("float32" in str(getattr(sample.got, "dtype", "")) for sample in samples)
    if not all(np.isfinite(want).all() for _, want in pairs):
        return None
    if all(got.size == 0 and want.size for got, want in pairs):
        return general("empty_crop", output=output)
    if all(got.size and not got.any() and want.any() for got, want in pairs):
        return general("zeros", output=output)
    finders: tuple[Callable[[], Named | None], ...] = (
        lambda: _rounded(output, pairs),
        lambda: _rearranged(output, pairs, single),
        lambda: _scaled(output, pairs, samples, single),
        lambda: _reduced(output, pairs, single),
        lambda: _moved(output, pairs, single),
        lambda: _offset(output, pairs, single),
    )
    return next((found for finder in finders if (found := finder()) is not None), None)


def _dtype(output: str, samples: Sequence[Sample]) -> Named | None:
    """The right numbers in another dtype."""
    kinds = set()
    for sample in samples:
        got, want = (getattr(value, "dtype", None) for value in (sample.got, sample.want))
        mine, right = numbers(sample.got), numbers(sample.want)
        if got is None or want is None or got == want or mine is None or right is None:
            return None
        if not close(mine, right, single="float32" in (got.name, want.name) or got.kind in "iu"):
            return None
        kinds.add((got.name, want.name))
    if len(kinds) != 1:
        return None
    ((got_name, want_name),) = kinds
    return general("dtype", output=output, got=got_name, wish=want_name)


def _rearranged(output: str, pairs: Sequence[Pair], single: bool) -> Named | None:
    """Axes in another order, or the right numbers in another shape."""
    ndim = pairs[0][1].ndim
    if any(want.ndim != ndim for _, want in pairs):
        ndim = 0
    for order in list(itertools.permutations(range(ndim)))[1:] if 2 <= ndim <= 4 else []:
        # An order that changes nothing (an axis of length 1) tells nothing.
        if all(close(got, want.transpose(order), single) for got, want in pairs) and not all(
            close(want.transpose(order), want, single) for _, want in pairs
        ):
            if ndim == 2:
                return general("transposed", output=output)
            if order == (*range(ndim - 2), ndim - 1, ndim - 2):
                return general("height_and_width", output=output)
            return general("axes", output=output)
    for axis in range(ndim):
        if all(close(got, np.flip(want, axis), single) for got, want in pairs):
            return general("reversed", output=output, axis=axis)
    if all(got.shape != want.shape and got.size == want.size for got, want in pairs) and all(
        close(got.ravel(), want.ravel(), single) for got, want in pairs
    ):
        return general("shape", output=output)
    return None


def _scaled(output: str, pairs: Sequence[Pair], samples: Sequence[Sample], single: bool) -> Named | None:
    """The right answer times a number: the same for all, or a size of the arguments."""
    factors = []
    for got, want in pairs:
        if got.shape != want.shape or not want.any():
            return None
        factor = float((got * want).sum() / (want * want).sum())
        if not np.isfinite(factor) or factor == 0 or abs(factor - 1) < NEAR or not close(got, factor * want, single):
            return None
        factors.append(factor)
    loose = 1e-3 if single else 1e-6
    if np.allclose(factors, -1, rtol=loose):
        return general("sign", output=output)
    # With one case, or with equal sizes in all, a size and a constant cannot be told apart.
    for name, sizes in _sizes(samples).items():
        if len(set(sizes)) < 2:
            continue
        if np.allclose(factors, sizes, rtol=loose):
            return general("too_large", output=output, size=name)
        if np.allclose(np.multiply(factors, sizes), 1, rtol=loose):
            return general("too_small", output=output, size=name)
    if len(factors) > 1 and np.allclose(factors, factors[0], rtol=loose):
        return general("factor", output=output, factor=f"{factors[0]:.3g}")
    return None


def _sizes(samples: Sequence[Sample]) -> dict[str, list[float]]:
    """Numbers that stand for something: sizes of the arguments and their products, by name, sample by sample."""
    columns: list[dict[str, float]] = []
    for sample in samples:
        found: dict[str, float] = {}
        x = next((v for v in sample.arguments.values() if isinstance(v, np.ndarray) and v.ndim >= 2), None)
        if x is not None:
            found["N"] = x.shape[0]
            if x.ndim == 2:
                found |= {"the number of columns": x.shape[1], "N times the number of columns": x.size}
            if x.ndim == 4:
                C, H, W = x.shape[1:]
                found |= {"C": C, "H W": H * W, "N H W": x.shape[0] * H * W, "C H W": C * H * W, "N C H W": x.size}
        for name, value in sample.arguments.items():
            if isinstance(value, int) and not isinstance(value, bool) and value > 0:
                found |= {f"`{name}`": value, f"the square of `{name}`": value * value}
            elif isinstance(value, float) and value > 0:
                found |= {f"`{name}`": value, f"1 - `{name}`": 1 - value} if value < 1 else {f"`{name}`": value}
        columns.append(found)
    names = set(columns[0]).intersection(*columns[1:]) if columns else set()
    return {name: [column[name] for column in columns] for name in columns[0] if name in names} if columns else {}


def _reduced(output: str, pairs: Sequence[Pair], single: bool) -> Named | None:
    """A sum or a mean over an axis too many or too few."""
    for name, function in (("summed", np.sum), ("averaged", np.mean)):
        for axes in _axes(pairs[0][0].ndim):
            if all(got.ndim == pairs[0][0].ndim for got, _ in pairs) and all(
                got.ndim > want.ndim and _equal_but_for_ones(function(got, axis=axes), want, single)
                for got, want in pairs
            ):
                return general(f"not_{name}", output=output, axis=_list(axes))
        for axes in _axes(pairs[0][1].ndim):
            if all(want.ndim == pairs[0][1].ndim for _, want in pairs) and all(
                got.size < want.size and _equal_but_for_ones(function(want, axis=axes), got, single)
                for got, want in pairs
            ):
                return general(f"{name}_too_far", output=output, axis=_list(axes))
    return None


def _equal_but_for_ones(one: Any, other: Array, single: bool) -> bool:
    return close(np.squeeze(np.asarray(one)), np.squeeze(other), single)


def _axes(ndim: int) -> Iterator[tuple[int, ...]]:
    for count in range(1, ndim + 1):
        yield from itertools.combinations(range(ndim), count)


def _list(axes: Sequence[int]) -> str:
    return ", ".join(map(str, axes))


def _moved(output: str, pairs: Sequence[Pair], single: bool) -> Named | None:
    """Shifted by one along an axis; what falls in at the end may be anything."""
    ndim = pairs[0][1].ndim
    if any(got.shape != want.shape or want.ndim != ndim for got, want in pairs):
        return None
    for axis in range(ndim):
        if all(want.shape[axis] < 3 for _, want in pairs):
            continue
        for step in (1, -1):
            if all(_shifted(got, want, axis, step, single) for got, want in pairs if want.shape[axis] > 2):
                return general("shifted", output=output, axis=axis)
    return None


def _shifted(got: Array, want: Array, axis: int, step: int, single: bool) -> bool:
    mine, right = np.moveaxis(got, axis, 0), np.moveaxis(want, axis, 0)
    return close(mine[1:], right[:-1], single) if step == 1 else close(mine[:-1], right[1:], single)


def _offset(output: str, pairs: Sequence[Pair], single: bool) -> Named | None:
    """The same number too much everywhere, or everywhere in a column or channel."""
    if any(got.shape != want.shape or want.size < 3 for got, want in pairs):
        return None
    distances = [got - want for got, want in pairs]
    scales = [max(1e-300, float(np.abs(want).max())) for _, want in pairs]
    loose = 1e-4 if single else 1e-7
    if all(np.ptp(distance) <= loose * scale for distance, scale in zip(distances, scales, strict=True)):
        return general("offset", output=output)
    if all(distance.ndim >= 2 and distance.size > distance.shape[1] for distance in distances):
        spreads = [np.ptp(np.moveaxis(d, 1, 0).reshape(d.shape[1], -1), axis=1).max() for d in distances]
        if all(spread <= loose * scale for spread, scale in zip(spreads, scales, strict=True)):
            return general("offset_per_channel", output=output)
    return None


def _rounded(output: str, pairs: Sequence[Pair]) -> Named | None:
    """Right to about 7 digits."""
    if all(
        got.shape == want.shape and close(got, want, single=True) and _single(got) and not _single(want)
        for got, want in pairs
    ):
        return general("rounding", output=output)
    return None


def _single(got: Array) -> bool:
    return bool((got.astype(np.float32).astype(np.float64) == got).all())
