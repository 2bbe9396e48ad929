"""What a claim accepts, what it refuses, and the one sentence that it refuses with."""

import numpy as np
import pytest

from autograder.sandbox.box import BoxLost
from autograder.sandbox.inside.values import Raised, Ref
from autograder.sandbox.proxy import Handle, SubmissionError, SubmissionFunction, WrongReturn
from autograder.testkit import (
    Blocked,
    assert_close,
    assert_equal,
    assert_leaves_arguments_alone,
    assert_raises,
    assert_shape,
    builds_on,
)

WISH = np.array([[1.0, -2.0], [3.0, 4.0]])


def sentence(claim, *args, **kwargs) -> str:
    """The sentence with which a claim refuses."""
    with pytest.raises(AssertionError) as caught:
        claim(*args, **kwargs)
    return str(caught.value)


def changed(place: tuple[int, ...], value: float) -> np.ndarray:
    out = WISH.copy()
    out[place] = value
    return out


# Values


@pytest.mark.parametrize("got", [
    WISH, WISH.copy("F"), WISH.astype("f4"), WISH.astype("f2"), WISH.astype("g"), WISH.astype(int), WISH * (1 + 1e-10),
    WISH + 1e-10,
])  # fmt: skip
def test_right_values_pass_in_any_real_dtype_and_layout(got):
    assert_close("out", got, WISH)


@pytest.mark.parametrize("got", [3, 3.0, np.float64(3), np.float32(3), np.array(3.0)])
def test_a_number_is_an_array_without_axes(got):
    assert_close("loss", got, 3.0)
    assert_close("loss", got, np.array(3.0))


def test_what_has_no_values_passes_on_its_shape_alone():
    assert_close("out", np.zeros((0, 3)), np.ones((0, 3)))
    assert sentence(assert_close, "out", np.zeros((3, 0)), np.ones((0, 3))) == "out has shape (3, 0), expected (0, 3)"


@pytest.mark.parametrize(("got", "said"), [
    (None, "out is None, expected an array"),
    ("text", "out is a str, expected an array"),
    (True, "out is a bool, expected an array"),
    ({"a": 1}, "out is a dict, expected an array"),
    ((WISH, WISH), "out is a tuple of 2 values, expected an array"),
    (WISH.tolist(), "out is a list of 2 values, expected an array"),
    (Handle(Ref(0), "f", "generator"), "out is a generator, expected an array"),
    (Handle(Ref(0), "f", "set"), "out is a set, expected an array"),
    (Handle(Ref(0), "f", "object array"), "out is an object array, expected an array"),
    (Handle(Ref(0), "f", "matrix"), "out is a matrix, expected an array"),
    (Handle(Ref(0), "f", "cache"), "out is something else, expected an array"),
    (Handle(Ref(0), "f", "object"), "out is something else, expected an array"),
    (WISH + 0j, "out has dtype complex128, expected floating point"),
    (1j, "out has dtype complex128, expected floating point"),
    (WISH > 0, "out has dtype bool, expected floating point"),
    (10**400, "out has dtype object, expected floating point"),
    (WISH[0], "out has shape (2,), expected (2, 2)"),
    (WISH[None], "out has shape (1, 2, 2), expected (2, 2)"),
    (1.0, "out has shape (), expected (2, 2)"),
    (changed((0, 1), np.nan), "out[0, 1] is nan, expected a finite number; 1 of 4 values"),
    (np.full((2, 2), np.inf), "out[0, 0] is inf, expected a finite number; 4 of 4 values"),
    (changed((1, 0), 3.5), "out[1, 0] is 3.5, expected 3; 1 of 4 values differ"),
    (-WISH, "out[1, 1] is -4, expected 4; 4 of 4 values differ"),
    (changed((1, 1), 4.00001), "out[1, 1] is 4.00001, expected 4; 1 of 4 values differ"),
    (changed((1, 1), 4 + 1e-7), "out[1, 1] is 4.0000001, expected 4; 1 of 4 values differ"),
])  # fmt: skip
def test_each_way_to_be_wrong_has_its_sentence(got, said):
    assert sentence(assert_close, "out", got, WISH) == said


def test_one_value_is_not_counted():
    assert sentence(assert_close, "loss", 2.5, 3.0) == "loss is 2.5, expected 3"
    assert sentence(assert_close, "loss", np.nan, 3.0) == "loss is nan, expected a finite number; 1 of 1 value"


def test_the_worst_value_is_shown():
    got = changed((0, 0), 1.1)
    got[1, 1] = 9
    assert sentence(assert_close, "out", got, WISH) == "out[1, 1] is 9, expected 4; 2 of 4 values differ"


@pytest.mark.parametrize(("dtype", "passes", "fails"), [("f8", 2e-9, 1e-7), ("f4", 1e-4, 1e-2), ("f2", 5e-3, 1e-1)])
def test_tolerance_goes_by_the_coarser_dtype(dtype, passes, fails):
    values = np.array([1.0, 2.0])
    assert_close("out", (values * (1 + passes)).astype(dtype), values)
    sentence(assert_close, "out", (values * (1 + fails)).astype(dtype), values)
    if dtype == "f4":
        assert_close("out", values * (1 + passes), values.astype(dtype))


def test_values_that_cancel_are_compared_on_the_scale_of_their_neighbours():
    wish = np.array([1e6, 0.0])
    assert_close("out", np.array([1e6, 1e-4]), wish)
    sentence(assert_close, "out", np.array([1e6, 1e-2]), wish)
    assert_close("out", np.array([1e-13]), np.array([0.0]))
    sentence(assert_close, "out", np.array([1e-9]), np.array([0.0]))


def test_a_tolerance_that_is_given_counts_instead():
    assert_close("out", WISH + 0.05, WISH, atol=0.1)
    sentence(assert_close, "out", WISH + 1e-10, WISH, atol=0, rtol=0)
    assert_close("out", WISH * 1.05, WISH, rtol=0.1)
    sentence(assert_close, "out", WISH + 0.2, WISH, atol=0.1)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_never_passes_not_even_with_a_wide_tolerance(bad):
    sentence(assert_close, "out", changed((0, 0), bad), WISH, atol=1e300, rtol=1e300)
    sentence(assert_close, "out", bad, 1.0, atol=1e300)


def test_unsigned_results_do_not_wrap_around():
    sentence(assert_close, "n", np.array([1], "u1"), np.array([2], "u1"))
    sentence(assert_close, "n", np.array([250], "u1"), np.array([-6]))


def test_shape_alone():
    assert_shape("dx", WISH * np.nan, (2, 2))
    assert sentence(assert_shape, "dx", WISH, (2, 3)) == "dx has shape (2, 2), expected (2, 3)"
    assert sentence(assert_shape, "dx", None, (2, 3)) == "dx is None, expected an array"


# Equality


@pytest.mark.parametrize(("got", "wish"), [
    (3, 3), (np.int64(3), 3), ("a", "a"), ((1, 2), [1, 2]), ([np.int32(1), (2,)], (1, (2,))), (None, None),
    (True, True), (np.array([1, 2]), (1, 2)), ([("C1", (6, 28, 28), 156)], [("C1", (6, 28, 28), 156)]),
])  # fmt: skip
def test_equal_things_are_equal(got, wish):
    assert_equal("n", got, wish)


@pytest.mark.parametrize(("got", "wish", "said"), [
    (4, 3, "n is 4, expected 3"),
    (None, 3, "n is None, expected 3"),
    (True, 1, "n is True, expected 1"),
    (0, False, "n is 0, expected False"),
    ("3", 3, "n is '3', expected 3"),
    ((1, 2), (1, 2, 3), "n is (1, 2), expected (1, 2, 3)"),
    (Handle(Ref(0), "f", "generator"), 3, "n is generator, expected 3"),
    ([Handle(Ref(0), "f", "object")], (3,), "n is (something else,), expected (3,)"),
    ("\x1b[31m\u202e", "a", "n is '\\x1b[31m\\u202e', expected 'a'"),
    ("x" * 500, "a", "n is '" + "x" * 116 + "..., expected 'a'"),
])  # fmt: skip
def test_unequal_things_are_shown(got, wish, said):
    assert sentence(assert_equal, "n", got, wish) == said


# Calls


class Made(SubmissionFunction):
    """A function of a submission that does not exist."""

    def __init__(self, outcome, after=None):
        super().__init__("conv")
        self.outcome, self.after = outcome, after

    def __call__(self, *args, **kwargs):
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def and_its_arguments(self, *args, **kwargs):
        return self(), self.after(args, kwargs)


def test_raising_the_right_exception_passes():
    assert_raises(ValueError, Made(SubmissionError("conv", Raised("ValueError", 1, 2))), 1)


@pytest.mark.parametrize(("outcome", "said"), [
    (SubmissionError("conv", Raised("KeyError", 1, 9)),
     "conv raised KeyError at line 9 of its cell, expected ValueError"),
    (SubmissionError("conv", Raised("TypeError")), "conv raised TypeError, expected ValueError"),
    (SubmissionError("conv", Raised("NotImplementedError", 1, 2)), "conv is not implemented yet, expected ValueError"),
    (SubmissionError("conv", Raised("NotDefined")), "conv is not defined, expected ValueError"),
    (WrongReturn("conv returned None"), "conv raised nothing, expected ValueError"),
    (3, "conv raised nothing, expected ValueError"),
])  # fmt: skip
def test_raising_another_or_nothing_is_a_sentence(outcome, said):
    assert sentence(assert_raises, ValueError, Made(outcome), 1) == said


def test_arguments_that_are_left_alone_pass_whatever_their_layout():
    assert_leaves_arguments_alone(Made(1, lambda a, k: (a, k)), WISH.T[::-1], 3, eps=WISH, name="x")


@pytest.mark.parametrize(("after", "said"), [
    (lambda a, k: ((a[0] + 1, a[1]), k), "conv wrote to its argument 1; it should return new arrays"),
    (lambda a, k: (a, {"gamma": k["gamma"] * 2}), "conv wrote to its argument 'gamma'; it should return new arrays"),
    (lambda a, k: ((None, a[1]), k), "conv wrote to its argument 1; it should return new arrays"),
])  # fmt: skip
def test_an_argument_written_to_is_named(after, said):
    assert sentence(assert_leaves_arguments_alone, Made(1, after), WISH, 2, gamma=WISH) == said


def test_a_sign_of_zero_written_to_an_argument_is_seen():
    after = lambda a, k: ((-a[0],), k)  # noqa: E731
    sentence(assert_leaves_arguments_alone, Made(1, after), np.zeros(2))


# What a claim builds on


@pytest.mark.parametrize("error", [
    AssertionError("out is None"), SubmissionError("conv", Raised("ValueError")), WrongReturn("conv returned None"),
    BoxLost("timeout", "late"), TypeError("unsupported operand"), AttributeError("shape"), IndexError(),
])  # fmt: skip
def test_whatever_goes_wrong_in_what_a_claim_builds_on_blocks_it(error):
    with (
        pytest.raises(Blocked, match=r"^this waits for conv and pool$"),
        builds_on(Made(1), SubmissionFunction("pool")),
    ):
        raise error


def test_what_goes_wrong_afterwards_does_not():
    with builds_on(Made(1)):
        pass
    with pytest.raises(Blocked, match=r"^this waits for conv$"), builds_on(Made(1)):
        assert_close("out", 1.0, 2.0)


def test_a_divergence_passes_through_to_the_judge():
    from autograder.replay.script import Diverged

    with pytest.raises(Diverged), builds_on(Made(1)):
        raise Diverged
