"""What a trusted definition gave is remembered, and never where it could be another value."""

import numpy as np
import pytest

from autograder.sandbox.inside.values import Case
from autograder.testkit import arrays, float_dtypes, layouts, oracle, seeds, supporting, weight
from autograder.testkit.marks import kind_of, weight_of
from autograder.testkit.oracles import freeze, kept

CALLS: list[object] = []  # a global, not a closure: a definition that closes over a list is never remembered


@oracle
def asked(*args, **kwargs):
    CALLS.append(args)
    return sum(np.sum(value) for value in (*args, *kwargs.values()))


@oracle
def shown(value):
    CALLS.append(value)
    return repr(value)


@pytest.fixture(autouse=True)
def _no_calls_yet():
    CALLS.clear()


def frozen(*values: float) -> np.ndarray:
    return freeze(np.array(values))


def test_a_frozen_case_is_worked_out_once():
    x = frozen(1, 2)
    assert asked(x, eps=0.5) == asked(x, eps=0.5) == 3.5
    assert len(CALLS) == 1


def test_another_frozen_array_of_the_same_values_is_another_case():
    asked(frozen(1, 2))
    asked(frozen(1, 2))
    assert len(CALLS) == 2


def test_an_array_that_may_change_is_never_remembered():
    x = np.array([1.0, 2.0])
    assert asked(x) == 3
    x[0] = 10
    assert asked(x) == 12


def test_a_view_of_a_frozen_array_is_worked_out_afresh():
    x = frozen(1, 2, 3)
    assert asked(x) == 6
    assert asked(x[:2]) == 3
    assert asked(2 * x) == 12


@pytest.mark.parametrize(("one", "other"), [
    (1, True), (1, 1.0), (0, False), (0.0, -0.0), ("1", 1), ((1, 2), [1, 2]), (None, "None"), ({"a": 1}, {"a": 2}),
    ((1, (2,)), ((1, 2),)), (float("inf"), float("-inf")),
])  # fmt: skip
def test_arguments_that_are_equal_but_not_the_same_are_told_apart(one, other):
    for value in (one, other, one, other):
        assert shown(value) == repr(value)
    assert len(CALLS) <= 2


def test_arguments_by_name_and_by_place_are_told_apart():
    definition = oracle(lambda a=0, b=0: (a, b))
    assert definition(1) == (1, 0)
    assert definition(b=1) == (0, 1)
    assert definition(a=1) == (1, 0)


def test_functions_with_other_code_other_closures_or_other_defaults_are_told_apart():
    x = frozen(1, 2)

    def scaled(by):
        return lambda v: v * by

    def shifted(by):
        return lambda v, by=by: v + by

    def powered(by):
        return lambda v, *, by=by: v**by

    apply = oracle(lambda f, x: f(x).sum())
    assert [apply(scaled(by), x) for by in (2, 3, 2)] == [6, 9, 6]
    assert [apply(shifted(by), x) for by in (1, 2, 1)] == [5, 7, 5]
    assert [apply(powered(by), x) for by in (1, 2, 1)] == [3, 5, 3]


def test_a_function_that_closes_over_what_may_change_is_worked_out_afresh():
    x, weights = frozen(1, 2), np.array([1.0, 1.0])
    apply = oracle(lambda f, x: f(x).sum())
    assert apply(lambda v: v * weights, x) == 3
    weights[0] = 5
    assert apply(lambda v: v * weights, x) == 7


def test_two_definitions_with_the_same_arguments_are_two():
    x = frozen(1, 2)
    assert oracle(lambda x: x.sum())(x) == 3
    assert oracle(lambda x: x.max())(x) == 2


@pytest.mark.parametrize("shape", [
    lambda a: a, lambda a: (a, 1), lambda a: [a], lambda a: {"a": a}, lambda a: ((a,), 2), lambda a: [{"a": (a,)}],
])  # fmt: skip
def test_what_is_remembered_cannot_be_written_to(shape):
    x, made = frozen(1, 2), []

    @oracle
    def definition(x):
        made.append(x * 2)
        return shape(made[-1])

    definition(x)
    with pytest.raises(ValueError, match="read-only"):
        made[-1][0] = 9


def test_an_error_is_not_remembered():
    x, tries = frozen(1), []

    def definition(x):
        tries.append(1)
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            kept(definition, x)
    assert len(tries) == 2


def test_freezing_reaches_every_array_of_a_case():
    inner = np.ones(2)
    case = freeze(Case(x=np.ones(2), pairs=[(inner, 1)], more={"y": np.ones(1)}))
    assert not case.x.flags.writeable
    assert not inner.flags.writeable
    assert not case["more"]["y"].flags.writeable


# Drawn things


@pytest.mark.parametrize("layout", ["C", "F", "strided"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_arrays_have_the_dtype_the_layout_and_the_values_that_were_asked_for(layout, dtype):
    made = [
        arrays(np.random.default_rng(1), (3, 4), dtype, each, scale=2, shift=[1, 2, 3, 4]) for each in ("C", layout)
    ]
    assert made[1].dtype == dtype
    assert made[1].flags.c_contiguous == (layout == "C")
    assert made[1].flags.f_contiguous == (layout == "F")
    assert np.array_equal(*made), "the layout changes no value"
    plain = np.random.default_rng(1).standard_normal((3, 4)) * 2 + [1, 2, 3, 4]
    assert np.allclose(made[1], plain, rtol=1e-6)


def test_arrays_of_any_rank():
    rng = np.random.default_rng(0)
    assert arrays(rng, ()).shape == ()
    assert arrays(rng, 3, layout="strided").strides == (16,)
    assert arrays(rng, (2, 3, 4, 5), layout="F").flags.f_contiguous
    assert arrays(rng, (0, 3), layout="strided").shape == (0, 3)


def test_strategies_draw_all_that_they_promise():
    from hypothesis import find

    assert find(seeds(), lambda seed: seed > 2**31) <= 2**32 - 1
    assert {find(layouts(), lambda v, w=wish: v == w) for wish in ("C", "F", "strided")} == {"C", "F", "strided"}
    assert {find(float_dtypes(), lambda v, w=wish: v == w) for wish in ("float64", "float32")} == {"float64", "float32"}


def test_marks_are_found_under_and_over_given():
    from hypothesis import given

    @weight(3)
    @given(seeds())
    def over(seed):
        """claims"""

    @given(seeds())
    @supporting
    @weight(0.5)
    def under(seed):
        """claims"""

    def bare():
        """claims"""

    assert (weight_of(over), kind_of(over)) == (3.0, "value")
    assert (weight_of(under), kind_of(under)) == (0.5, "supporting")
    assert (weight_of(bare), kind_of(bare)) == (1.0, "value")
