"""identity_parameters: what is true of every correct answer.

gamma (x - mean) / sqrt(var + eps) + beta = x                   Ioffe & Szegedy (2015), section 3
for gamma = sqrt(var + eps) and beta = mean
"""

import numpy as np
from hypothesis import given, settings
from submission import identity_parameters

from autograder.suites.lab02_batchnorm.cases import tables
from autograder.suites.lab02_batchnorm.definition import batch_mean, batch_var, train
from autograder.testkit import (
    Case,
    assert_close,
    assert_leaves_arguments_alone,
    assert_shape,
    supporting,
    weight,
)


@weight(2)
@settings(max_examples=5)
@given(tables(rows=(2, 7)))
def test_gamma_undoes_the_division(case: Case) -> None:
    """returns gamma equal to the standard deviation of each column when eps is tiny"""
    gamma, _ = identity_parameters(case.x, case.eps)
    assert_close("gamma", gamma, np.sqrt(batch_var(case.x)))


@weight(2)
@settings(max_examples=5)
@given(tables(rows=(2, 7), large_eps=True))
def test_gamma_holds_eps(case: Case) -> None:
    """returns gamma = sqrt(var + eps), which matters when the variance is as small as eps"""
    gamma, _ = identity_parameters(case.x, case.eps)
    assert_close("gamma", gamma, np.sqrt(batch_var(case.x) + case.eps))


@weight(2)
@settings(max_examples=5)
@given(tables())
def test_beta_undoes_the_shift(case: Case) -> None:
    """returns beta equal to the mean of each column"""
    _, beta = identity_parameters(case.x, case.eps)
    assert_close("beta", beta, batch_mean(case.x))


@weight(1)
@settings(max_examples=5)
@given(tables(large_eps=True))
def test_batch_norm_with_them_returns_x(case: Case) -> None:
    """returns a gamma and a beta with which batch normalisation in training gives back x"""
    gamma, beta = identity_parameters(case.x, case.eps)
    assert_shape("gamma", gamma, case.gamma.shape)
    assert_shape("beta", beta, case.beta.shape)
    assert_close("out", train(case.x, gamma, beta, case.eps), case.x)


@weight(0.5)
@settings(max_examples=2)
@given(tables(rows=(1, 1)))
def test_a_batch_of_one_is_its_own_mean(case: Case) -> None:
    """returns gamma = sqrt(eps) and beta = x for a batch of one, whose variance is 0"""
    gamma, beta = identity_parameters(case.x, case.eps)
    assert_close("gamma", gamma, np.full_like(case.gamma, np.sqrt(case.eps)))
    assert_close("beta", beta, case.x[0])


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables(scattered=True))
def test_memory_layout_of_x_does_not_matter(case: Case) -> None:
    """returns the same gamma and beta whether x lies in memory by rows or by columns with gaps"""
    gamma, beta = identity_parameters(case.x, case.eps)
    gamma_by_rows, beta_by_rows = identity_parameters(np.ascontiguousarray(case.x), case.eps)
    assert_close("gamma", gamma, gamma_by_rows)
    assert_close("beta", beta, beta_by_rows)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same gamma and beta for a float32 array as for a float64 array, up to rounding"""
    gamma, beta = identity_parameters(case.x, case.eps)
    wide_gamma, wide_beta = identity_parameters(case.x.astype("float64"), case.eps)
    for name, got, expected in (("gamma", gamma, wide_gamma), ("beta", beta, wide_beta)):
        assert_shape(name, got, np.shape(expected))
        assert_close(name, got, np.asarray(expected, "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables())
def test_shapes(case: Case) -> None:
    """returns gamma (D,) and beta (D,)"""
    gamma, beta = identity_parameters(case.x, case.eps)
    assert_shape("gamma", gamma, case.gamma.shape)
    assert_shape("beta", beta, case.beta.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables())
def test_x_stays_as_it_is(case: Case) -> None:
    """leaves x as it is"""
    assert_leaves_arguments_alone(identity_parameters, case.x, case.eps)
