"""spatial_batchnorm_forward: what is true of every correct answer.

out = gamma (x - mean) / sqrt(var + eps) + beta, a mean and a var per channel      Ioffe & Szegedy (2015), section 3.2
running = momentum running + (1 - momentum) batch
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import spatial_batchnorm_forward

from autograder.suites.lab05_normalization.cases import images
from autograder.suites.lab05_normalization.definition import evaluate, moved, moved_vars, nearest, normalise, rows
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_shape,
    supporting,
    weight,
)

VECTORS = ("gamma", "beta", "running_mean", "running_var")


def forward(case: Case, training: bool, **changes: Any) -> Any:
    """Call spatial_batchnorm_forward on the case, with some of its arguments changed."""
    return spatial_batchnorm_forward(*arguments(case, training, **changes))


def arguments(case: Case, training: bool, **changes: Any) -> list[Any]:
    """The arguments of spatial_batchnorm_forward, in order."""
    values = {**case, "training": training, **changes}
    return [values[name] for name in ("x", *VECTORS, "training", "momentum", "eps")]


def plain(case: Case) -> dict[str, Any]:
    """gamma 1 and beta 0, which leave only the normalisation."""
    return {"gamma": np.ones_like(case.gamma), "beta": np.zeros_like(case.beta)}


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same at every pixel of a channel: a constant would keep many a promise."""
    assert_shape("out", out, case.x.shape)
    assert np.ptp(out, axis=(0, 2, 3)).any(), "out is the same for every image and pixel"
    return out


@weight(3)
@settings(max_examples=4)
@given(images(batch=(1, 7)))
def test_training_standardises_every_channel(case: Case) -> None:
    """gives every channel mean 0 and variance 1 over all images and pixels in training when gamma is 1 and beta is 0"""
    out, *_ = forward(case, True, **plain(case))
    assert_shape("out", out, case.x.shape)
    channels = rows(out, "batch")
    assert_close("channel means of out", channels.mean(axis=1), np.zeros(len(channels)), atol=1e-6)
    assert_close("channel variances of out", channels.var(axis=1), np.ones(len(channels)), rtol=1e-6)


@weight(2)
@settings(max_examples=3)
@given(images())
def test_gamma_scales_then_beta_shifts_each_channel(case: Case) -> None:
    """multiplies each normalised channel by its gamma and then adds its beta"""
    out, *_ = forward(case, True)
    assert_close("out", out, normalise(case.x, case.gamma, case.beta, case.eps, "batch"))


@weight(2)
@settings(max_examples=3)
@given(images(batch=(1, 7), large_eps=True))
def test_eps_is_added_to_the_variance_inside_the_root(case: Case) -> None:
    """divides by sqrt(var + eps) in training, which matters when the variance is as small as eps"""
    out, *_ = forward(case, True, **plain(case))
    ones, zeros = plain(case).values()
    assert_close("out", out, normalise(case.x, ones, zeros, case.eps, "batch"))


@weight(1.5)
@settings(max_examples=3)
@given(images())
def test_running_mean_moves_towards_the_batch_mean(case: Case) -> None:
    """returns running_mean = momentum * running_mean + (1 - momentum) * each channel's mean after training"""
    _, running_mean, _, _ = forward(case, True)
    batch_mean = rows(case.x, "batch").mean(axis=1)
    assert_close("running_mean", running_mean, moved(case.running_mean, batch_mean, case.momentum))


@weight(1.5)
@settings(max_examples=3)
@given(images(large_eps=True))
def test_running_var_moves_towards_the_batch_variance(case: Case) -> None:
    """returns running_var = momentum * running_var + (1 - momentum) * each channel's variance after a training batch"""
    _, _, first, _ = forward(case, True)
    assert_shape("running_var", first, case.running_var.shape)
    _, _, second, _ = forward(case, True, x=case.x2, running_var=first)
    assert_shape("running_var", second, case.running_var.shape)
    # Dividing by m = N * H * W and by m - 1 are both right here, as long as it is the same every time.
    got, choices = np.stack([first, second]), moved_vars(case.running_var, (case.x, case.x2), case.momentum)
    assert_close("running_var after one and after two batches", got, nearest(got, choices))


@weight(3)
@settings(max_examples=3)
@given(images(batch=(1, 7)))
def test_evaluation_normalises_with_the_running_values(case: Case) -> None:
    """uses running_mean and running_var instead of the batch's own statistics in evaluation"""
    out, *_ = forward(case, False)
    assert_close("out", out, evaluate(case.x, *(case[name] for name in VECTORS), case.eps))


@settings(max_examples=2)
@given(images(large_eps=True))
def test_evaluation_adds_eps_to_running_var_inside_the_root(case: Case) -> None:
    """divides by sqrt(running_var + eps) in evaluation, which matters when running_var is as small as eps"""
    out, *_ = forward(case, False)
    assert_close("out", out, evaluate(case.x, *(case[name] for name in VECTORS), case.eps))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(large_eps=True, eps=(1e-5,)))
def test_momentum_and_eps_have_the_stated_defaults(case: Case) -> None:
    """takes momentum as 0.9 and eps as 1e-5 when a call leaves them out"""
    stated = arguments(case, True, momentum=0.9, eps=1e-5)
    out, running_mean, _, _ = spatial_batchnorm_forward(*stated)
    short_out, short_mean, _, _ = spatial_batchnorm_forward(*stated[:-2])
    assert_close("out without momentum and eps", short_out, varied(out, case))
    assert_close("running_mean without momentum and eps", short_mean, running_mean)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_one_value_a_channel_gives_beta(case: Case) -> None:
    """returns beta in training for one image of one pixel, because a single value is its own mean"""
    out, *_ = forward(case, True, x=case.x[:1, :, :1, :1])
    assert_close("out", out, case.beta[None, :, None, None])


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_running_values_play_no_part_in_training(case: Case) -> None:
    """gives the same out in training whatever the running values are"""
    out, *_ = forward(case, True)
    again, *_ = forward(case, True, running_mean=case.beta, running_var=2 * case.running_var)
    assert_close("out with other running values", again, varied(out, case))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_evaluation_of_an_image_does_not_depend_on_the_rest_of_its_batch(case: Case) -> None:
    """gives an image the same out in evaluation alone as in a batch"""
    out, *_ = forward(case, False)
    alone, *_ = forward(case, False, x=case.x[:1])
    assert_close("out of the first image alone", alone, varied(out, case)[:1])


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_evaluation_leaves_the_running_values_as_they_are(case: Case) -> None:
    """returns running_mean and running_var unchanged from evaluation"""
    _, running_mean, running_var, _ = forward(case, False)
    assert_close("running_mean", running_mean, case.running_mean)
    assert_close("running_var", running_var, case.running_var)


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(large_eps=True))
def test_the_scale_of_x_cancels(case: Case) -> None:
    """gives the same out for a * x with a^2 * eps as for x with eps: only x / sqrt(eps) counts"""
    out, *_ = forward(case, True)
    scaled, *_ = forward(case, True, x=4 * case.x, eps=16 * case.eps)
    assert_close("out of 4 * x with 16 * eps", scaled, varied(out, case))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_a_shift_of_a_channel_cancels(case: Case) -> None:
    """gives the same out in training when a number is added to a channel: a bias before batch norm changes nothing"""
    out, *_ = forward(case, True)
    shifted, *_ = forward(case, True, x=case.x + case.running_mean[:, None, None])
    assert_close("out of x + b", shifted, varied(out, case))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(scattered=True))
def test_memory_layout_of_x_does_not_matter(case: Case) -> None:
    """gives the same out whether x lies in memory row by row or in another order with gaps"""
    out, *_ = forward(case, True)
    by_rows, *_ = forward(case, True, x=np.ascontiguousarray(case.x))
    assert_close("out", out, varied(by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """gives the same out for float32 arrays as for float64 arrays, up to rounding"""
    out, *_ = forward(case, True)
    wide, *_ = forward(case, True, **{name: case[name].astype("float64") for name in ("x", *VECTORS)})
    assert_close("out", out, varied(wide, case).astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(images())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 arrays for float64 arrays"""
    out, running_mean, running_var, _ = forward(case, True)
    for name, got in (("out", out), ("running_mean", running_mean), ("running_var", running_var)):
        assert_equal(f"dtype of {name}", str(np.asarray(got).dtype), "float64")


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_shapes(case: Case) -> None:
    """returns out (N, C, H, W), running_mean (C,) and running_var (C,)"""
    out, running_mean, running_var, _ = forward(case, True)
    assert_shape("out", out, case.x.shape)
    assert_shape("running_mean", running_mean, case.running_mean.shape)
    assert_shape("running_var", running_var, case.running_var.shape)


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(images())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """changes none of its arguments, in training and in evaluation"""
    assert_leaves_arguments_alone(spatial_batchnorm_forward, *arguments(case, True))
    assert_leaves_arguments_alone(spatial_batchnorm_forward, *arguments(case, False))
