"""The public checks: silent on right answers, one sentence on wrong ones, and a picture of where they differ."""

import labkit
import numpy as np
import pytest

from autograder.labs import assignments_folder

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


def test_right_values_get_no_sentence():
    labkit.check_close("out", RIGHT * (1 + 1e-9), RIGHT)
    labkit.check_close("loss", 0.5, 0.5)
    labkit.check_close("indices", np.zeros(0), np.zeros(0))
    labkit.check_shape("out", RIGHT, (2, 3))


def test_one_of_two_right_answers_will_do_and_the_sentence_names_the_first():
    labkit.check_close("running_var", np.array([1.2, 1.8]), [1.1, 1.5], also=[1.2, 1.8])
    labkit.check_close("running_var", np.array([1.1, 1.5]), [1.1, 1.5], also=[1.2, 1.8])
    words = sentence(labkit.check_close, "running_var", np.array([1.1, 1.8]), [1.1, 1.5], also=[1.2, 1.8])
    assert words == "running_var[1] is 1.8, expected 1.5; 1 of 2 values differ"


def test_gradient_check_accepts_the_slope_and_tells_another():
    x, dout = np.array([1.0, 2.0]), np.array([1.0, -1.0])
    labkit.check_gradient("dx", np.square, x, dout, 2 * x * dout)
    words = sentence(labkit.check_gradient, "dx", np.square, x, dout, x * dout)
    assert words == "dx[1] is -2, finite differences give -4; 2 of 2 values differ"


def test_function_that_writes_to_its_arguments_is_told_and_its_caller_keeps_them():
    def doubles(x, factor):
        x *= factor
        return x

    x = np.ones(3)
    words = sentence(labkit.check_unchanged, doubles, x, 2)
    assert words == f"{doubles.__qualname__} wrote to its argument 1; it should return new arrays"
    assert "argument 'x'; it" in sentence(labkit.check_unchanged, doubles, x=x, factor=2)
    assert x.tolist() == [1, 1, 1]


def test_function_that_returns_new_arrays_passes_with_what_it_returned():
    out, cache = labkit.check_unchanged(lambda x, b: (x + b, x), RIGHT, b=1, returns=("out", "cache"))
    np.testing.assert_array_equal(out, cache + 1)
    assert cache is not RIGHT
    words = sentence(labkit.check_unchanged, lambda x: (x, 1, 2), RIGHT, returns=("out", "cache"))
    assert words.endswith("returned 3 values, expected 2: out, cache")


REASON = "with stride 0 the kernel never moves"


def test_refusal_is_silent_if_it_is_a_value_error():
    labkit.check_refused(REASON, int, "no number")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (None, f"places raised nothing, expected ValueError: {REASON}"),
        (ZeroDivisionError("by zero"), f"places raised ZeroDivisionError, expected ValueError: {REASON}"),
        (AssertionError(), f"places raised AssertionError, expected ValueError: {REASON}"),
        (NotImplementedError(), "places is not implemented yet"),
    ],
)
def test_what_is_not_refused_gets_the_reason_and_what_was_raised(error, words):
    def places(stride):
        if error:
            raise error

    places.__qualname__ = "places"
    assert sentence(labkit.check_refused, REASON, places, stride=0) == words


def test_figure_that_waits_says_for_what_and_leaves_no_empty_axes(capsys):
    import matplotlib.pyplot as plt

    with labkit.needs("conv_forward"):
        plt.figure()
        raise NotImplementedError
    assert capsys.readouterr().out == "This figure waits for conv_forward: not implemented yet.\n"
    assert not plt.get_fignums()


@pytest.fixture
def drawn(monkeypatch):
    """The figures that were shown."""
    import matplotlib.pyplot as plt

    figures = []
    monkeypatch.setattr(plt, "show", lambda: figures.append(plt.gcf()))
    yield figures
    plt.close("all")


def test_jupyter_shows_the_line_of_the_check_and_the_sentence_and_no_more():
    with pytest.raises(labkit.CheckFailed) as caught:
        labkit.check_close("out", RIGHT * 2, RIGHT)
    line, sentence_shown = caught.value._render_traceback_()
    assert line.endswith('of this cell: labkit.check_close("out", RIGHT * 2, RIGHT)')
    assert sentence_shown == "CheckFailed: out[1, 2] is 10, expected 5; 6 of 6 values differ"


def test_jupyter_shows_what_a_function_raised_in_the_place_of_what_it_should():
    with pytest.raises(labkit.CheckFailed) as caught:
        labkit.check_refused(REASON, lambda: 1 / 0)
    assert "ZeroDivisionError: division by zero" in "".join(caught.value._render_traceback_())


SHAPES = [(), (3,), (2, 3), (2, 3, 4), (2, 3, 4, 5)]


@pytest.mark.parametrize("shape", SHAPES)
def test_picture_of_error_draws_every_kind_of_array(shape, drawn):
    labkit.picture_of_error(np.ones(shape), np.zeros(shape))
    assert [axis.get_title() for axis in drawn[0].axes[:3]] == ["out: yours", "expected", "yours - expected"]


def test_picture_of_error_has_a_tile_for_each_image_and_channel(drawn):
    images = np.arange(2 * 3 * 4 * 5.0).reshape(2, 3, 4, 5)
    labkit.picture_of_error(images, np.zeros(images.shape))
    page = drawn[0].axes[0].images[0].get_array()
    assert page.shape == (2 * 4, 3 * 5)
    np.testing.assert_array_equal(page[4:8, 10:15], images[1, 2])
    assert list(drawn[0].axes[0].get_xticks()) == [4.5, 9.5]
    assert list(drawn[0].axes[0].get_yticks()) == [3.5]


@pytest.mark.parametrize(
    ("shape", "across", "down"),
    [
        ((4, 5), ("", 0), ("", 0)),
        ((3, 4, 5), ("first index", 3), ("", 0)),
        ((2, 3, 4, 5), ("second index", 3), ("first index", 2)),
    ],
)
def test_picture_of_error_says_which_tile_is_which(shape, across, down, drawn):
    labkit.picture_of_error(np.ones(shape), np.zeros(shape))
    axis = drawn[0].axes[0]
    assert (axis.get_xlabel(), len(axis.get_xticks(minor=True))) == across
    assert (axis.get_ylabel(), len(axis.get_yticks(minor=True))) == down


def test_graph_has_no_way_back_where_the_backward_text_is_none(drawn):
    nodes = {"x": (0, 0, "x"), "LOSS": (1, 0, "loss"), "y": (1, 1, "y")}
    for arrow, count in ((("y", "LOSS", "", ""), 4), (("y", "LOSS", "", None), 3)):
        labkit.draw_graph(nodes, [("x", "LOSS", "", "dx"), arrow], backward=True)
        assert sum(getattr(text, "arrow_patch", None) is not None for text in drawn[-1].axes[0].texts) == count


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_picture_of_error_leaves_out_what_is_not_finite(value, drawn):
    got = np.array([1.0, value, 3.0])
    labkit.picture_of_error(got, np.array([1.0, 2.0, 4.0]))
    yours, expected, difference = (axis.images[0] for axis in drawn[0].axes[:3])
    assert np.ma.getmaskarray(yours.get_array()).tolist() == [[False, True, False]]
    assert yours.get_clim() == expected.get_clim() == (1, 4)
    assert difference.get_clim() == (-1, 1)


@pytest.mark.parametrize("shape", SHAPES)
def test_gradient_check_draws_where_it_is_wrong_before_it_says_so(shape, drawn):
    x, dout = np.full(shape, 3.0), np.ones(shape)
    labkit.check_gradient("dx", np.square, x, dout, 2 * x, picture=True)
    assert not drawn
    words = sentence(labkit.check_gradient, "dx", np.square, x, dout, x, picture=True)
    assert "is 3, finite differences give 6" in words
    assert [axis.get_title() for axis in drawn[0].axes[:3]] == [
        "dx: yours",
        "finite differences",
        "yours - finite differences",
    ]


def test_check_draws_only_when_asked_and_only_what_is_wrong(drawn):
    labkit.check_close("out", RIGHT, RIGHT, picture=True)
    labkit.check_close("out", RIGHT, RIGHT + 1, also=RIGHT, picture=True)
    sentence(labkit.check_close, "out", RIGHT, RIGHT + 1, also=RIGHT + 2)
    assert not drawn
    sentence(labkit.check_close, "out", RIGHT, RIGHT + 1, also=RIGHT + 2, picture=True)
    assert [axis.get_title() for axis in drawn[0].axes[:3]] == ["out: yours", "expected", "yours - expected"]
    assert len(drawn) == 1


@pytest.mark.parametrize("got", [None, np.ones(3), [1.0, 2.0], np.ones(2) * 1j])
def test_gradient_that_cannot_be_drawn_still_gets_its_sentence(got, drawn):
    x = np.ones(2)
    words = sentence(labkit.check_gradient, "dx", np.square, x, x, got, picture=True)
    assert words == sentence(labkit.check_gradient, "dx", np.square, x, x, got)
    assert not drawn


def test_numerical_gradient_takes_whole_numbers_and_leaves_x_alone():
    x = np.array([1, 2, 3])
    np.testing.assert_allclose(labkit.numerical_gradient(np.square, x, np.ones(3)), [2, 4, 6])
    assert x.tolist() == [1, 2, 3]


def test_labkit_needs_only_numpy():
    text = (assignments_folder() / "labkit.py").read_text(encoding="utf-8")
    at_the_top = [line for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert at_the_top == ["import contextlib", "import copy", "import traceback", "import numpy as np"]
