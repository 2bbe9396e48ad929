"""batchnorm_forward: what is true of every correct answer.

out = gamma (x - mean) / sqrt(var + eps) + beta                 Ioffe & Szegedy (2015), algorithm 1
running = momentum running + (1 - momentum) batch
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import batchnorm_forward

from autograder.suites.lab02_batchnorm.cases import tables
from autograder.suites.lab02_batchnorm.definition import (
    batch_mean,
    batch_var,
    evaluate,
    moved,
    moved_vars,
    nearest,
    train,
)
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
    """Call batchnorm_forward on the case, with some of its arguments changed."""
    return batchnorm_forward(*arguments(case, training, **changes))


def arguments(case: Case, training: bool, **changes: Any) -> list[Any]:
    """The arguments of batchnorm_forward, in order."""
    values = {**case, "training": training, **changes}
    return [values[name] for name in ("x", *VECTORS, "training", "momentum", "eps")]


def plain(case: Case) -> dict[str, Any]:
    """gamma 1 and beta 0, which leave only the normalisation."""
    return {"gamma": np.ones_like(case.gamma), "beta": np.zeros_like(case.beta)}


def varied(out: Any, case: Case) -> Any:
    """out, which may not be the same for every sample: a constant would keep many a promise."""
    assert_shape("out", out, case.x.shape)
    assert np.ptp(out, axis=0).any(), "out is the same for every sample"
    return out


@weight(3)
@settings(max_examples=6)
@given(tables(rows=(2, 7)))
def test_training_standardises_every_column(case: Case) -> None:
    """gives every column mean 0 and variance 1 in training when gamma is 1, beta is 0 and eps is tiny"""
    out, *_ = forward(case, True, **plain(case))
    assert_shape("out", out, case.x.shape)
    assert_close("column means of out", batch_mean(out), np.zeros(case.x.shape[1]), atol=1e-6)
    assert_close("column variances of out", batch_var(out), np.ones(case.x.shape[1]), rtol=1e-6)


@weight(2)
@settings(max_examples=5)
@given(tables(rows=(2, 7)))
def test_gamma_scales_then_beta_shifts(case: Case) -> None:
    """multiplies the normalised columns by gamma and then adds beta"""
    out, *_ = forward(case, True)
    assert_close("out", out, train(case.x, case.gamma, case.beta, case.eps))


@weight(2)
@settings(max_examples=5)
@given(tables(rows=(2, 7), large_eps=True))
def test_eps_is_added_to_the_variance_inside_the_root(case: Case) -> None:
    """divides by sqrt(var + eps) in training, which matters when the variance is as small as eps"""
    out, *_ = forward(case, True, **plain(case))
    assert_close("out", out, train(case.x, eps=case.eps, **plain(case)))


@weight(1.5)
@settings(max_examples=5)
@given(tables())
def test_running_mean_moves_towards_the_batch_mean(case: Case) -> None:
    """returns running_mean = momentum * running_mean + (1 - momentum) * the batch's mean after training"""
    _, running_mean, _, _ = forward(case, True)
    assert_close("running_mean", running_mean, moved(case.running_mean, batch_mean(case.x), case.momentum))


@weight(1.5)
@settings(max_examples=5)
@given(tables(large_eps=True))
def test_running_var_moves_towards_the_batch_variance(case: Case) -> None:
    """returns running_var = momentum * running_var + (1 - momentum) * the batch's variance after each training batch"""
    _, _, first, _ = forward(case, True)
    assert_shape("running_var", first, case.running_var.shape)
    _, _, second, _ = forward(case, True, x=case.x2, running_var=first)
    assert_shape("running_var", second, case.running_var.shape)
    # Dividing by N and by N - 1 are both right here, as long as it is the same every time.
    got, choices = np.stack([first, second]), moved_vars(case.running_var, (case.x, case.x2), case.momentum)
    assert_close("running_var after one and after two batches", got, nearest(got, choices))


@weight(3)
@settings(max_examples=5)
@given(tables(rows=(1, 7)))
def test_evaluation_normalises_with_the_running_values(case: Case) -> None:
    """uses running_mean and running_var instead of the batch's own statistics in evaluation"""
    out, *_ = forward(case, False)
    assert_close("out", out, evaluate(case.x, case.gamma, case.beta, case.running_mean, case.running_var, case.eps))


@settings(max_examples=5)
@given(tables(rows=(1, 7), large_eps=True))
def test_evaluation_adds_eps_to_running_var_inside_the_root(case: Case) -> None:
    """divides by sqrt(running_var + eps) in evaluation, which matters when running_var is as small as eps"""
    out, *_ = forward(case, False)
    assert_close("out", out, evaluate(case.x, case.gamma, case.beta, case.running_mean, case.running_var, case.eps))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables(large_eps=True, eps=(1e-5,)))
def test_momentum_and_eps_have_the_stated_defaults(case: Case) -> None:
    """takes momentum as 0.9 and eps as 1e-5 when a call leaves them out"""
    stated = arguments(case, True, momentum=0.9, eps=1e-5)
    out, running_mean, _, _ = batchnorm_forward(*stated)
    short_out, short_mean, _, _ = batchnorm_forward(*stated[:-2])
    assert_close("out without momentum and eps", short_out, varied(out, case))
    assert_close("running_mean without momentum and eps", short_mean, running_mean)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(tables(rows=(1, 1)))
def test_a_batch_of_one_gives_beta(case: Case) -> None:
    """returns beta for a batch of one in training, because a single sample is its own mean"""
    out, *_ = forward(case, True)
    assert_close("out", out, case.beta[None])


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables())
def test_running_values_play_no_part_in_training(case: Case) -> None:
    """gives the same out in training whatever the running values are"""
    out, *_ = forward(case, True)
    again, *_ = forward(case, True, running_mean=case.beta, running_var=2 * case.running_var)
    assert_close("out with other running values", again, varied(out, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables())
def test_evaluation_of_a_sample_does_not_depend_on_the_rest_of_its_batch(case: Case) -> None:
    """gives a sample the same out in evaluation alone as in a batch"""
    out, *_ = forward(case, False)
    alone, *_ = forward(case, False, x=case.x[:1])
    assert_close("out of the first sample alone", alone, varied(out, case)[:1])


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(tables())
def test_evaluation_leaves_the_running_values_as_they_are(case: Case) -> None:
    """returns running_mean and running_var as they came in evaluation"""
    _, running_mean, running_var, _ = forward(case, False)
    assert_close("running_mean", running_mean, case.running_mean)
    assert_close("running_var", running_var, case.running_var)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables(large_eps=True))
def test_the_scale_of_x_cancels(case: Case) -> None:
    """gives the same out for 3 * x with 9 * eps as for x with eps"""
    out, *_ = forward(case, True)
    scaled, *_ = forward(case, True, x=3 * case.x, eps=9 * case.eps)
    assert_close("out of 3 * x", scaled, varied(out, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables())
def test_a_shift_of_a_column_cancels(case: Case) -> None:
    """gives the same out for x + b as for x in training: a bias before batch norm changes nothing"""
    out, *_ = forward(case, True)
    shifted, *_ = forward(case, True, x=case.x + case.running_mean)
    assert_close("out of x + b", shifted, varied(out, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables(scattered=True))
def test_memory_layout_of_x_does_not_matter(case: Case) -> None:
    """gives the same out whether x lies in memory by rows or by columns with gaps"""
    out, *_ = forward(case, True)
    by_rows, *_ = forward(case, True, x=np.ascontiguousarray(case.x))
    assert_close("out", out, varied(by_rows, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """gives the same out for float32 arrays as for float64 arrays, up to rounding"""
    out, *_ = forward(case, True)
    wide, *_ = forward(case, True, **{name: case[name].astype("float64") for name in ("x", *VECTORS)})
    assert_close("out", out, varied(wide, case).astype("float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 arrays for float64 arrays"""
    out, running_mean, running_var, _ = forward(case, True)
    for name, got in (("out", out), ("running_mean", running_mean), ("running_var", running_var)):
        assert_equal(f"dtype of {name}", str(np.asarray(got).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables())
def test_shapes(case: Case) -> None:
    """returns out (N, D), running_mean (D,) and running_var (D,)"""
    out, running_mean, running_var, _ = forward(case, True)
    assert_shape("out", out, case.x.shape)
    assert_shape("running_mean", running_mean, case.running_mean.shape)
    assert_shape("running_var", running_var, case.running_var.shape)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(tables())
def test_arguments_stay_as_they_are(case: Case) -> None:
    """changes none of its arguments, in training and in evaluation"""
    assert_leaves_arguments_alone(batchnorm_forward, *arguments(case, True))
    assert_leaves_arguments_alone(batchnorm_forward, *arguments(case, False))
