"""Supporting claims that both kinds of block must keep; each suite says them in the words of its own question."""

from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.sandbox.proxy import SubmissionFunction
from autograder.suites.lab08_resnet.calls import after, arguments, changed, check_same, named, some_gradients, varied
from autograder.suites.lab08_resnet.cases import with_a_zero_filter, with_zeros
from autograder.suites.lab08_resnet.definition import WEIGHTS, block
from autograder.testkit import Case, assert_close, assert_equal, assert_raises, assert_shape

Backward = Callable[..., Any]  # (case, cache): the gradients; after a forward that is right where there is no cache


def check_zero_at_zero(case: Case, backward: Backward, *names: str) -> None:
    """A kernel's first filter is 0, and then so is what a relu gets and the gradient that it lets back."""
    some_gradients(case, backward(case))
    for name in names:
        gradient = named(case, backward(with_a_zero_filter(case, name)))[name]
        assert_shape(f"with {name}[0] = 0, d{name}", gradient, case[name].shape)
        assert_close(f"with {name}[0] = 0, d{name}[0]", gradient[0], np.zeros_like(gradient[0]))
    flat = changed(with_zeros(case, *WEIGHTS[case.kind]), x=np.maximum(case.x, 0))
    dx = named(case, backward(flat))["x"]
    assert_close("with kernels of 0 where x is 0 or more, dx", dx, case.dout * (case.x > 0))


def check_no_projection(case: Case, backward: Backward) -> None:
    """Where there is no projection, it has no gradient."""
    gradients = backward(case)
    some_gradients(case, gradients)
    assert named(case, gradients)["w_proj"] is None, "dw_proj is an array, but there is no projection: expected None"


def check_own_cache(case: Case, forward: SubmissionFunction, backward: Backward) -> None:
    """Another forward in between, or a second backward, changes nothing."""
    cache = after(forward, case)
    after(forward, changed(case, x=case.x2, w1=-case.w1))
    first = backward(case, cache)
    check_same(case, first, backward(case))
    check_same(case, backward(case, cache), first)


def check_dtypes(case: Case, gradients: Any) -> None:
    """float64 for float64 arrays."""
    for name, gradient in named(case, gradients).items():
        assert_equal(f"dtype of d{name} for float64", str(np.asarray(gradient).dtype), "float64")


def check_shapes(case: Case, gradients: Any) -> None:
    """The shape of what each belongs to."""
    for name, gradient in named(case, gradients).items():
        assert_shape(f"d{name}", gradient, case[name].shape)


def check_defaults(case: Case, forward: SubmissionFunction) -> None:
    """w_proj is None and stride is 1 where a call leaves them out, and both can be given by name."""
    kernels = [case[name] for name in ("x", *WEIGHTS[case.kind])]
    usual, _ = forward(*arguments(case))
    projected, _ = forward(*kernels, case.w_proj)
    assert_close("without stride, out", projected, varied(usual, case))
    plain, _ = forward(*kernels)
    assert_close("without w_proj and stride, out", plain, block(changed(case, w_proj=None)))
    for stride in (2, 3):
        by_name, _ = forward(*kernels, stride=stride, w_proj=case.w_proj)
        assert_close(f"with stride={stride} and w_proj by name, out", by_name, block(changed(case, stride=stride)))


def check_refuses_other_shapes(case: Case, forward: SubmissionFunction) -> None:
    """ValueError where out and the shortcut differ in shape, also where NumPy could stretch one of them."""
    usual, _ = forward(*arguments(case))
    varied(usual, case)
    assert_raises(ValueError, forward, *arguments(case, w_proj=None))
    assert_raises(ValueError, forward, *arguments(case, w_proj=case.w_proj[:1].copy()))
    one = {"x": case.x[:, :1].copy(), "w1": case.w1[:, :1].copy()}
    assert_raises(ValueError, forward, *arguments(case, w_proj=None, **one))


def check_refuses_what_cannot_be(case: Case, forward: SubmissionFunction) -> None:
    """ValueError for a kernel that has other channels than what it gets, and for a stride of 0 or less."""
    for name in (*WEIGHTS[case.kind], "w_proj"):
        assert_raises(ValueError, forward, *arguments(case, **{name: case[name][:, :1].copy()}))
    for stride in (0, -1):
        assert_raises(ValueError, forward, *arguments(case, stride=stride))
