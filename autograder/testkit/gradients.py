"""Numerical gradient checks against a trusted forward, never against the submission's own.

Along a random direction v the derivative of L = sum(dout * f(x)) is sum(dx * v) when dx is right. It is compared
with the five-point central difference
    (L(x - 2hv) - 8 L(x - hv) + 8 L(x + hv) - L(x + 2hv)) / 12h,  error O(h^4)        Fornberg 1988, table 1
in float64, whatever the submission's dtype.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.testkit.asserts import difference, numeric, same_shape
from autograder.testkit.oracles import kept

DIRECTIONS = 2
STEP = 1e-3
RTOL = {"float64": 1e-6, "float32": 5e-3}


def assert_gradients(f: Callable[..., Any], dout: np.ndarray, **pairs: tuple[np.ndarray, Any]) -> None:
    """Claim that each gradient fits: `x=(x, dx)` says that f is called as f(x=...) and that dx is the gradient.

    A gradient has a shape before it has a value; the two get different sentences. Differences below 1e-2 of the
    tolerance times sum |dout| count as rounding, so that gradients that vanish can be checked.
    """
    names, values = tuple(pairs), tuple(value for value, _ in pairs.values())
    for name, (value, gradient) in pairs.items():
        array = numeric(f"d{name}", gradient)
        same_shape(f"d{name}", array, np.shape(value))
        bad = ~np.isfinite(array)
        if bad.any():
            raise AssertionError(difference(f"d{name}", array, np.zeros(array.shape), bad))
    slopes = kept(_slopes, f, dout, names, values)
    for name, (value, gradient) in pairs.items():
        array = np.asarray(gradient)
        rtol = RTOL["float32" if "float32" in (array.dtype.name, np.asarray(value).dtype.name) else "float64"]
        for v, slope, size in slopes[name]:
            claimed = float(np.sum(array.astype(np.float64) * v))
            if not abs(claimed - slope) <= rtol * max(abs(slope), 1e-2 * size):
                raise AssertionError(
                    f"d{name} is not the gradient: along a random direction v, sum(d{name} * v) is {claimed:.6g}, "
                    f"finite differences give {slope:.6g}"
                )


def _slopes(
    f: Callable[..., Any], dout: np.ndarray, names: tuple[str, ...], values: tuple[np.ndarray, ...]
) -> dict[str, list[tuple[np.ndarray, float, float]]]:
    """For each argument: directions, numerical derivatives along them, and the size of dout for the floor."""
    point = {name: np.asarray(value, np.float64) for name, value in zip(names, values, strict=True)}
    weights = np.asarray(dout, np.float64)
    size = float(np.sum(np.abs(weights)))

    def loss(name: str, shifted: np.ndarray) -> float:
        return float(np.sum(weights * f(**{**point, name: shifted})))

    slopes: dict[str, list[tuple[np.ndarray, float, float]]] = {}
    for name, x in point.items():
        slopes[name] = []
        for v in _directions(name, x):
            far, near, after, farther = (loss(name, x + step * STEP * v) for step in (-2, -1, 1, 2))
            slopes[name].append((v, (far - 8 * near + 8 * after - farther) / (12 * STEP), size))
    return slopes


def _directions(name: str, x: np.ndarray) -> list[np.ndarray]:
    """Random directions that depend on the name and the shape only: equal cases give equal verdicts."""
    seed = int.from_bytes(hashlib.sha256(f"{name}{x.shape}".encode()).digest()[:8], "little")
    rng = np.random.default_rng(seed)
    return [rng.choice([-1.0, 1.0], x.shape) * rng.uniform(0.5, 1.5, x.shape) for _ in range(DIRECTIONS)]
