"""Mistakes that are known in every lab: named on all failing cases or not at all."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.diagnosis.conditions import by_condition
from autograder.diagnosis.exceptions import by_exception
from autograder.diagnosis.known import known
from autograder.diagnosis.parts import Part
from autograder.diagnosis.regions import by_region
from autograder.diagnosis.samples import Sample
from autograder.diagnosis.sketch import same, sketch
from autograder.diagnosis.transforms import by_transform
from autograder.diagnosis.variations import with_ddof
from autograder.diagnosis.words import WORDS, general
from autograder.sandbox.inside.values import Raised

RNG = np.random.default_rng(7)
SHAPES = [(3, 2, 4, 5), (2, 3, 5, 4), (4, 2, 3, 6)]
WANT = [RNG.standard_normal(shape) for shape in SHAPES]


def samples(change, wants=WANT, wrong=True, **arguments):
    """A sample a value; arguments are numbers, or functions of the place."""
    return [
        Sample("test_q::test_t", i, Part("0/0", 0, "dx", "f", change(want), want),
               {name: value(i) if callable(value) else value for name, value in arguments.items()}, wrong)
        for i, want in enumerate(wants)
    ]  # fmt: skip


def name(found):
    return found.stem.removeprefix("any.") if found else None


TRANSFORMS = {
    "sign": lambda a: -a,
    "factor": lambda a: 2 * a,
    "height_and_width": lambda a: a.transpose(0, 1, 3, 2),
    "axes": lambda a: a.transpose(0, 2, 3, 1),
    "reversed": lambda a: a[:, :, ::-1],
    "shifted": lambda a: np.roll(a, 1, axis=3),
    "shape": lambda a: a.reshape(len(a), -1),
    "zeros": np.zeros_like,
    "offset": lambda a: a + 3,
    "offset_per_channel": lambda a: a + np.arange(a.shape[1])[:, None, None] * 1.5 + 1,
    "summed_too_far": lambda a: a.sum(axis=0),
    "averaged_too_far": lambda a: a.mean(axis=(2, 3)),
    "rounding": lambda a: a.astype(np.float32).astype(np.float64),
    "dtype": lambda a: a.astype(np.float32),
    "empty_crop": lambda a: a[:, :, 0:0],
}


@pytest.mark.parametrize("expected", TRANSFORMS)
def test_a_transform_of_the_right_answer_has_a_name(expected):
    assert name(by_transform("dx", samples(TRANSFORMS[expected]))) == expected


@pytest.mark.parametrize("expected", TRANSFORMS)
def test_one_case_that_does_not_fit_takes_the_name_away(expected):
    fits = samples(TRANSFORMS[expected])
    other = samples(lambda a: a**3 + a**2 - 0.3)[:1]
    assert by_transform("dx", [*fits[1:], *other]) is None


def test_what_is_neither_is_not_named():
    for change in (np.sin, np.abs, lambda a: a**2, lambda a: 2 * a + 1, lambda a: a + RNG.standard_normal(a.shape)):
        assert by_transform("dx", samples(change)) is None


def test_a_table_is_transposed_and_sums_may_be_missing():
    tables = [RNG.standard_normal((3, 5)), RNG.standard_normal((4, 2))]
    assert name(by_transform("dw", samples(np.transpose, tables))) == "transposed"
    wants = [table.sum(axis=0) for table in tables]
    made = [Sample("t", i, Part("0", 0, "db", "f", table, want), {}, True)
            for i, (table, want) in enumerate(zip(tables, wants, strict=True))]  # fmt: skip
    found = by_transform("db", made)
    assert name(found) == "not_summed"
    assert "axis 0" in found.mistake


def test_a_factor_that_is_a_size_of_the_arguments_is_called_by_it():
    x = [np.zeros(shape) for shape in SHAPES]
    wrong = [Sample("t", i, Part("0", 0, "dx", "f", want * len(x[i]), want), {"x": x[i]}, True)
             for i, want in enumerate(WANT)]  # fmt: skip
    found = by_transform("dx", wrong)
    assert (name(found), found.mistake) == ("too_large", "returns `dx` too large by a factor of N")
    wrong = [Sample("t", i, Part("0", 0, "dx", "f", want / x[i][0, 0].size, want), {"x": x[i]}, True)
             for i, want in enumerate(WANT)]  # fmt: skip
    found = by_transform("dx", wrong)
    assert (name(found), found.mistake) == ("too_small", "returns `dx` too small by a factor of H W")


def border(a):
    made = a.copy()
    made[:, :, [0, -1]] += 1
    made[:, :, :, [0, -1]] += 1
    return made


def test_wrong_borders_have_a_name_and_wrong_borders_that_reach_inside_have_not():
    assert name(by_region("dx", samples(border))) == "borders"

    def inside_too(a):
        made = border(a)
        made[0, 0, 1, 1] += 1
        return made

    assert by_region("dx", [*samples(border), *samples(inside_too)]) is None


def test_pixels_under_several_windows_have_a_name():
    def overlapping(a):
        made = a.copy()
        made[:, :, 2:-2:2] += 1  # rows that two windows of height 3 share at stride 2
        made[:, :, :, 2:-2:2] += 1
        return made

    wants = [RNG.standard_normal((2, 2, 7, 9)), RNG.standard_normal((3, 1, 9, 7))]
    made = samples(overlapping, wants, x=lambda i: wants[i], kernel=3, stride=2)
    assert name(by_region("dx", made)) == "overlaps"
    assert by_region("dx", samples(overlapping, wants, x=lambda i: wants[i], kernel=2, stride=2)) is None


def test_the_only_condition_that_tells_right_from_wrong_is_the_name():
    right = samples(lambda a: a, wrong=False, stride=1, padding=lambda i: i)
    wrong = samples(np.sin, stride=lambda i: i + 2, padding=lambda i: i)
    found, every = by_condition("dx", [*right, *wrong])
    assert found.mistake == "gets `dx` right for `stride` = 1 only"
    assert every == [found]


def test_two_conditions_that_tell_right_from_wrong_are_no_name():
    right = samples(lambda a: a, wrong=False, stride=1, padding=0)
    wrong = samples(np.sin, stride=lambda i: i + 2, padding=lambda i: i + 1)
    found, every = by_condition("dx", [*right, *wrong])
    assert found is None
    assert len(every) == 2


def test_a_flag_is_no_name_but_is_known():
    found, every = by_condition(
        "dx", [*samples(lambda a: a, wrong=False, training=True), *samples(np.sin, training=False)]
    )
    assert found is None
    assert "training" in every[0].mistake


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (Raised("UnboundLocalError", 1, 2), "unbound"),
        (Raised("ValueError", 1, 2, "broadcast"), "broadcast"),
        (Raised("ValueError", 1, 2, "raise"), "refused"),
        (Raised("ValueError", 1, 2), None),
        (Raised("TypeError", 1, 2, "none"), "none_used"),
        (Raised("ValueError", 1, 2, "truth"), "truth"),
        (None, "none_for"),
    ],
)
def test_exceptions_and_none_have_names(got, expected):
    assert name(by_exception("dx", samples(lambda a: got))) == expected


def part_of(value, want, key, place=""):
    return Sample("t", 0, Part(key, 0, "rows", "f", value, want, place=place), {}, True)


def test_what_a_function_returns_is_not_told_from_an_entry_of_a_table():
    assert name(by_exception("f", [part_of(None, (1, 2), "0")])) == "none"
    assert name(by_exception("f", [part_of((1,), (1, 2), "0")])) == "count"
    for value in (None, (1,), 0):
        assert by_exception("f", [part_of(value, (1, 2), "0/3/1", "[3][1]")]) is None


def test_entries_of_a_table_are_told_by_their_place():
    said = known("rows", [part_of(0, 1, "0/3/1", "[3][1]"), part_of(0, 1, "0/4/1", "[4][1]")], [], [])
    assert said == ["In every failing case `rows[3][1]` and `rows[4][1]` are wrong."]
    assert not any("very element" in sentence for sentence in known("size", [part_of(3, 4, "0")], [], []))


def test_a_number_that_was_drawn_is_no_condition_and_a_default_is():
    for default, expected in ((None, None), (0.001, "right_only_for")):
        told = {"eps": default} if default else {}
        made = [replace(sample, defaults=told) for sample in [
            *samples(lambda a: a, wrong=False, eps=0.001), *samples(np.sin, eps=lambda i: 0.1 + i)
        ]]  # fmt: skip
        assert name(by_condition("dx", made)[0]) == expected


def test_different_exceptions_have_none():
    made = [*samples(lambda a: Raised("ValueError", 1, 2, "broadcast")), *samples(lambda a: None)]
    assert by_exception("dx", made) is None


def test_a_claim_about_refusals_knows_what_is_not_refused():
    wants = [Raised("ValueError", 0, 1)] * 2
    assert name(by_exception("f", samples(lambda a: np.ones(3), wants))) == "not_refused"
    assert name(by_exception("f", samples(lambda a: Raised("TypeError"), wants))) == "other_refusal"


def test_every_mistake_has_a_sentence_and_a_question():
    for stem, (mistake, hint) in WORDS.items():
        assert not mistake.endswith("."), stem
        assert hint.endswith("?"), stem
        values = dict.fromkeys(("output", "argument", "other", "value", "axis", "size", "factor", "got", "wish"), "it")
        assert "{" not in general(stem, **values).mistake


def test_ddof_is_set_wherever_a_variance_is_taken():
    assert with_ddof("v = x.var(axis=0) + np.std(x, ddof=0)") == "v = x.var(axis=0, ddof=1) + np.std(x, ddof=0)"
    assert with_ddof("v = x.mean()") is None


def test_sketches_tell_arrays_apart_that_differ_in_one_element():
    for shape in ((3,), (2, 3, 4), (300, 300)):
        one = RNG.standard_normal(shape)
        other = one.copy()
        other.flat[one.size // 2] += 1e-3 if one.size < 1000 else 0
        assert same(sketch(one), sketch(one * (1 + 1e-12)))
        assert same(sketch(one), sketch(other)) == (one.size >= 1000)
    assert not same(sketch(np.ones(6)), sketch(np.ones((2, 3))))
    assert not same(sketch(np.array([np.nan, 1.0])), sketch(np.array([1.0, np.nan])))
    assert not same(sketch(np.array([np.inf, 1.0])), sketch(np.array([-np.inf, 1.0])))
