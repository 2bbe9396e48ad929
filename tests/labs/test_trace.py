"""labkit.trace: a table of what goes in and out of each layer, and a sentence at the first that does not fit."""

from types import SimpleNamespace

import labkit
import numpy as np
import pytest


class Convolution:
    """1 x 1, which is enough to have channels."""

    def __init__(self, filters, channels):
        self.w, self.b = np.ones((filters, channels, 1, 1)), np.ones(filters)

    def params(self):
        return {"b": self.b, "w": self.w, "w_proj": None}

    def forward(self, x):
        if x.shape[1] != self.w.shape[1]:
            raise ValueError("channels do not match")
        return np.einsum("nchw,fc->nfhw", x, self.w[..., 0, 0]) + self.b[:, None, None]


class Linear:
    def __init__(self, features, units):
        self.params_as_dict = {"w": np.ones((features, units)), "b": np.zeros(units)}

    def params(self):
        return self.params_as_dict

    def forward(self, x):
        return x @ self.params_as_dict["w"] + self.params_as_dict["b"]


class Flatten:
    def forward(self, x):
        return x.reshape(len(x), -1)


class Counter:
    """Remembers what it has seen."""

    def __init__(self):
        self.seen = []

    def forward(self, x):
        self.seen.append(x.shape)
        return x


class Odd:
    """A layer that does what it is told."""

    def __init__(self, forward):
        self.forward = forward


def raising(error):
    def forward(x):
        raise error

    return forward


RIGHT = (Convolution(4, 3), Convolution(2, 4), Flatten(), Linear(2 * 5 * 6, 10))
ROWS = [("Convolution", (4, 5, 6), 16), ("Convolution", (2, 5, 6), 10), ("Flatten", (60,), 0), ("Linear", (10,), 610)]


def complaint(network, input_shape=(3, 5, 6)):
    with pytest.raises(AssertionError) as caught:
        labkit.trace(network, input_shape)
    return str(caught.value)


def test_right_network_gets_a_table(capsys):
    assert labkit.trace(SimpleNamespace(layers=RIGHT), (3, 5, 6)) == ROWS
    table = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    table = [[cell.strip() for cell in line if cell.strip()] for line in table]
    assert table == [
        ["layer", "name", "in", "out", "parameters"],
        ["1", "Convolution", "(N, 3, 5, 6)", "(N, 4, 5, 6)", "16"],
        ["2", "Convolution", "(N, 4, 5, 6)", "(N, 2, 5, 6)", "10"],
        ["3", "Flatten", "(N, 2, 5, 6)", "(N, 60)", "0"],
        ["4", "Linear", "(N, 60)", "(N, 10)", "610"],
        ["total", "636"],
    ]


@pytest.mark.parametrize("N", [1, 2, 5])
def test_any_number_of_samples_gives_the_same_rows(N):
    assert labkit.trace(RIGHT, (3, 5, 6), N) == ROWS


@pytest.mark.parametrize("layers", [list(RIGHT), iter(RIGHT), {f"L{i}": layer for i, layer in enumerate(RIGHT)}])
def test_layers_come_in_any_form(layers):
    assert [row[1:] for row in labkit.trace(layers, (3, 5, 6))] == [row[1:] for row in ROWS]


def test_functions_and_pairs_with_a_name_are_layers_too():
    def halve(x):
        return x / 2, "a cache"

    rows = labkit.trace([halve, ("C1", RIGHT[0]), ("relu", lambda x: np.maximum(x, 0))], (3, 5, 6))
    assert rows == [("halve", (3, 5, 6), 0), ("C1", (4, 5, 6), 16), ("relu", (4, 5, 6), 0)]


def test_a_layer_may_tell_its_name_and_keep_its_parameters_in_a_dict():
    layer = SimpleNamespace(name="F6", params={"w": np.ones((3, 3))}, forward=lambda x: x)
    assert labkit.trace([layer], (3,)) == [("F6", (3,), 9)]


def test_layers_stay_as_they_are():
    layer = Counter()
    labkit.trace([layer], (3,))
    assert layer.seen == []


def test_layers_that_cannot_be_copied_run_themselves():
    layer = Counter()
    layer.source = (row for row in [])
    assert labkit.trace([layer], (3,)) == [("Counter", (3,), 0)]


def test_wrong_number_of_channels_is_told_after_the_rows_before_it(capsys):
    assert complaint([RIGHT[0], ("CONV2", Convolution(5, 96))]) == (
        "layer 2 CONV2 does not fit: it expects 96 input channels, got 4"
    )
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_wrong_number_of_features_is_told():
    words = "layer 3 Linear does not fit: it expects 9216 features, got 120"
    assert complaint([RIGHT[0], Flatten(), Linear(9216, 10)]) == words


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        (Odd(lambda x: None), "does not fit: it gets (2, 3, 5, 6) and returned None, expected 2 samples"),
        (Odd(lambda x: [x]), "does not fit: it gets (2, 3, 5, 6) and returned list, expected 2 samples"),
        (Odd(lambda x: (x, x)), "does not fit: it gets (2, 3, 5, 6) and returned tuple, expected 2 samples"),
        (
            Odd(lambda x: x.reshape(1, -1)),
            "does not fit: it gets (2, 3, 5, 6) and returned (1, 180), expected 2 samples",
        ),
        (Odd(raising(NotImplementedError())), "is not implemented yet"),
        (Odd(raising(ValueError("no"))), "does not fit: it gets (2, 3, 5, 6) and raised ValueError: no"),
        (Odd(None), "has no forward(x)"),
        (object(), "has no forward(x)"),
    ],
)
def test_a_layer_that_does_not_fit_gets_one_sentence(layer, words):
    assert complaint([Counter(), layer]) == f"layer 2 {type(layer).__name__} {words}"


def test_weights_that_fit_are_not_blamed():
    """A bottleneck's later weights have other channels than its input; only the first meet it."""
    block = Odd(raising(ValueError("no")))
    block.params = lambda: {"w1": np.ones((2, 3, 1, 1)), "w2": np.ones((2, 2, 3, 3)), "w3": np.ones((8, 2, 1, 1))}
    assert complaint([block]).endswith("it gets (2, 3, 5, 6) and raised ValueError: no")


def test_the_layers_own_error_stands_above_the_sentence():
    error = ValueError("no")
    with pytest.raises(AssertionError) as caught:
        labkit.trace([Odd(raising(error))], (3,))
    assert caught.value.__cause__ is error
