"""Numerical gradient checks: exact gradients pass, nearly exact ones do not."""

import numpy as np
import pytest

from autograder.testkit import assert_gradients
from autograder.testkit.oracles import freeze

RNG = np.random.default_rng(0)
X, W, DOUT = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 5)), RNG.normal(size=(4, 5))


def product(x, w):
    return np.tanh(x @ w)


def gradients():
    inner = DOUT * (1 - np.tanh(X @ W) ** 2)
    return inner @ W.T, X.T @ inner


def refused(f=product, dout=DOUT, **pairs) -> str:
    with pytest.raises(AssertionError) as caught:
        assert_gradients(f, dout, **pairs)
    return str(caught.value)


def test_exact_gradients_pass():
    dx, dw = gradients()
    assert_gradients(product, DOUT, x=(X, dx), w=(W, dw))
    assert_gradients(product, DOUT, x=(X, np.asfortranarray(dx)), w=(W, dw[:, ::-1][:, ::-1]))


@pytest.mark.parametrize("wrong", [
    lambda g: g * 1.0001, lambda g: -g, lambda g: g * 0, lambda g: g[::-1], lambda g: g + 1e-3, lambda g: g / 4,
])  # fmt: skip
@pytest.mark.parametrize("name", ["x", "w"])
def test_wrong_gradients_are_refused_by_name(wrong, name):
    dx, dw = gradients()
    pairs = {"x": (X, dx), "w": (W, dw)}
    pairs[name] = (pairs[name][0], wrong(pairs[name][1]))
    said = refused(**pairs)
    assert said.startswith(f"d{name} is not the gradient: along a random direction v, sum(d{name} * v) is ")
    assert "finite differences give" in said


def test_one_wrong_element_is_enough():
    dx, dw = gradients()
    dx[2, 1] *= 1.01
    refused(x=(X, dx), w=(W, dw))


def test_exact_gradients_in_single_precision_pass_and_wrong_ones_do_not():
    dx, dw = (g.astype("f4") for g in gradients())
    assert_gradients(product, DOUT, x=(X, dx), w=(W, dw))
    assert_gradients(product, DOUT.astype("f4"), x=(X.astype("f4"), dx), w=(W.astype("f4"), dw))
    refused(x=(X, dx * np.float32(1.05)), w=(W, dw))


def test_a_gradient_that_vanishes_is_checked_against_the_size_of_dout():
    shift = lambda x: x - x.mean(axis=0)  # noqa: E731
    dout = np.ones((4, 3))
    assert_gradients(shift, dout, x=(X, np.full((4, 3), 1e-12)))
    refused(shift, dout, x=(X, np.full((4, 3), 1e-3)))


@pytest.mark.parametrize(("gradient", "said"), [
    (None, "dx is None, expected an array"),
    (np.ones((3, 4)), "dx has shape (3, 4), expected (4, 3)"),
    (1.0, "dx has shape (), expected (4, 3)"),
    (np.ones((4, 3)) * 1j, "dx has dtype complex128, expected floating point"),
    (np.full((4, 3), np.nan), "dx[0, 0] is nan, expected a finite number; 12 of 12 values"),
])  # fmt: skip
def test_a_gradient_has_a_type_a_shape_and_finite_values_before_it_has_values(gradient, said):
    assert refused(x=(X, gradient), w=(W, np.zeros(2))) == said


def test_a_gradient_of_a_number_is_a_number():
    assert_gradients(lambda a: np.sin(a * np.ones(3)), np.ones(3), a=(0.3, 3 * np.cos(0.3)))
    assert refused(lambda a: np.sin(a * np.ones(3)), np.ones(3), a=(0.3, 3.1)).startswith("da is not the gradient")


def test_equal_cases_give_equal_sentences():
    dx, dw = gradients()
    assert refused(x=(X, dx * 2), w=(W, dw)) == refused(x=(X, dx * 2), w=(W, dw))


ASKED: list[int] = []


def counted(x):
    ASKED.append(1)
    return x**2


def test_the_trusted_function_is_asked_once_for_a_frozen_case_and_again_for_another_function():
    x, dout = freeze(RNG.normal(size=3)), freeze(np.ones(3))
    assert_gradients(counted, dout, x=(x, 2 * x))
    times = len(ASKED)
    assert_gradients(counted, dout, x=(x, 2 * x))
    refused(counted, dout, x=(x, 3 * x))
    assert len(ASKED) == times
    refused(lambda x: x**3, dout, x=(x, 2 * x))
