"""A public check and a hidden test say the same of the same answer: students meet one language."""

import labkit
import numpy as np
import pytest

from autograder.sandbox.in_process import InProcessSandbox
from autograder.sandbox.policy import Policy
from autograder.sandbox.proxy import SubmissionError, SubmissionFunction, running
from autograder.testkit import assert_close, assert_gradients, assert_leaves_arguments_alone, assert_raises
from autograder.testkit.live import LiveExample

RIGHT = np.array([[0.412, 1.0, -2.0], [3.0, 4.0, 5.0]])

ACCEPTED = {
    "right": "x",
    "off by rounding": "x * (1 + 2e-9)",
    "float32": "x.astype('float32')",
    "float16": "x.astype('float16')",
}
REFUSED = {
    "wrong numbers": "x * [1, 1, 2]",
    "wrong in the sixth digit": "x * (1 + 1e-6)",
    "wrong in one place": "x + np.eye(2, 3)",
    "float32 and wrong": "x.astype('float32') * 1.01",
    "whole numbers": "x.astype(int)",
    "another shape": "x.T",
    "another number of axes": "x[0]",
    "with an axis too many": "x[None]",
    "empty": "x[:0]",
    "a number": "0.5",
    "NaN": "x * np.nan",
    "NaN in one place": "x + np.where(x == 4, np.nan, 0)",
    "inf": "x * np.where(x == 1, np.inf, 1)",
    "None": "None",
    "a list": "list(x)",
    "a tuple": "(x, x)",
    "an empty list": "[]",
    "a dict": "{'out': x}",
    "a str": "'x'",
    "a bool": "True",
    "an array of bools": "x > 0",
    "complex": "x * 1j",
    "objects": "x.astype(object)",
    "words": "x.astype(str)",
    "a generator": "(row for row in x)",
    "a set": "{1.0}",
    "a function": "f",
    "a matrix": "np.matrix(x)",
    "a masked array": "np.ma.masked_less(x, 0)",
}
ONE_NUMBER = {
    "right": "0.5",
    "wrong": "0.75",
    "NaN": "float('nan')",
    "an array": "np.full(1, 0.5)",
    "a whole number": "1",
}
SEVERAL = {
    "right": "(x, 1)",
    "a list is as good": "[x, 1]",
    "none": "None",
    "a single array": "x",
    "too few": "(x,)",
    "too many": "(x, 1, 2)",
    "nothing in a tuple": "()",
    "None in the place of out": "(None, 1)",
    "a dict": "{'out': x, 'cache': 1}",
}


def student(body):
    """The function f of a student, and its source."""
    source = f"import numpy as np\ndef f(x):\n    {body}"
    namespace = {}
    exec(source, namespace)
    return namespace["f"], source


def hidden(source, names, judge):
    """What a hidden test says of f, whose result it gives to `judge`; None if nothing."""
    box = InProcessSandbox(Policy()).open()
    assert list(box.load([(0, source)])) == [None]
    try:
        with running(LiveExample({"f": names}, box)):
            judge(SubmissionFunction("f")(RIGHT))
    except (AssertionError, SubmissionError) as error:
        return str(error)
    return None


def public(function, returns, judge):
    """What a public check says of f."""
    try:
        judge(labkit.call(function, RIGHT.copy(), returns=returns))
    except AssertionError as error:
        return str(error)
    return None


def compare(body, names, expected, pick=lambda result: result):
    function, source = student(body)
    returns = names if isinstance(names, tuple) else ()
    said = public(function, returns, lambda got: labkit.check_close("out", pick(got), expected))
    assert said == hidden(source, names, lambda got: assert_close("out", pick(got), expected))
    return said


@pytest.mark.parametrize("result", ACCEPTED.values(), ids=ACCEPTED)
def test_nothing_of_a_right_array(result):
    assert compare(f"return {result}", "out", RIGHT) is None


@pytest.mark.parametrize("result", REFUSED.values(), ids=REFUSED)
@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_of_a_wrong_array(result):
    assert compare(f"return {result}", "out", RIGHT)


@pytest.mark.parametrize("result", ONE_NUMBER.values(), ids=ONE_NUMBER)
def test_of_a_single_number(result):
    assert (compare(f"return {result}", "loss", 0.5) is None) == (result == "0.5")


@pytest.mark.parametrize("result", SEVERAL.values(), ids=SEVERAL)
def test_of_several_values(result):
    said = compare(f"return {result}", ("out", "cache"), RIGHT, pick=lambda values: values[0])
    assert (said is None) == (result in ("(x, 1)", "[x, 1]"))


def test_of_what_is_not_written_yet():
    assert compare("raise NotImplementedError", "out", RIGHT) == "f is not implemented yet"


def both(body, public_check, hidden_check):
    """What a public check and a hidden test say of f, each called with the function itself."""
    function, source = student(body)
    with pytest.raises(AssertionError) as public_words:
        public_check(function)
    box = InProcessSandbox(Policy()).open()
    assert list(box.load([(0, source)])) == [None]
    with running(LiveExample({"f": "out"}, box)), pytest.raises(AssertionError) as hidden_words:
        hidden_check(SubmissionFunction("f"))
    return str(public_words.value), str(hidden_words.value)


def test_of_an_argument_that_was_written_to():
    said, hidden_words = both(
        "x *= 2\n    return x",
        lambda f: labkit.check_unchanged(f, RIGHT),
        lambda f: assert_leaves_arguments_alone(f, RIGHT),
    )
    assert said == hidden_words == "f wrote to its argument 1; it should return new arrays"


def test_of_what_should_have_been_refused():
    said, hidden_words = both(
        "return x",
        lambda f: labkit.check_refused("it is negative", f, RIGHT),
        lambda f: assert_raises(ValueError, f, RIGHT),
    )
    assert said == f"{hidden_words}: it is negative"


@pytest.mark.parametrize("returned", [None, [RIGHT], RIGHT[0], RIGHT > 0, RIGHT * 1j])
def test_of_a_gradient_that_is_no_array_of_the_right_shape(returned):
    with pytest.raises(AssertionError) as public_words:
        labkit.check_gradient("dx", np.square, RIGHT, RIGHT, returned)
    with pytest.raises(AssertionError) as hidden_words:
        assert_gradients(lambda x: np.square(x), RIGHT, x=(RIGHT, returned))
    assert str(public_words.value) == str(hidden_words.value)


@pytest.mark.parametrize("size", [1.0, 1e-6, 1e6])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_same_is_rounding(size, dtype):
    expected = RIGHT * size
    for error in np.logspace(-12, -1, 23):
        got = (expected + error * np.abs(expected).max()).astype(dtype)
        verdicts = []
        for check in (labkit.check_close, assert_close):
            try:
                check("out", got, expected)
                verdicts.append(True)
            except AssertionError:
                verdicts.append(False)
        assert verdicts[0] == verdicts[1], error
