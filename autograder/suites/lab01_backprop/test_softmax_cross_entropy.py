"""softmax_cross_entropy: what is true of every correct answer.

p = softmax of each row of scores,  loss = -1/N sum_n log p_n,y_n,  dscores = dloss/dscores
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import softmax_cross_entropy

from autograder.suites.lab01_backprop.cases import classifications, hopeless
from autograder.suites.lab01_backprop.definition import cross_entropy, cross_entropy_gradient
from autograder.testkit import (
    Case,
    assert_close,
    assert_equal,
    assert_gradients,
    assert_leaves_arguments_alone,
    assert_shape,
    supporting,
    weight,
)


def some_loss(loss: Any) -> Any:
    """A loss, which may not be 0: it would keep many a promise."""
    assert_shape("loss", loss, ())
    assert loss != 0, "loss is 0"
    return loss


def some_gradient(dscores: Any, case: Case) -> Any:
    """dscores, which may not be 0 everywhere, nor the same: a constant would keep many a promise."""
    assert_shape("dscores", dscores, case.scores.shape)
    assert np.ptp(dscores), "dscores is the same everywhere"
    return dscores


@weight(3)
@settings(max_examples=5)
@given(classifications())
def test_loss_is_the_mean_of_minus_log_p(case: Case) -> None:
    """returns the loss: the mean over the batch of -log p of the right class"""
    loss, _ = softmax_cross_entropy(case.scores, case.y)
    assert_close("loss", loss, cross_entropy(case.scores, case.y))


@weight(4)
@settings(max_examples=5)
@given(classifications())
def test_dscores_is_the_gradient_of_the_loss(case: Case) -> None:
    """returns dscores equal to numerical gradients of the loss"""
    _, dscores = softmax_cross_entropy(case.scores, case.y)
    assert_gradients(lambda scores: cross_entropy(scores, case.y), np.ones(()), scores=(case.scores, dscores))


@weight(1.5)
@settings(max_examples=4)
@given(classifications(rows=(2, 7), offset=10_000.0))
def test_loss_of_scores_near_10_000(case: Case) -> None:
    """returns the loss of scores near 10,000 and near -10,000, where e^scores overflows or is 0"""
    loss, _ = softmax_cross_entropy(case.scores, case.y)
    assert_close("loss", loss, cross_entropy(case.scores, case.y))


@weight(1.5)
@settings(max_examples=4)
@given(classifications(rows=(2, 7), offset=10_000.0))
def test_dscores_of_scores_near_10_000(case: Case) -> None:
    """returns dscores of scores near 10,000 and near -10,000, where e^scores overflows or is 0"""
    _, dscores = softmax_cross_entropy(case.scores, case.y)
    assert_close("dscores", dscores, cross_entropy_gradient(case.scores, case.y))


@weight(1)
@settings(max_examples=3)
@given(hopeless())
def test_loss_of_a_hopeless_class(case: Case) -> None:
    """returns the loss, not infinity and not a clipped number, when a right class lies 10,000 behind the others"""
    loss, _ = softmax_cross_entropy(case.scores, case.y)
    assert_close("loss", loss, cross_entropy(case.scores, case.y))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(hopeless())
def test_dscores_of_a_hopeless_class(case: Case) -> None:
    """returns dscores, too, when a right class lies 10,000 behind the others"""
    _, dscores = softmax_cross_entropy(case.scores, case.y)
    assert_close("dscores", dscores, cross_entropy_gradient(case.scores, case.y))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(classifications(rows=(2, 7)))
def test_equal_scores_cost_log_c(case: Case) -> None:
    """returns the loss log C when all C classes have equal scores: the loss of a network that knows nothing yet"""
    loss, _ = softmax_cross_entropy(case.scores[:, :1] + np.zeros_like(case.scores), case.y)
    assert_close("loss of equal scores", loss, np.log(case.scores.shape[1]))


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(classifications(rows=(2, 5)))
def test_the_loss_is_a_mean(case: Case) -> None:
    """returns the same loss and half of dscores when the batch holds every sample twice"""
    loss, dscores = softmax_cross_entropy(case.scores, case.y)
    twice, dtwice = softmax_cross_entropy(np.tile(case.scores, (2, 1)), np.tile(case.y, 2))
    assert_close("loss of every sample twice", twice, some_loss(loss))
    assert_close("dscores of every sample twice", dtwice, np.tile(some_gradient(dscores, case) / 2, (2, 1)))


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(classifications())
def test_a_constant_per_row_changes_nothing(case: Case) -> None:
    """returns the same loss and dscores when all scores of a sample grow by the same number"""
    loss, dscores = softmax_cross_entropy(case.scores, case.y)
    shifted, dshifted = softmax_cross_entropy(case.scores + case.constants, case.y)
    assert_close("loss of shifted scores", shifted, some_loss(loss))
    assert_close("dscores of shifted scores", dshifted, some_gradient(dscores, case))


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(classifications())
def test_dscores_of_a_sample_add_up_to_0(case: Case) -> None:
    """returns dscores that add up to 0 for every sample: what one class gains the others lose"""
    _, dscores = softmax_cross_entropy(case.scores, case.y)
    sums = some_gradient(dscores, case).sum(axis=1)
    assert_close("sums of dscores", sums, np.zeros(len(case.y)), atol=1e-9)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(classifications())
def test_labels_of_either_width(case: Case) -> None:
    """returns the same for labels of int32 and of int64"""
    loss, dscores = softmax_cross_entropy(case.scores, case.y.astype("int64"))
    narrow, dnarrow = softmax_cross_entropy(case.scores, case.y.astype("int32"))
    assert_close("loss of int32 labels", narrow, some_loss(loss))
    assert_close("dscores of int32 labels", dnarrow, some_gradient(dscores, case))


@supporting
@weight(0.25)
@settings(max_examples=3)
@given(classifications())
def test_shapes(case: Case) -> None:
    """returns one number and dscores (N, C)"""
    loss, dscores = softmax_cross_entropy(case.scores, case.y)
    assert_shape("loss", loss, ())
    assert_shape("dscores", dscores, case.scores.shape)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(classifications(rows=(2, 7), scattered=True))
def test_memory_layout_does_not_matter(case: Case) -> None:
    """returns the same loss and dscores however scores lie in memory"""
    loss, dscores = softmax_cross_entropy(np.ascontiguousarray(case.scores), case.y)
    scattered, dscattered = softmax_cross_entropy(case.scores, case.y)
    assert_close("loss", scattered, some_loss(loss))
    assert_close("dscores", dscattered, some_gradient(dscores, case))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(classifications(dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same loss and dscores for float32 scores as for float64 scores, up to rounding"""
    loss, dscores = softmax_cross_entropy(case.scores.astype("float64"), case.y)
    narrow, dnarrow = softmax_cross_entropy(case.scores, case.y)
    assert_close("loss", narrow, np.asarray(some_loss(loss), "float32"))
    assert_close("dscores", dnarrow, np.asarray(some_gradient(dscores, case), "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(classifications())
def test_float64_stays_float64(case: Case) -> None:
    """returns float64 for float64 scores"""
    loss, dscores = softmax_cross_entropy(case.scores, case.y)
    assert_equal("dtype of loss", str(np.asarray(loss).dtype), "float64")
    assert_equal("dtype of dscores", str(np.asarray(dscores).dtype), "float64")


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(classifications())
def test_scores_and_labels_stay_as_they_are(case: Case) -> None:
    """leaves scores and y as they are"""
    assert_leaves_arguments_alone(softmax_cross_entropy, case.scores, case.y)
