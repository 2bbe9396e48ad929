"""build_lenet5: the layers of the table in its order, plain scores, and gradients of the whole network.

Networks are filled with parameters of the suite's own and compared with the same network in the plainest code.
"""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from submission import build_lenet5

from autograder.suites.lab06_lenet.definition import lenet5
from autograder.suites.lab06_lenet.lenet import (
    EPS_MATTERS,
    SHAPES,
    after_forward,
    batches,
    built,
    filled,
    filling,
    forward,
    normalised_behind,
    scores,
    slopes,
    slots,
    suspects,
    values_of,
    where_activations_stand,
)
from autograder.suites.lab06_lenet.waits import after_table
from autograder.testkit import Blocked, Case, assert_close, assert_rows, assert_shape, supporting, weight
from autograder.testkit.networks import Network, assert_out, assert_slopes

original = batches(pools=("avg",), activations=("tanh",))
variant = batches(pools=("max",), activations=("relu",))
normalised = batches(batchnorm=True, size=(4, 6))


def check_scores(case: Case) -> None:
    """Compare the scores of a filled network."""
    got = filled(case).forward(case.x, (len(case.x), 10))
    assert_out(got, scores(case), suspects(case), EPS_MATTERS if case.batchnorm else None)


def check_gradients(case: Case) -> None:
    """Compare the gradients of all layers with finite differences."""
    network = after_forward(case)
    network.backward(case.dout)
    assert_slopes(network.gradients(), slopes(case), case.dout, rtol=EPS_MATTERS if case.batchnorm else None)


@weight(4)
@settings(max_examples=3)
@given(batches())
@after_table
def test_parameters_of_every_layer(case: Case) -> None:
    """builds every layer with the weights and as many parameters as the table says, 61,706 in all"""
    Network(build_lenet5(case.pool, case.activation, seed=case.number), slots(), SHAPES)


@weight(2)
@settings(max_examples=2)
@given(normalised)
@after_table
def test_batchnorm_has_parameters_behind_every_convolution_and_f6(case: Case) -> None:
    """adds gamma and beta for C1, C3, C5 and F6 with batchnorm, and none for pooling or the scores"""
    Network(build_lenet5(case.pool, case.activation, True, case.number), slots(True), SHAPES)


@weight(4)
@settings(max_examples=2)
@given(original)
@after_table
def test_scores_of_the_original(case: Case) -> None:
    """gives the scores of LeNet-5 with average pooling and tanh, whatever its weights are"""
    check_scores(case)


@weight(3)
@settings(max_examples=2)
@given(variant)
@after_table
def test_scores_of_the_variant_of_today(case: Case) -> None:
    """gives the scores of LeNet-5 with max pooling and ReLU, whatever its weights are"""
    check_scores(case)


@weight(1)
@settings(max_examples=2)
@given(batches(), st.sampled_from((("max", "tanh"), ("avg", "relu"))))
@after_table
def test_pool_and_activation_are_chosen_apart(case: Case, choice: tuple[str, str]) -> None:
    """lets pool and activation be chosen independently of each other"""
    check_scores(Case({**case, "pool": choice[0], "activation": choice[1]}))


@weight(1)
@settings(max_examples=2)
@given(original)
@after_table
def test_nothing_asked_for_means_the_original(case: Case) -> None:
    """builds the original from seed 0 if nothing is asked for: average pooling, tanh, no batch normalisation"""
    asked, plain = built(case, seed=0), Network(build_lenet5(), slots(), SHAPES)
    for slot, one, same in zip(slots(), asked.params(), plain.params(), strict=True):
        assert_close(f"if nothing is asked for, {slot}", same, one, rtol=0, atol=0)
    for network in (asked, plain):
        network.fill(values_of(case))
    assert_close("the scores if nothing is asked for", forward(plain, case.x), forward(asked, case.x))


@weight(3)
@settings(max_examples=3)
@given(batches())
@after_table
def test_activations_stand_where_the_table_says(case: Case) -> None:
    """applies the activation behind every row of the table but the last, pooling rows included"""
    got = forward(filled(case), case.x)
    rows = where_activations_stand(case, got)
    if rows is None:
        raise Blocked("this waits for scores that follow from the rows, whatever the activations")
    table = [(row[0], row[-1]) for row in lenet5(case.pool, case.activation)]
    assert_rows("the network", [(row[0], row[-1]) for row in rows], table, ("layer", "activation behind it"))


@weight(2)
@settings(max_examples=2)
@given(batches())
@after_table
def test_scores_are_plain_numbers(case: Case) -> None:
    """gives plain scores: with OUTPUT's parameters doubled they are doubled, so nothing stands behind it"""
    network = filled(case)
    once = network.forward(case.x, (len(case.x), 10))
    *others, weights, bias = values_of(case)
    network.fill((*others, 2 * weights, 2 * bias))
    assert_out(network.forward(case.x), 2 * once, [("is there a softmax behind OUTPUT?", lambda: squared(once))])


def squared(p: np.ndarray) -> np.ndarray:
    """What softmax makes of twice the scores, if it makes p of the scores."""
    return np.asarray(p**2 / (p**2).sum(axis=1, keepdims=True))


@weight(3)
@settings(max_examples=3)
@given(normalised)
@after_table
def test_batchnorm_stands_before_the_activation(case: Case) -> None:
    """normalises with the batch's statistics, in training, between each linear map and its activation"""
    got = filled(case).forward(case.x, (len(case.x), 10))
    behind = "is batch normalisation behind the activation?"
    guesses = [(behind, lambda: normalised_behind(case.pool, case.activation, case.filling, case.x))]
    assert_out(got, scores(case), guesses, EPS_MATTERS)


@weight(3)
@settings(max_examples=2)
@given(original)
@after_table
def test_gradients_of_the_original(case: Case) -> None:
    """returns gradients of every layer equal to numerical gradients of the whole network, average pooling and tanh"""
    check_gradients(case)


@weight(2)
@settings(max_examples=2)
@given(variant)
@after_table
def test_gradients_of_the_variant_of_today(case: Case) -> None:
    """returns gradients of every layer equal to numerical gradients of the whole network, max pooling and ReLU"""
    check_gradients(case)


@weight(2)
@settings(max_examples=2)
@given(normalised)
@after_table
def test_gradients_with_batchnorm(case: Case) -> None:
    """returns gradients of every layer equal to numerical gradients with batch normalisation in training"""
    check_gradients(case)


@weight(1)
@settings(max_examples=2)
@given(batches())
@after_table
def test_backward_returns_the_gradient_of_the_images(case: Case) -> None:
    """returns dx from backward, the gradient of the images, equal to numerical gradients"""
    network = after_forward(case)
    dx = network.backward(case.dout)
    *_, of_x = slopes(case)
    assert_shape("dx", dx, case.x.shape)
    assert_slopes([np.zeros(())] * len(slots()), [of_x], case.dout, dx)


@weight(1)
@settings(max_examples=2)
@given(batches(), st.booleans())
@after_table
def test_set_params_puts_parameters_in_place(case: Case, batchnorm: bool) -> None:
    """has in params() what set_params was given, for every layer"""
    case = Case({**case, "batchnorm": batchnorm})
    network = filled(case)
    for slot, got, value in zip(slots(batchnorm), network.params(), values_of(case), strict=True):
        assert_close(f"after set_params, {slot}", got, value, rtol=0, atol=0)


@weight(1)
@settings(max_examples=2)
@given(normalised)
@after_table
def test_evaluation_does_not_depend_on_the_batch(case: Case) -> None:
    """scores an image in evaluation by itself, with running statistics; in training its batch matters"""
    network = after_forward(case)
    network.call("eval")
    whole = network.forward(case.x)
    assert_close("the scores of two images by themselves, in evaluation", network.forward(case.x[:2]), whole[:2])
    assert_close("the same scores once more, in evaluation", network.forward(case.x), whole)
    network.call("train")
    assert_out(network.forward(case.x), scores(case), [("is it still in evaluation?", lambda: whole)], EPS_MATTERS)
    network.call("eval")
    moved = network.forward(case.x)
    assert np.abs(moved - whole).max() > 1e-6, "the scores in evaluation stay the same after more training batches"


@supporting
@weight(1)
@settings(max_examples=2)
@given(batches())
@after_table
def test_gradients_are_those_of_the_last_backward(case: Case) -> None:
    """gives in grads() the gradients of the last backward pass; earlier ones are not added to them"""
    network = after_forward(case)
    network.backward(case.dout[::-1].copy())
    after_first = network.gradients()
    network.forward(case.x)
    network.backward(case.dout)
    assert any(np.abs(gradient).max() > 0 for gradient in after_first), "every gradient is 0"
    assert_slopes(network.gradients(), slopes(case), case.dout)


@supporting
@weight(1)
@settings(max_examples=2)
@given(batches(), st.booleans())
@after_table
def test_the_seed_decides_the_weights(case: Case, batchnorm: bool) -> None:
    """builds the same network from the same seed, and another one from another seed"""
    case = Case({**case, "batchnorm": batchnorm})
    first, again, other = (built(case, seed=seed).params() for seed in (case.number, case.number, case.number + 1))
    for slot, one, same, different in zip(slots(batchnorm), first, again, other, strict=True):
        assert_close(f"from the same seed, {slot}", same, one, rtol=0, atol=0)
        if one.ndim > 1:
            assert (one != different).any(), f"from another seed, {slot} are the same"


@supporting
@weight(1)
@settings(max_examples=2)
@given(batches())
@after_table
def test_layers_begin_with_numbers_of_their_own(case: Case) -> None:
    """begins with different weights in every unit and every layer: one generator for all of them"""
    network = built(case)
    stored = zip(network.slots, _as_stored(network), strict=True)
    begin = {slot.row: value for slot, value in stored if len(slot.shape) > 1}
    for row, weights in begin.items():
        assert weights.std() > 0, f"all weights of {row} are {weights.flat[0]:g}"
    for (one, first), (other, second) in combinations(begin.items(), 2):
        a, b = first.ravel()[:100], second.ravel()[:100]
        assert abs(np.corrcoef(a, b)[0, 1]) < 0.99, f"{one} and {other} begin with the same numbers"


def _as_stored(network: Network) -> list[np.ndarray]:
    found = network.call("params")
    return [found[place.key] for place in network.places]


@supporting
@weight(1)
@settings(max_examples=2)
@given(batches())
@after_table
def test_two_networks_share_nothing(case: Case) -> None:
    """builds networks that share nothing: filling one, and running it, changes no other"""
    network = after_forward(case)
    other = built(case)
    other.fill(filling(case.filling + 1))
    assert_close("forward(x) after another network was filled", network.forward(case.x), scores(case))
    other.forward(case.x[:1])
    network.backward(case.dout)
    assert_slopes(network.gradients(), slopes(case), case.dout)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(batches(dtype="float32", layout="F"))
@after_table
def test_float32_images_in_any_memory_order_are_welcome(case: Case) -> None:
    """gives the same scores for float32 images, however they lie in memory, up to rounding"""
    network = filled(case)
    once = some_scores(network, np.ascontiguousarray(case.x, "float64"))
    assert_close("the scores of float32 images", network.forward(case.x), once, rtol=1e-3, atol=1e-3)


def some_scores(network: Network, x: np.ndarray) -> np.ndarray:
    """The scores of x, which may not be the same for all images: a constant would keep many a promise."""
    once = network.forward(x, (len(x), 10))
    assert len(x) == 1 or np.ptp(once, axis=0).max() > 1e-9, "all images get the same scores"
    return once
