"""The layers that assembly labs hand out say in a sentence what does not fit, and where."""

import numpy as np
import pytest

from solutions.layers import BatchNorm1d, BatchNorm2d, Conv2d, Linear, ReLU, Sequential

X = np.ones((2, 3, 6, 6))


def rng():
    return np.random.default_rng(0)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Conv2d(3, 4, 3, rng(), 1, 0, 2.0), r"bias is 2\.0, expected True or False; .* gain=2\.0"),
        (lambda: Conv2d(3, 0, 3, rng()), r"\(0, 3, 3, 3\) hold no number: was a number of channels rounded to 0\?"),
        (lambda: Linear(0, 3, rng()), "hold no number"),
        (lambda: Sequential([("a", ReLU()), ("a", ReLU())]), "two layers are called 'a'"),
        (lambda: Sequential([("stage0.conv", ReLU())]), "a layer is called 'stage0.conv': a dot stands between"),
        (lambda: Conv2d(3, 4, 3, rng()).grads(), "Conv2d has no gradient of its weight: backward has not reached it"),
    ],
)
def test_what_cannot_be_made_is_refused(make, said):
    with pytest.raises(ValueError, match=said):
        make()


@pytest.mark.parametrize(
    ("layer", "x", "said"),
    [
        (BatchNorm2d(4), X, r"^layer 2 bn: expects 4 channels, got 3$"),
        (BatchNorm2d(3), X[:, :, 0, 0], r"^layer 2 bn: expects x of shape \(N, 3, H, W\), got \(2, 3\)"),
        (BatchNorm1d(3), X, r"^layer 2 bn: expects x of shape \(N, 3\), got \(2, 3, 6, 6\)"),
        (BatchNorm1d(4), X[:, :, 0, 0], r"^layer 2 bn: expects 4 features, got 3$"),
    ],
)
def test_a_batch_normalisation_that_does_not_fit_says_what_it_expects(layer, x, said):
    with pytest.raises(ValueError, match=said):
        Sequential([("relu", ReLU()), ("bn", layer)]).forward(x)


def test_a_layer_that_no_gradient_reached_is_named():
    network = Sequential([("first", Conv2d(3, 4, 1, rng())), ("second", Conv2d(4, 2, 1, rng()))])
    second = network.layers["second"]
    second.backward(second.forward(np.ones((2, 4, 6, 6))))
    with pytest.raises(ValueError, match=r"^layer first: Conv2d has no gradient of its weight"):
        network.grads()


def test_a_bias_may_be_left_out_by_place():
    assert list(Conv2d(3, 4, 3, rng(), 1, 0, False, 2.0).params()) == ["weight"]
