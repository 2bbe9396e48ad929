"""spatial_batchnorm_backward: what is true of every correct answer.

dx, dgamma and dbeta are the gradients of L for dout = dL/dout         Ioffe & Szegedy (2015), section 3
In training mean and var depend on x; in evaluation they are constants.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import spatial_batchnorm_backward, spatial_batchnorm_forward

from autograder.suites.lab05_normalization.cases import images
from autograder.suites.lab05_normalization.definition import evaluate, normalise, per_channel, rows
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_gradients,
    assert_leaves_arguments_alone,
    assert_shape,
    builds_on,
    supporting,
    weight,
)

VECTORS = ("gamma", "beta", "running_mean", "running_var")


def after_training(case: Case, **changes: Any) -> Any:
    """The cache of a training forward whose out is right; otherwise the case is blocked."""
    case = Case({**case, **changes})
    with builds_on(spatial_batchnorm_forward):
        vectors = [case[name] for name in VECTORS]
        out, _, _, cache = spatial_batchnorm_forward(case.x, *vectors, True, case.momentum, case.eps)
        assert_close("out", out, normalise(case.x, case.gamma, case.beta, case.eps, "batch"))
    return cache


def after_evaluation(case: Case) -> Any:
    """The cache of an evaluation forward whose out is right; otherwise the case is blocked."""
    with builds_on(spatial_batchnorm_forward):
        vectors = [case[name] for name in VECTORS]
        out, _, _, cache = spatial_batchnorm_forward(case.x, *vectors, False, case.momentum, case.eps)
        assert_close("out", out, evaluate(case.x, *vectors, case.eps))
    return cache


def some_gradient(dx: Any, case: Case) -> Any:
    """dx, which may not be 0 everywhere: zeros would keep many a promise."""
    assert_shape("dx", dx, case.x.shape)
    assert dx.any(), "dx is 0 everywhere"
    return dx


@weight(6)
@settings(max_examples=4)
@given(images(batch=(1, 7)))
def test_dx_is_the_gradient_of_x(case: Case) -> None:
    """returns dx equal to numerical gradients in training, where mean and variance depend on x"""
    dx, _, _ = spatial_batchnorm_backward(case.dout, after_training(case))
    assert_gradients(lambda x: normalise(x, case.gamma, case.beta, case.eps, "batch"), case.dout, x=(case.x, dx))


@weight(2)
@settings(max_examples=3)
@given(images())
def test_dgamma_is_the_gradient_of_gamma(case: Case) -> None:
    """returns dgamma equal to numerical gradients: the sum of dout * x_hat over all images and pixels"""
    _, dgamma, _ = spatial_batchnorm_backward(case.dout, after_training(case))
    assert_gradients(
        lambda gamma: normalise(case.x, gamma, case.beta, case.eps, "batch"), case.dout, gamma=(case.gamma, dgamma)
    )


@settings(max_examples=3)
@given(images())
def test_dbeta_is_the_gradient_of_beta(case: Case) -> None:
    """returns dbeta equal to numerical gradients: the sum of dout over all images and pixels"""
    _, _, dbeta = spatial_batchnorm_backward(case.dout, after_training(case))
    assert_gradients(
        lambda beta: normalise(case.x, case.gamma, beta, case.eps, "batch"), case.dout, beta=(case.beta, dbeta)
    )


@weight(1.5)
@settings(max_examples=3)
@given(images(large_eps=True, eps=(1e-1, 0.4)))
def test_dx_keeps_eps_beside_the_variance(case: Case) -> None:
    """keeps eps in dx, which matters when the variance is as small as eps"""
    dx, _, _ = spatial_batchnorm_backward(case.dout, after_training(case))
    assert_gradients(lambda x: normalise(x, case.gamma, case.beta, case.eps, "batch"), case.dout, x=(case.x, dx))


@weight(2)
@settings(max_examples=3)
@given(images(batch=(1, 7)))
def test_dx_after_evaluation(case: Case) -> None:
    """returns dx = dout * gamma / sqrt(running_var + eps) after evaluation, where mean and var are constants"""
    dx, _, _ = spatial_batchnorm_backward(case.dout, after_evaluation(case))
    assert_gradients(lambda x: evaluate(x, *(case[name] for name in VECTORS), case.eps), case.dout, x=(case.x, dx))


@settings(max_examples=2)
@given(images())
def test_dgamma_after_evaluation(case: Case) -> None:
    """normalises with the running values in dgamma after an evaluation forward"""
    _, dgamma, _ = spatial_batchnorm_backward(case.dout, after_evaluation(case))
    x_hat = (case.x - per_channel(case.running_mean)) / np.sqrt(per_channel(case.running_var) + case.eps)
    assert_close("dgamma", dgamma, (case.dout * x_hat).sum(axis=(0, 2, 3)))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_a_bias_before_batch_norm_gets_no_gradient(case: Case) -> None:
    """lets gradient flow through the mean: adding b to a channel changes nothing, so dx sums to 0 in every channel"""
    dx, _, _ = spatial_batchnorm_backward(case.dout, after_training(case))
    sums = some_gradient(dx, case).sum(axis=(0, 2, 3))
    assert_close("sum of dx over each channel", sums, np.zeros_like(case.gamma), atol=1e-8)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(images(large_eps=True))
def test_stretching_a_channel_gets_what_eps_leaves(case: Case) -> None:
    """gives dx the part along x_hat that eps leaves: sum(dx * x_hat) = dgamma * gamma / std * eps / (var + eps)"""
    dx, _, _ = spatial_batchnorm_backward(case.dout, after_training(case))
    ones, zeros = np.ones_like(case.gamma), np.zeros_like(case.beta)
    x_hat = normalise(case.x, ones, zeros, case.eps, "batch")
    along = (some_gradient(dx, case) * x_hat).sum(axis=(0, 2, 3))
    root = np.sqrt(rows(case.x, "batch").var(axis=1) + case.eps)
    left = (case.dout * x_hat).sum(axis=(0, 2, 3)) * case.gamma / root * case.eps / root**2
    assert_close("sum of dx * x_hat over each channel", along, left)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_running_values_play_no_part_in_dx(case: Case) -> None:
    """returns the same dx and dgamma after training whatever the running values are"""
    dx, dgamma, _ = spatial_batchnorm_backward(case.dout, after_training(case))
    cache = after_training(case, running_mean=case.beta, running_var=2 * case.running_var)
    again, dgamma_again, _ = spatial_batchnorm_backward(case.dout, cache)
    assert_close("dx with other running values", again, some_gradient(dx, case))
    assert_close("dgamma with other running values", dgamma_again, dgamma)


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """keeps what backward needs in the cache, so that another forward in between changes nothing"""
    cache = after_training(case)
    dx, dgamma, _ = spatial_batchnorm_backward(case.dout, cache)
    after_training(case, x=case.x2)
    again, dgamma_again, _ = spatial_batchnorm_backward(case.dout, cache)
    assert_close("dx after another forward", again, some_gradient(dx, case))
    assert_close("dgamma after another forward", dgamma_again, dgamma)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_one_value_a_channel_gets_no_gradient(case: Case) -> None:
    """returns dx and dgamma of 0 for one image of one pixel: its output is beta, whatever x and gamma are"""
    x, dout = case.x[:1, :, :1, :1], case.dout[:1, :, :1, :1]
    dx, dgamma, _ = spatial_batchnorm_backward(dout, after_training(case, x=x))
    assert_close("dx", dx, np.zeros_like(x), atol=1e-6)
    assert_close("dgamma", dgamma, np.zeros_like(case.gamma), atol=1e-6)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(scattered=True))
def test_memory_layout_of_dout_does_not_matter(case: Case) -> None:
    """returns the same dx whether dout and x lie in memory row by row or in another order with gaps"""
    dx, _, _ = spatial_batchnorm_backward(case.dout, after_training(case))
    cache = after_training(case, x=np.ascontiguousarray(case.x))
    by_rows, _, _ = spatial_batchnorm_backward(np.ascontiguousarray(case.dout), cache)
    assert_close("dx", dx, some_gradient(by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same gradients for float32 arrays as for float64 arrays, up to rounding"""
    wide_case = {name: case[name].astype("float64") for name in ("x", *VECTORS)}
    narrow = spatial_batchnorm_backward(case.dout, after_training(case))
    wide = spatial_batchnorm_backward(case.dout.astype("float64"), after_training(case, **wide_case))
    some_gradient(wide[0], case)
    for name, got, expected in zip(("dx", "dgamma", "dbeta"), narrow, wide, strict=True):
        assert_shape(name, got, np.shape(expected))
        assert_close(name, got, np.asarray(expected, "float32"))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 gradients for float64 arrays"""
    gradients = spatial_batchnorm_backward(case.dout, after_training(case))
    for name, got in zip(("dx", "dgamma", "dbeta"), gradients, strict=True):
        assert_equal(f"dtype of {name}", str(np.asarray(got).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_shapes(case: Case) -> None:
    """returns dx (N, C, H, W), dgamma (C,) and dbeta (C,): gradients have the shape of what they belong to"""
    dx, dgamma, dbeta = spatial_batchnorm_backward(case.dout, after_training(case))
    assert_shape("dx", dx, case.x.shape)
    assert_shape("dgamma", dgamma, case.gamma.shape)
    assert_shape("dbeta", dbeta, case.beta.shape)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_backward_can_be_called_twice(case: Case) -> None:
    """leaves the cache as it is: a second call with the same dout and cache returns the same"""
    cache = after_training(case)
    dx, dgamma, _ = spatial_batchnorm_backward(case.dout, cache)
    again, dgamma_again, _ = spatial_batchnorm_backward(case.dout, cache)
    assert_close("dx of the second call", again, some_gradient(dx, case))
    assert_close("dgamma of the second call", dgamma_again, dgamma)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_dout_stays_as_it_is(case: Case) -> None:
    """leaves dout as it is"""
    assert_leaves_arguments_alone(spatial_batchnorm_backward, case.dout, after_training(case))
