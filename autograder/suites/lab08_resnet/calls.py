"""Calls of a submission's blocks, and what several claims about them share; both kinds of block go through here."""

from typing import Any

import numpy as np

from autograder.sandbox.proxy import SubmissionFunction
from autograder.suites.lab08_resnet.definition import WEIGHTS, block, held
from autograder.testkit import Case, assert_close, assert_gradients, assert_shape, builds_on


def arguments(case: Case, **changes: Any) -> list[Any]:
    """The arguments of a forward pass, in order, some of them changed."""
    values = {**case, **changes}
    return [values[name] for name in ("x", *WEIGHTS[case.kind], "w_proj", "stride")]


def changed(case: Case, **changes: Any) -> Case:
    """The case with some of it changed."""
    return Case({**case, **changes})


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same everywhere: a constant would keep many a promise."""
    assert_shape("out", out, block(case).shape)
    assert np.any(out != np.ravel(out)[0]), "out is the same everywhere"
    return out


def after(forward: SubmissionFunction, case: Case) -> Any:
    """The cache of a forward whose out is right; otherwise the case is blocked."""
    with builds_on(forward):
        out, cache = forward(*arguments(case))
        assert_close("out", out, block(case))
    return cache


def named(case: Case, gradients: Any) -> dict[str, Any]:
    """What a backward pass returned, by name."""
    return dict(zip(("x", *WEIGHTS[case.kind], "w_proj"), gradients, strict=True))


def check_gradients(case: Case, gradients: Any, *names: str) -> None:
    """Compare the gradients of these arguments with finite differences of the definition."""
    found = named(case, gradients)
    assert_gradients(lambda **at: held(case, **at), case.dout, **{name: (case[name], found[name]) for name in names})


def some_gradients(case: Case, gradients: Any) -> dict[str, Any]:
    """The gradients by name, those of x and of the weights not 0 everywhere: zeros would keep many a promise."""
    found = named(case, gradients)
    if case.w_proj is None:
        del found["w_proj"]
    for name, gradient in found.items():
        assert_shape(f"d{name}", gradient, case[name].shape)
        assert np.any(gradient), f"d{name} is 0 everywhere"
    return found


def check_same(case: Case, got: Any, expected: Any, dtype: str = "") -> None:
    """Compare two sets of gradients; `expected`, which may not be 0, in another dtype if one is given."""
    wish = some_gradients(case, expected)
    found = named(case, got)
    for name, gradient in wish.items():
        assert_close(f"d{name}", found[name], np.asarray(gradient, dtype or None))


def dense(case: Case) -> Case:
    """The same numbers in C order, without gaps."""
    return Case({name: np.ascontiguousarray(v) if isinstance(v, np.ndarray) else v for name, v in case.items()})


def wide(case: Case) -> Case:
    """The same numbers in float64."""
    return Case({name: v.astype("float64") if isinstance(v, np.ndarray) else v for name, v in case.items()})
