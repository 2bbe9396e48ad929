"""build_resnet: what is true of every correct network.

stem, stages of basic blocks, global average pooling, linear scores     He, Zhang, Ren & Sun (2016), section 3.3
Its parameters are matched to the table by shape and order, whatever they are called, and set to known numbers.
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import build_resnet

from autograder.suites.lab08_resnet.cases import networks
from autograder.suites.lab08_resnet.resnet import scores, shapes, slopes, slots, suspects, values
from autograder.testkit import Case, assert_close, assert_shape, builds_on, supporting, weight
from autograder.testkit.networks import Network, assert_out, assert_slopes

NAMES = ("blocks", "width", "num_classes", "residual", "batchnorm", "seed")


def matched(case: Case, **changes: Any) -> Network:
    """The network of the case, its parameters matched to the table."""
    made = build_resnet(*[{**case, **changes}[name] for name in NAMES])
    return Network(made, slots(case), shapes(case, *case.x.shape[2:]))


def built(case: Case, **changes: Any) -> tuple[Network, Case]:
    """The network, for claims that need its table to be right, and what it is judged as; otherwise the case is blocked.

    Biases that the table does not have are held against it by the claims about the table only.
    """
    with builds_on(build_resnet):
        try:
            return matched(case, **changes), case
        except AssertionError:
            biased = Case({**case, "bias": True})
            return matched(biased, **changes), biased


def filled(case: Case) -> tuple[Network, Case]:
    """The network with the case's parameters, in training; and what it is judged as."""
    network, case = built(case)
    network.fill(values(case))
    network.call("train")
    return network, case


def forward(network: Network, case: Case, x: Any = None) -> Any:
    """The scores for x, by default the case's."""
    x = case.x if x is None else x
    return network.forward(x, (len(x), case.num_classes))


def check(case: Case, training: bool = True) -> None:
    """Compare the scores with the definition; if they are wrong, say which other network gives them."""
    network, case = filled(case)
    if not training:
        network.call("eval")
    out = forward(network, case)
    assert_out(out, scores(case, training), suspects(case, training), None if training else 1e-6)


def check_gradients(case: Case) -> None:
    """Compare the gradients of all parameters, and of x, with derivatives; blocked if the scores are wrong."""
    network, case = filled(case)
    with builds_on(build_resnet):
        assert_close("forward(x)", forward(network, case), scores(case))
    dx = network.backward(case.dout)
    assert_slopes(network.gradients(), slopes(case), case.dout, dx)


def varied(out: Any, case: Case) -> Any:
    """The scores, which may not be the same for every image: a constant would keep many a promise."""
    assert_shape("forward(x)", out, (len(case.x), case.num_classes))
    assert np.any(out != out[:1]), "the scores are the same for every image"
    return out


@weight(2)
@settings(max_examples=3)
@given(networks())
def test_every_layer_has_its_weights(case: Case) -> None:
    """builds the layers of the table with weights of the right shapes: stem, blocks, projections, scores"""
    matched(case)


@weight(1)
@settings(max_examples=3)
@given(networks(batchnorm=True))
def test_every_convolution_has_its_batch_normalisation(case: Case) -> None:
    """adds gamma and beta for every convolution, projections included, with batchnorm=True"""
    matched(case)


@weight(1)
@settings(max_examples=2)
@given(networks(residual=False), networks(residual=False, batchnorm=True))
def test_without_shortcuts_there_are_no_projections(plain: Case, normalised: Case) -> None:
    """leaves out the projections, and no other weights, with residual=False"""
    matched(plain)
    matched(normalised)


@weight(1.5)
@settings(max_examples=2)
@given(networks(residual=False), networks(residual=False, batchnorm=True))
def test_scores_without_shortcuts(plain: Case, normalised: Case) -> None:
    """gives the scores of the same layers without shortcuts with residual=False"""
    check(plain)
    check(normalised)


@weight(3)
@settings(max_examples=3)
@given(networks(stages=(1,)))
def test_scores_of_one_stage(case: Case) -> None:
    """gives the scores of a network of one stage, whose shortcuts are all x itself (no batch normalisation)"""
    check(case)


@weight(3)
@settings(max_examples=3)
@given(networks(stages=(2, 3)))
def test_scores_of_several_stages(case: Case) -> None:
    """gives the scores of a network whose stages halve the image and double the channels (no batch normalisation)"""
    check(case)


@weight(3)
@settings(max_examples=3)
@given(networks(batchnorm=True))
def test_scores_with_batch_normalisation(case: Case) -> None:
    """normalises behind every convolution, in front of relu and of the addition, in training"""
    check(case)


@weight(1.5)
@settings(max_examples=2)
@given(networks(batchnorm=True))
def test_evaluation_uses_running_statistics(case: Case) -> None:
    """normalises with the running statistics after eval(), which are mean 0 and variance 1 before any training"""
    check(case, training=False)


@weight(3)
@settings(max_examples=3)
@given(networks())
def test_gradients_of_a_residual_network(case: Case) -> None:
    """finds the gradients of all parameters and of x, with shortcuts (no batch normalisation)"""
    check_gradients(case)


@weight(3)
@settings(max_examples=3)
@given(networks(batchnorm=True))
def test_gradients_with_batch_normalisation(case: Case) -> None:
    """finds the gradients of all parameters and of x, with shortcuts and batch normalisation"""
    check_gradients(case)


@weight(1)
@settings(max_examples=2)
@given(networks(residual=False), networks(residual=False, batchnorm=True))
def test_gradients_without_shortcuts(plain: Case, normalised: Case) -> None:
    """finds the gradients of all parameters and of x with residual=False"""
    check_gradients(plain)
    check_gradients(normalised)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(networks(batchnorm=True))
def test_evaluation_of_an_image_does_not_depend_on_the_rest_of_its_batch(case: Case) -> None:
    """gives an image the same scores after eval() alone as in a batch, also when it has trained"""
    network, case = filled(case)
    trained = varied(forward(network, case), case)
    network.call("eval")
    out = varied(forward(network, case), case)
    assert_close("the scores of the first image alone", forward(network, case, case.x[:1].copy()), out[:1])
    network.call("train")
    assert_close("the scores in training again", forward(network, case), trained)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(networks(batchnorm=True))
def test_set_params_sets_what_params_gives(case: Case) -> None:
    """gives back in params() what set_params was given"""
    network, case = filled(case)
    wish = values(case)
    for slot, got, expected in zip(slots(case), network.params(), wish, strict=True):
        if len(slot.shape) > 1 and not np.allclose(got, expected):
            others = [str(other) for other, value in zip(slots(case), wish, strict=True) if np.array_equal(got, value)]
            assert not others, f"{slot} in params() are {others[0]}: do two layers share an array?"
        assert_close(f"{slot} in params()", got, expected)


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(networks())
def test_the_seed_decides_the_weights(case: Case) -> None:
    """draws the same weights for the same seed, and others for another seed"""
    (one, judged), (same, _), (other, _) = (built(case, seed=seed) for seed in (3, 3, 4))
    found = (network.params() for network in (one, same, other))
    for slot, first, again, another in zip(slots(judged), *found, strict=True):
        if len(slot.shape) > 1:
            assert_close(f"{slot} for the same seed", again, first)
            assert np.all(first != another), f"{slot}: the same numbers for another seed"
            assert len(np.unique(first)) == first.size, f"{slot}: a number stands there twice"


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(networks(batchnorm=True), networks())
def test_a_new_network_gives_scores_that_tell_images_apart(normalised: Case, plain: Case) -> None:
    """starts with weights that let the image through: finite scores that differ from image to image"""
    for case in (normalised, plain):
        network, _ = built(case)
        network.call("train")
        out = varied(forward(network, case), case)
        assert np.isfinite(out).all(), "the scores of a new network are not all finite"


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(networks(batchnorm=True))
def test_arguments_have_the_stated_defaults(case: Case) -> None:
    """takes residual and batchnorm as True and seed as 0 when a call leaves them out, and takes all by name"""
    named = {name: case[name] for name in NAMES[:3]}
    stated, case = built(case, seed=0)
    short = Network(build_resnet(**named), slots(case))
    for got, expected in zip(short.params(), stated.params(), strict=True):
        assert_close("without residual, batchnorm and seed, a parameter", got, expected)
    plain = Case({**case, "residual": False, "batchnorm": False})
    _, plain = built(plain)
    for seed in (1, 2):
        Network(build_resnet(**named, seed=seed, batchnorm=False, residual=False), slots(plain))


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(networks(dtype="float32"), networks(layout="F"))
def test_images_in_float32_and_in_another_order_in_memory(narrow: Case, columns: Case) -> None:
    """gives the same scores for images in float32, and for images that lie in memory by columns"""
    for case in (narrow, columns):
        network, case = filled(case)
        dense = varied(forward(network, case, np.ascontiguousarray(case.x, "float64")), case)
        assert_close("the scores", np.asarray(forward(network, case), case.x.dtype), np.asarray(dense, case.x.dtype))


@supporting
@weight(0.25)
@settings(max_examples=1)
@given(networks(batchnorm=True))
def test_networks_are_independent(case: Case) -> None:
    """builds networks that share nothing: setting the parameters of one leaves another as it is"""
    first, case = filled(case)
    out = varied(forward(first, case), case)
    second, _ = built(case, seed=5)
    second.fill([2 * array for array in values(case)])
    forward(second, case)
    assert_close("the scores of the first network", forward(first, case), out)
