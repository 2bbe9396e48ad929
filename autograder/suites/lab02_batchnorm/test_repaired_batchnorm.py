"""repaired_batchnorm: one claim for each bug of the class as found, and for what must stay right.

Ioffe & Szegedy (2015), algorithms 1 and 2; section 3.2 for images, which have one mean and variance per channel.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import BatchNormalization

from autograder.suites.lab02_batchnorm.cases import images, tables
from autograder.suites.lab02_batchnorm.definition import (
    batch_mean,
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
    assert_gradients,
    assert_shape,
    builds_on,
    supporting,
    weight,
)

# The default eps beside columns that are far wider.
features, pictures = tables(eps=(1e-5,)), images(eps=(1e-5,))


def a_layer(case: Case) -> Any:
    """A layer with running values of its own; eps is left out: a mistake with eps shows in its own test only."""
    start = {name: case[name] for name in ("momentum", "running_mean", "running_var")}
    return BatchNormalization(case.gamma, case.beta, **start)


def trained(case: Case) -> Any:
    """A layer after a training forward whose out is right; otherwise the case is blocked."""
    layer = a_layer(case)
    with builds_on(BatchNormalization):
        assert_close("out", layer.forward(case.x, True), train(case.x, case.gamma, case.beta, case.eps))
    return layer


@weight(2)
@settings(max_examples=5)
@given(features)
def test_forward_normalises_features_in_training(case: Case) -> None:
    """runs forward on features (N, D) in training and normalises every column"""
    out = a_layer(case).forward(case.x, True)
    assert_close("out", out, train(case.x, case.gamma, case.beta, case.eps))


@weight(2)
@settings(max_examples=4)
@given(features)
def test_backward_returns_dx_of_features(case: Case) -> None:
    """runs backward on features and returns dx equal to numerical gradients"""
    dx = trained(case).backward(case.dout)
    assert_gradients(lambda x: train(x, case.gamma, case.beta, case.eps), case.dout, x=(case.x, dx))


@weight(1)
@settings(max_examples=4)
@given(features)
def test_backward_sets_dgamma_and_dbeta(case: Case) -> None:
    """sets dgamma and dbeta in backward, equal to numerical gradients"""
    layer = trained(case)
    layer.backward(case.dout)
    assert_gradients(
        lambda gamma, beta: train(case.x, gamma, beta, case.eps),
        case.dout,
        gamma=(case.gamma, layer.dgamma),
        beta=(case.beta, layer.dbeta),
    )


@weight(2)
@settings(max_examples=4)
@given(pictures)
def test_images_are_normalised_per_channel(case: Case) -> None:
    """normalises images (N, C, H, W) with one mean and one variance per channel, and a gamma and beta of size C"""
    out = a_layer(case).forward(case.x, True)
    assert_close("out", out, train(case.x, case.gamma, case.beta, case.eps))


@weight(1)
@settings(max_examples=4)
@given(pictures)
def test_backward_returns_dx_of_images(case: Case) -> None:
    """returns dx (N, C, H, W) for images, equal to numerical gradients"""
    dx = trained(case).backward(case.dout)
    assert_gradients(lambda x: train(x, case.gamma, case.beta, case.eps), case.dout, x=(case.x, dx))


@weight(1)
@settings(max_examples=4)
@given(pictures)
def test_dgamma_and_dbeta_of_images_are_summed_per_channel(case: Case) -> None:
    """sums dgamma and dbeta of images over the batch and all pixels: one value per channel"""
    layer = trained(case)
    layer.backward(case.dout)
    assert_gradients(
        lambda gamma, beta: train(case.x, gamma, beta, case.eps),
        case.dout,
        gamma=(case.gamma, layer.dgamma),
        beta=(case.beta, layer.dbeta),
    )


@weight(1)
@settings(max_examples=4)
@given(features)
def test_running_mean_gets_the_batch_term(case: Case) -> None:
    """moves running_mean by momentum towards the batch's mean in training"""
    layer = a_layer(case)
    layer.forward(case.x, True)
    assert_close("running_mean", layer.running_mean, moved(case.running_mean, batch_mean(case.x), case.momentum))


@weight(2)
@settings(max_examples=4)
@given(features)
def test_running_var_gets_the_batch_term(case: Case) -> None:
    """adds (1 - momentum) * the batch's variance to momentum * running_var in training"""
    layer = a_layer(case)
    layer.forward(case.x, True)
    first = layer.running_var
    layer.forward(case.x2, True)
    second = layer.running_var
    assert_shape("running_var", first, case.running_var.shape)
    assert_shape("running_var", second, case.running_var.shape)
    # Dividing by m and by m - 1 are both right here, as long as it is the same every time.
    got, choices = np.stack([first, second]), moved_vars(case.running_var, (case.x, case.x2), case.momentum)
    assert_close("running_var after one and after two batches", got, nearest(got, choices))


@weight(1)
@settings(max_examples=4)
@given(tables(large_eps=True))
def test_eps_is_an_argument(case: Case) -> None:
    """adds the eps it was given to the variance, not a number of its own"""
    out = BatchNormalization(case.gamma, case.beta, eps=case.eps).forward(case.x, True)
    assert_close("out", out, train(case.x, case.gamma, case.beta, case.eps))


@supporting
@settings(max_examples=4)
@given(features)
def test_evaluation_before_training_starts_from_zeros_and_ones(case: Case) -> None:
    """starts running_mean at zeros and running_var at ones, so that evaluation works before any training"""
    out = BatchNormalization(case.gamma, case.beta).forward(case.x, False)
    zeros, ones = np.zeros_like(case.gamma), np.ones_like(case.gamma)
    # Far too wide for a mistake with eps to fail here, too.
    assert_close("out", out, evaluate(case.x, case.gamma, case.beta, zeros, ones, case.eps), rtol=1e-4, atol=1.0)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(features)
def test_each_running_value_starts_by_itself(case: Case) -> None:
    """starts running_mean at zeros and running_var at ones, like gamma, also where only one of them is given"""
    zeros, ones = np.zeros_like(case.gamma), np.ones_like(case.gamma)
    starts = {"running_mean": (case.running_mean, ones), "running_var": (zeros, case.running_var)}
    for given_one, (running_mean, running_var) in starts.items():
        layer = BatchNormalization(case.gamma, case.beta, **{given_one: case[given_one]})
        expected = evaluate(case.x, case.gamma, case.beta, running_mean, running_var, case.eps)
        assert_close(f"out with {given_one} alone", layer.forward(case.x, False), expected, rtol=1e-4, atol=1.0)
    layer = BatchNormalization(case.gamma, case.beta)
    layer.forward(case.x, False)
    for name in starts:
        assert_equal(f"the shape of {name}", np.shape(getattr(layer, name)), case.gamma.shape)


@weight(1)
@settings(max_examples=4)
@given(features)
def test_evaluation_uses_the_running_values(case: Case) -> None:
    """normalises with its own running values in evaluation, after training as well"""
    layer = a_layer(case)
    layer.forward(case.x, True)
    running_mean, running_var = layer.running_mean, layer.running_var
    out = layer.forward(case.x2, False)
    assert_shape("running_mean", running_mean, case.gamma.shape)
    assert_shape("running_var", running_var, case.gamma.shape)
    assert_close("out", out, evaluate(case.x2, case.gamma, case.beta, running_mean, running_var, case.eps))


@weight(1)
@settings(max_examples=4)
@given(pictures)
def test_images_are_evaluated_per_channel(case: Case) -> None:
    """normalises images in evaluation with one running mean and one running variance per channel"""
    out = a_layer(case).forward(case.x, False)
    assert_close("out", out, evaluate(case.x, case.gamma, case.beta, case.running_mean, case.running_var, case.eps))


@weight(1)
@settings(max_examples=4)
@given(features)
def test_backward_after_evaluation_takes_the_statistics_as_constants(case: Case) -> None:
    """returns dx = dout * gamma / sqrt(running_var + eps) from backward after an evaluation forward"""
    layer = trained(case)
    running_mean, running_var = layer.running_mean, layer.running_var
    with builds_on(BatchNormalization):
        out = layer.forward(case.x2, False)
        assert_close("out", out, evaluate(case.x2, case.gamma, case.beta, running_mean, running_var, case.eps))
    dx = layer.backward(case.dout2)
    assert_close("dx", dx, case.dout2 * case.gamma / np.sqrt(running_var + case.eps))


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(features)
def test_train_flg_is_a_keyword_and_true_by_default(case: Case) -> None:
    """takes train_flg by name, and as True when a call leaves it out"""
    training, evaluation = a_layer(case).forward(case.x, True), a_layer(case).forward(case.x, False)
    assert_close("out of forward(x)", a_layer(case).forward(case.x), training)
    assert_close("out of forward(x, train_flg=False)", a_layer(case).forward(case.x, train_flg=False), evaluation)


@weight(0.25)
@settings(max_examples=2)
@given(tables(large_eps=True, eps=(1e-5,)))
def test_eps_is_1e_5_by_default(case: Case) -> None:
    """takes eps as 1e-5 when it is left out"""
    out = BatchNormalization(case.gamma, case.beta).forward(case.x, True)
    assert_close("out", out, train(case.x, case.gamma, case.beta, 1e-5))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(features)
def test_momentum_is_0_9_by_default(case: Case) -> None:
    """takes momentum as 0.9 when it is left out"""
    short, stated = BatchNormalization(case.gamma, case.beta), BatchNormalization(case.gamma, case.beta, momentum=0.9)
    short.forward(case.x, True)
    stated.forward(case.x, True)
    assert_close("running_mean", short.running_mean, stated.running_mean)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(features)
def test_evaluation_leaves_the_running_values_as_they_are(case: Case) -> None:
    """leaves running_mean and running_var as they are in evaluation"""
    layer = a_layer(case)
    layer.forward(case.x, False)
    assert_close("running_mean", layer.running_mean, case.running_mean)
    assert_close("running_var", layer.running_var, case.running_var)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(features)
def test_layers_share_nothing(case: Case) -> None:
    """keeps its statistics to itself: training one layer leaves another as it is"""
    layer, other = BatchNormalization(case.gamma, case.beta), BatchNormalization(case.gamma, case.beta)
    before = other.forward(case.x, False)
    layer.forward(case.x, True)
    assert_close("evaluation of the other layer", other.forward(case.x, False), before)


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(images(eps=(1e-5,), scattered=True))
def test_memory_layout_of_images_does_not_matter(case: Case) -> None:
    """returns the same out and dx however x and dout lie in memory"""
    x, dout = np.ascontiguousarray(case.x), np.ascontiguousarray(case.dout)
    layer, by_rows = a_layer(case), trained(Case({**case, "x": x}))
    assert_close("out", layer.forward(case.x, True), by_rows.forward(x, True))
    assert_close("dx", layer.backward(case.dout), by_rows.backward(dout))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(tables(eps=(1e-5,), dtype="float32"))
def test_float32_is_as_good_as_float64(case: Case) -> None:
    """returns the same out and dx for float32 arrays as for float64 arrays, up to rounding"""
    wide_case = Case({name: np.asarray(value, "float64") for name, value in case.items()})
    layer, wide = a_layer(case), trained(Case({**wide_case, "momentum": case.momentum, "eps": case.eps}))
    pairs = {
        "out": (layer.forward(case.x, True), wide.forward(wide_case.x, True)),
        "dx": (layer.backward(case.dout), wide.backward(wide_case.dout)),
    }
    for name, (got, expected) in pairs.items():
        assert_shape(name, got, np.shape(expected))
        assert_close(name, got, np.asarray(expected, "float32"))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(features)
def test_shapes(case: Case) -> None:
    """returns out and dx of the shape of x, and sets dgamma and dbeta of the shape of gamma"""
    layer = a_layer(case)
    assert_shape("out", layer.forward(case.x, True), case.x.shape)
    assert_shape("dx", layer.backward(case.dout), case.x.shape)
    assert_shape("dgamma", layer.dgamma, case.gamma.shape)
    assert_shape("dbeta", layer.dbeta, case.beta.shape)
