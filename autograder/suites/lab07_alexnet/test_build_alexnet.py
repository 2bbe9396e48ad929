"""build_alexnet: what is true of every correct answer.

A narrow network with parameters that we draw must give the scores of the table, computed in the plainest code, and
their gradients. Parameters are known by their shapes and their order, whatever they are called.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from submission import build_alexnet, cost_trace

from autograder.suites.lab07_alexnet.assembly import (
    built,
    check_kernels,
    expected,
    filled,
    network,
    own_mistakes,
    rows_of,
    slopes,
    suspects,
    values,
)
from autograder.suites.lab07_alexnet.cases import networks
from autograder.suites.lab07_alexnet.definition import narrowed
from autograder.testkit import Case, assert_close, assert_equal, assert_raises, builds_on, supporting, weight
from autograder.testkit.networks import assert_out, assert_slopes


def check_scores(case: Case) -> None:
    """The network with the parameters of the case gives the scores of the definition."""
    with own_mistakes(case, case.level):
        made = filled(case)
        assert_out(made.forward(case.x, (len(case.x), case.num_classes)), expected(case), suspects(case))


def backward(case: Case) -> tuple[Any, Any]:
    """The network after a forward and a backward pass, and dx."""
    made = filled(case)
    made.call("train")
    made.forward(case.x, case.dout.shape)
    return made, made.backward(case.dout)


def slopes_for(case: Case) -> Any:
    """The slopes of the case."""
    return slopes(rows_of(case), case.input_shape, case.level, case.seed, case.x, case.dout)


@weight(1.5)
@settings(max_examples=2)
@given(networks())
def test_convolutions_are_those_of_the_table(case: Case) -> None:
    """has the five convolutions of the table, each with round(width * channels) kernels for what the row above gives"""
    with own_mistakes(case):
        check_kernels(build_alexnet(case.num_classes, case.width, case.input_shape, "float64", 0), rows_of(case), case)


@weight(2)
@settings(max_examples=3)
@given(networks())
def test_parameters_are_those_of_the_table(case: Case) -> None:
    """has weights and biases for CONV1 to FC8 as the table says, with round(width * channels) channels in each row"""
    with own_mistakes(case):
        built(case)


@weight(1.5)
@settings(max_examples=3)
@given(networks(widths=(0.001, 0.0015, 0.004)))
def test_a_row_has_at_least_one_channel(case: Case) -> None:
    """keeps at least one channel in each row, and num_classes scores, however small the width is"""
    with own_mistakes(case, case.level):
        made = built(case)
        scores = made.forward(case.x[:1], (1, case.num_classes))
        assert np.isfinite(scores).all(), "the scores are not finite"


@weight(1)
def test_defaults_are_those_of_the_table() -> None:
    """takes 1000 classes, images of 3 x 227 x 227, float32 and seed 0 when a call leaves them out"""
    for width in (0.01, 0.012):
        with own_mistakes(Case(num_classes=1000, width=width, input_shape=(3, 227, 227))):
            made = network(build_alexnet(width=width), narrowed(width, 1000), (3, 227, 227))
            params = made.params()
            for param in params:
                assert_equal("dtype of the parameters", str(param.dtype), "float32")
            stated = build_alexnet(1000, width, (3, 227, 227), "float32", 0)
            for param, wish in zip(params, network(stated, narrowed(width, 1000), (3, 227, 227)).params(), strict=True):
                assert_close("a parameter without a seed, beside that of seed 0", param, wish)


@weight(5)
@settings(max_examples=3)
@given(networks())
def test_scores(case: Case) -> None:
    """gives the scores of the table: its layers in its order, ReLU where it says so, and no softmax"""
    check_scores(case)


@weight(3)
@settings(max_examples=2)
@given(networks(level="loud"))
def test_scores_where_normalisation_decides(case: Case) -> None:
    """gives the scores of the table also for large values, where it matters where the normalisation stands"""
    check_scores(case)


@weight(2.5)
@settings(max_examples=3)
@given(networks())
def test_gradients_of_all_parameters(case: Case) -> None:
    """finds in backward the gradients of all weights and biases, equal to numerical gradients"""
    with own_mistakes(case, case.level, backward=True):
        made, _ = backward(case)
        assert_slopes(made.gradients(), slopes_for(case), case.dout)


@weight(1)
@settings(max_examples=2)
@given(networks())
def test_gradient_of_the_image(case: Case) -> None:
    """returns from backward the gradient of the image, equal to numerical gradients"""
    with own_mistakes(case, case.level, backward=True):
        _, dx = backward(case)
        told = [entry for entry in slopes_for(case) if entry[0] == "x"]
        assert_equal("the shape of dx", np.shape(dx), case.x.shape)
        assert_slopes([None] * len(values_of(case)), told, case.dout, dx)  # type: ignore[list-item]


@supporting
@weight(1)
@settings(max_examples=2)
@given(networks(dtype="float32", layout="F"))
def test_the_dtype_is_kept(case: Case) -> None:
    """has parameters of the dtype it is built for, and scores as exact as it allows"""
    with own_mistakes(case, case.level):
        for dtype in ("float32", "float64"):
            for param in built(case, dtype).params():
                assert_equal(f"dtype of the parameters of a network of {dtype}", str(param.dtype), dtype)
            made = filled(case, dtype)
            scores = made.forward(case.x.astype(dtype), case.dout.shape)
            if dtype == "float64":  # more is right, too
                assert_equal("dtype of the scores of a network of float64", str(scores.dtype), dtype)
            assert_close("the scores", scores, expected(case).astype(dtype), rtol=5e-3, atol=5e-3)


@supporting
@weight(1)
@settings(max_examples=1)
@given(networks())
def test_the_seed_decides_the_weights(case: Case) -> None:
    """starts with the same weights for the same seed, with others for another one; no two units start alike"""
    with own_mistakes(case):
        first, again, other = (weights(built(case, seed=seed)) for seed in (3, 3, 4))
        for one, same, another in zip(first, again, other, strict=True):
            assert_close("a weight of the same seed", same, one)
            assert np.abs(another - one).max() > 1e-9, "another seed gives the same weights"
            assert np.ptp(one) > 1e-9, "all weights of a row are equal: its units would stay equal for ever"


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(networks())
def test_parameters_come_back(case: Case) -> None:
    """gives in params() what set_params put there"""
    with own_mistakes(case):
        for got, wish in zip(filled(case).params(), values_of(case), strict=True):
            assert_close("a parameter after set_params", got, wish)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(networks())
def test_scores_in_training_and_evaluation(case: Case) -> None:
    """gives the same scores in training and in evaluation: nothing is switched off at random"""
    with own_mistakes(case, case.level):
        made = filled(case)
        found = []
        for mode in ("train", "eval"):
            made.call(mode)
            found.append(made.forward(case.x, case.dout.shape))
        assert np.ptp(found[0]) > 1e-9, "all scores are equal"
        assert_close("the scores in evaluation", found[1], found[0])


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(st.builds(Case, input_shape=st.sampled_from(((3, 62, 99), (3, 99, 62), (2, 9, 67), (1, 40, 40)))))
def test_images_that_are_too_small_are_refused(case: Case) -> None:
    """raises ValueError for images on which some kernel does not fit"""
    with own_mistakes(Case(num_classes=7, width=0.02, input_shape=(3, 67, 67))):
        network(build_alexnet(7, 0.02, (3, 67, 67)), narrowed(0.02, 7), (3, 67, 67))
        try:
            assert_raises(ValueError, build_alexnet, 7, 0.02, case.input_shape)
        except AssertionError:
            with builds_on(cost_trace):
                assert_raises(ValueError, cost_trace, list(narrowed(0.02, 7)), case.input_shape)
            raise


def weights(made: Any) -> list[Any]:
    """The parameters that are no vectors."""
    return [param for param in made.params() if param.ndim > 1]


def values_of(case: Case) -> Any:
    """The parameters of the case."""
    return values(rows_of(case), case.input_shape, case.level, case.seed)
