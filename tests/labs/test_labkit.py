"""The public checks: silent on right answers, one sentence on wrong ones, in the words of the hidden tests."""

import importlib.util

import matplotlib
import numpy as np
import pytest

from autograder.labs import assignments_folder
from autograder.testkit import assert_close

matplotlib.use("Agg")
SPEC = importlib.util.spec_from_file_location("labkit", assignments_folder() / "labkit.py")
labkit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(labkit)

RIGHT = np.array([[0.412, 1.0, -2.0], [3.0, 4.0, 5.0]])
ALMOST = RIGHT + np.array([[0, 0, 0], [0, 2e-6, 0]])


def sentence(function, *args, **kwargs):
    with pytest.raises(AssertionError) as caught:
        function(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (RIGHT[0], "out has shape (3,), expected (2, 3)"),
        (RIGHT * [1, 1, 2], "out[1, 2] is 10, expected 5; 2 of 6 values differ"),
        (ALMOST, "out[1, 1] is 4.000002, expected 4; 1 of 6 values differ"),
        (RIGHT * [[1], [np.nan]], "out[1, 0] is nan, expected a finite number; 3 of 6 values"),
        (None, "out is None, expected an array"),
        ([1, 2], "out is a list of 2 values, expected an array"),
        (RIGHT * 1j, "out has dtype complex128, expected floating point"),
    ],
)
def test_wrong_values_get_one_sentence(got, words):
    assert sentence(labkit.check_close, "out", got, RIGHT) == words


@pytest.mark.parametrize(
    "got", [RIGHT[0], RIGHT + 1, RIGHT * [1, 1, 2], RIGHT * [[1], [np.nan]], None, [1, 2], RIGHT * 1j]
)
def test_public_checks_and_hidden_tests_use_the_same_words(got):
    assert sentence(labkit.check_close, "out", got, RIGHT) == sentence(assert_close, "out", got, RIGHT)


def test_right_values_get_no_sentence():
    labkit.check_close("out", RIGHT * (1 + 1e-9), RIGHT)
    labkit.check_close("loss", 0.5, 0.5)
    labkit.check_shape("out", RIGHT, (2, 3))


def test_unwritten_function_is_named():
    def conv_forward(x):
        raise NotImplementedError

    assert sentence(labkit.call, conv_forward, RIGHT).endswith("conv_forward is not implemented yet")


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "returned None, expected 2: out, cache; is its return statement missing?"),
        (RIGHT, "returned a single value, expected 2: out, cache"),
        ((RIGHT, None, None), "returned 3 values, expected 2: out, cache"),
    ],
)
def test_wrong_number_of_values_is_told(result, words):
    assert sentence(labkit.call, lambda: result, returns=("out", "cache")).endswith(words)


def test_gradient_check_accepts_the_slope_and_tells_another():
    x, dout = np.array([1.0, 2.0]), np.array([1.0, -1.0])
    labkit.check_gradient("dx", np.square, x, dout, 2 * x * dout)
    words = sentence(labkit.check_gradient, "dx", np.square, x, dout, x * dout)
    assert words == "dx[1] is -2, finite differences give -4; 2 of 2 values differ"


def test_figure_that_waits_says_for_what_and_leaves_no_empty_axes(capsys):
    import matplotlib.pyplot as plt

    with labkit.needs("conv_forward"):
        plt.figure()
        raise NotImplementedError
    assert capsys.readouterr().out == "This figure waits for conv_forward: not implemented yet.\n"
    assert not plt.get_fignums()


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 3, 4, 5)])
def test_picture_of_error_draws_every_kind_of_array(shape, monkeypatch):
    import matplotlib.pyplot as plt

    monkeypatch.setattr(plt, "show", lambda: None)
    labkit.picture_of_error(np.ones(shape), np.zeros(shape))
    assert [axis.get_title() for axis in plt.gcf().axes[:3]] == ["out: yours", "expected", "yours - expected"]
    plt.close("all")
