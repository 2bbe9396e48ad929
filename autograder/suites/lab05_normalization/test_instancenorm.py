"""instancenorm_forward and instancenorm_backward: what is true of every correct answer.

out[n, c] = gamma[c] (x[n, c] - mean[n, c]) / sqrt(var[n, c] + eps) + beta[c]      Ulyanov et al. (2016)
The same in training and in evaluation.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import instancenorm_backward, instancenorm_forward

from autograder.suites.lab05_normalization.cases import images
from autograder.suites.lab05_normalization.definition import normalise, rows
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


def arguments(case: Case, **changes: Any) -> list[Any]:
    """The arguments of instancenorm_forward, in order, with some of them changed."""
    values = {**case, **changes}
    return [values[name] for name in ("x", "gamma", "beta", "eps")]


def expected(case: Case, **changes: Any) -> Any:
    """What the definition gives for the case, with some of its arguments changed."""
    values = Case({**case, **changes})
    return normalise(values.x, values.gamma, values.beta, values.eps, "instance")


def after_forward(case: Case, **changes: Any) -> Any:
    """The cache of a forward whose out is right; otherwise the case is blocked."""
    with builds_on(instancenorm_forward):
        out, cache = instancenorm_forward(*arguments(case, **changes))
        assert_close("out", out, expected(case, **changes))
    return cache


def plain(case: Case) -> dict[str, Any]:
    """gamma 1 and beta 0, which leave only the normalisation."""
    return {"gamma": np.ones_like(case.gamma), "beta": np.zeros_like(case.beta)}


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same at every place of a sample: a constant would keep many a promise."""
    assert_shape("out", out, case.x.shape)
    assert np.ptp(out, axis=(2, 3)).any(), "out is the same everywhere in a channel"
    return out


def some_gradient(dx: Any, case: Case) -> Any:
    """dx, which may not be 0 everywhere: zeros would keep many a promise."""
    assert_shape("dx", dx, case.x.shape)
    assert dx.any(), "dx is 0 everywhere"
    return dx


@weight(3)
@settings(max_examples=3)
@given(images(batch=(1, 7)))
def test_every_channel_of_every_sample_is_standardised(case: Case) -> None:
    """gives every channel of every sample mean 0 and variance 1 when gamma is 1 and beta is 0"""
    out, _ = instancenorm_forward(*arguments(case, **plain(case)))
    assert_shape("out", out, case.x.shape)
    planes_of_out = rows(out, "instance")
    assert_close("means of the channels of out", planes_of_out.mean(axis=1), np.zeros(len(planes_of_out)), atol=1e-6)
    assert_close("variances of the channels of out", planes_of_out.var(axis=1), np.ones(len(planes_of_out)), rtol=1e-6)


@weight(2)
@settings(max_examples=3)
@given(images())
def test_gamma_scales_then_beta_shifts_each_channel(case: Case) -> None:
    """multiplies each normalised channel by its gamma and then adds its beta"""
    out, _ = instancenorm_forward(*arguments(case))
    assert_close("out", out, expected(case))


@weight(2)
@settings(max_examples=3)
@given(images(large_eps=True))
def test_eps_is_added_to_the_variance_inside_the_root(case: Case) -> None:
    """divides by sqrt(var + eps), which matters when the variance is as small as eps"""
    out, _ = instancenorm_forward(*arguments(case, **plain(case)))
    assert_close("out", out, expected(case, **plain(case)))


@weight(5)
@settings(max_examples=4)
@given(images(batch=(1, 7)))
def test_dx_is_the_gradient_of_x(case: Case) -> None:
    """returns dx equal to numerical gradients, where the mean and the variance of a channel of a sample depend on x"""
    dx, _, _ = instancenorm_backward(case.dout, after_forward(case))
    assert_gradients(lambda x: normalise(x, case.gamma, case.beta, case.eps, "instance"), case.dout, x=(case.x, dx))


@weight(1.5)
@settings(max_examples=3)
@given(images())
def test_dgamma_is_the_gradient_of_gamma(case: Case) -> None:
    """returns dgamma equal to numerical gradients: the sum of dout * x_hat over all samples and pixels"""
    _, dgamma, _ = instancenorm_backward(case.dout, after_forward(case))
    assert_gradients(
        lambda gamma: normalise(case.x, gamma, case.beta, case.eps, "instance"), case.dout, gamma=(case.gamma, dgamma)
    )


@settings(max_examples=3)
@given(images())
def test_dbeta_is_the_gradient_of_beta(case: Case) -> None:
    """returns dbeta equal to numerical gradients: the sum of dout over all samples and pixels"""
    _, _, dbeta = instancenorm_backward(case.dout, after_forward(case))
    assert_gradients(
        lambda beta: normalise(case.x, case.gamma, beta, case.eps, "instance"), case.dout, beta=(case.beta, dbeta)
    )


@weight(1.5)
@settings(max_examples=3)
@given(images(large_eps=True, eps=(1e-1, 0.4)))
def test_dx_keeps_eps_beside_the_variance(case: Case) -> None:
    """keeps eps in dx, which matters when the variance is as small as eps"""
    dx, _, _ = instancenorm_backward(case.dout, after_forward(case))
    assert_gradients(lambda x: normalise(x, case.gamma, case.beta, case.eps, "instance"), case.dout, x=(case.x, dx))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_channels_do_not_depend_on_each_other(case: Case) -> None:
    """gives a channel the same out alone as among others"""
    out, _ = instancenorm_forward(*arguments(case))
    alone = arguments(case, x=case.x[:, -1:], gamma=case.gamma[-1:], beta=case.beta[-1:])
    out_alone, _ = instancenorm_forward(*alone)
    assert_close("out of the last channel alone", out_alone, varied(out, case)[:, -1:])


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(large_eps=True, eps=(1e-5,)))
def test_eps_has_the_stated_default(case: Case) -> None:
    """takes eps as 1e-5 when a call leaves it out"""
    stated = arguments(case, eps=1e-5)
    out, _ = instancenorm_forward(*stated)
    short, _ = instancenorm_forward(*stated[:-1])
    assert_close("out without eps", short, varied(out, case))


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_a_sample_does_not_depend_on_the_rest_of_its_batch(case: Case) -> None:
    """gives a sample the same out alone as in a batch"""
    out, _ = instancenorm_forward(*arguments(case))
    alone, _ = instancenorm_forward(*arguments(case, x=case.x[-1:]))
    assert_close("out of the last sample alone", alone, varied(out, case)[-1:])


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(large_eps=True))
def test_the_scale_of_x_cancels(case: Case) -> None:
    """gives the same out for a * x with a^2 * eps as for x with eps: only x / sqrt(eps) counts"""
    out, _ = instancenorm_forward(*arguments(case))
    scaled, _ = instancenorm_forward(*arguments(case, x=4 * case.x, eps=16 * case.eps))
    assert_close("out of 4 * x with 16 * eps", scaled, varied(out, case))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(images(large_eps=True))
def test_dx_has_no_part_that_shifts_or_stretches(case: Case) -> None:
    """returns a dx that sums to 0 over a channel of a sample, and whose part along x_hat is only what eps leaves"""
    dx, _, _ = instancenorm_backward(case.dout, after_forward(case))
    some_gradient(dx, case)
    ones, zeros = np.ones_like(case.gamma), np.zeros_like(case.beta)
    x_hat = expected(case, gamma=ones, beta=zeros)
    dx_hat = case.dout * case.gamma[:, None, None]
    var = rows(case.x, "instance").var(axis=1)
    sums = rows(dx, "instance").sum(axis=1)
    assert_close("sum of dx over every channel of every sample", sums, np.zeros_like(var), atol=1e-8 * np.abs(dx).max())
    along = rows(dx * x_hat, "instance").sum(axis=1)
    left = rows(dx_hat * x_hat, "instance").sum(axis=1) * case.eps / (var + case.eps) ** 1.5
    assert_close("sum of dx * x_hat over every channel of every sample", along, left)


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_each_cache_belongs_to_its_own_forward(case: Case) -> None:
    """keeps what backward needs in the cache, so that another forward in between changes nothing"""
    cache = after_forward(case)
    dx, dgamma, _ = instancenorm_backward(case.dout, cache)
    after_forward(case, x=case.x2)
    again, dgamma_again, _ = instancenorm_backward(case.dout, cache)
    assert_close("dx after another forward", again, some_gradient(dx, case))
    assert_close("dgamma after another forward", dgamma_again, dgamma)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(scattered=True))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same out and dx whether x and dout lie in memory row by row or in another order with gaps"""
    out, cache = instancenorm_forward(*arguments(case))
    by_rows, cache_by_rows = instancenorm_forward(*arguments(case, x=np.ascontiguousarray(case.x)))
    assert_close("out", out, varied(by_rows, case))
    dx, _, _ = instancenorm_backward(case.dout, cache)
    dx_by_rows, _, _ = instancenorm_backward(np.ascontiguousarray(case.dout), cache_by_rows)
    assert_close("dx", dx, some_gradient(dx_by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out and gradients for float32 arrays as for float64 arrays, up to rounding"""
    wide_case = {name: case[name].astype("float64") for name in ("x", "gamma", "beta")}
    out, cache = instancenorm_forward(*arguments(case))
    wide_out, wide_cache = instancenorm_forward(*arguments(case, **wide_case))
    assert_close("out", out, varied(wide_out, case).astype("float32"))
    narrow = instancenorm_backward(case.dout, cache)
    wide = instancenorm_backward(case.dout.astype("float64"), wide_cache)
    some_gradient(wide[0], case)
    for name, got, gradient in zip(("dx", "dgamma", "dbeta"), narrow, wide, strict=True):
        assert_shape(name, got, np.shape(gradient))
        assert_close(name, got, np.asarray(gradient, "float32"))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 arrays for float64 arrays"""
    out, cache = instancenorm_forward(*arguments(case))
    gradients = instancenorm_backward(case.dout, cache)
    for name, got in zip(("out", "dx", "dgamma", "dbeta"), (out, *gradients), strict=True):
        assert_equal(f"dtype of {name}", str(np.asarray(got).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_shapes(case: Case) -> None:
    """returns out and dx (N, C, H, W), dgamma and dbeta (C,)"""
    out, cache = instancenorm_forward(*arguments(case))
    assert_shape("out", out, case.x.shape)
    dx, dgamma, dbeta = instancenorm_backward(case.dout, cache)
    assert_shape("dx", dx, case.x.shape)
    assert_shape("dgamma", dgamma, case.gamma.shape)
    assert_shape("dbeta", dbeta, case.beta.shape)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_backward_can_be_called_twice(case: Case) -> None:
    """leaves the cache as it is: a second call with the same dout and cache returns the same"""
    cache = after_forward(case)
    dx, dgamma, _ = instancenorm_backward(case.dout, cache)
    again, dgamma_again, _ = instancenorm_backward(case.dout, cache)
    assert_close("dx of the second call", again, some_gradient(dx, case))
    assert_close("dgamma of the second call", dgamma_again, dgamma)


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """changes none of its arguments, forward and backward"""
    assert_leaves_arguments_alone(instancenorm_forward, *arguments(case))
    assert_leaves_arguments_alone(instancenorm_backward, case.dout, after_forward(case))
