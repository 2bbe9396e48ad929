"""normalization_sets: what is true of every correct answer.

sets x values_per_set = N C H W, cut as Wu & He (2018), figure 2, shows it
"""

import math
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from submission import normalization_sets

from autograder.suites.lab05_normalization.definition import sets_of
from autograder.testkit import assert_equal, assert_raises, supporting, weight

# H and W are never equal, no length is 1, and groups is neither 1, nor C, nor C / groups.
SIZES = st.tuples(st.integers(2, 9), st.sampled_from([(8, 2), (6, 2), (12, 3), (10, 2), (6, 3)]), st.integers(2, 40))


def shape_of(size: tuple[int, tuple[int, int], int]) -> tuple[int, int, int, int]:
    """(N, C, H, W) of what is drawn."""
    N, (C, _), H = size
    return N, C, H, H + 3


def counted(kind: str, shape: tuple[int, ...], groups: int = 0) -> tuple[int, int]:
    """The sets cut from an array without memory of its own: how many, and the size of the first."""
    array = np.broadcast_to(0.0, shape)
    cut = sets_of(kind, shape, groups)
    return len(cut), array[cut[0]].size


def claim(got: tuple[Any, Any], expected: tuple[int, int]) -> None:
    """Claim both numbers."""
    assert_equal("sets", got[0], expected[0])
    assert_equal("values_per_set", got[1], expected[1])


@weight(2)
@settings(max_examples=3)
@given(SIZES)
def test_batch_norm_has_a_set_for_each_channel(size: tuple[int, tuple[int, int], int]) -> None:
    """counts C sets of N * H * W values for batch norm"""
    claim(normalization_sets("batch", shape_of(size)), counted("batch", shape_of(size)))


@weight(2)
@settings(max_examples=3)
@given(SIZES)
def test_layer_norm_has_a_set_for_each_sample(size: tuple[int, tuple[int, int], int]) -> None:
    """counts N sets of C * H * W values for layer norm"""
    claim(normalization_sets("layer", shape_of(size)), counted("layer", shape_of(size)))


@weight(2)
@settings(max_examples=3)
@given(SIZES)
def test_instance_norm_has_a_set_for_each_channel_of_each_sample(size: tuple[int, tuple[int, int], int]) -> None:
    """counts N * C sets of H * W values for instance norm"""
    claim(normalization_sets("instance", shape_of(size)), counted("instance", shape_of(size)))


@weight(2)
@settings(max_examples=3)
@given(SIZES)
def test_group_norm_has_a_set_for_each_group_of_each_sample(size: tuple[int, tuple[int, int], int]) -> None:
    """counts N * groups sets of C / groups * H * W values for group norm"""
    groups = size[1][1]
    claim(normalization_sets("group", shape_of(size), groups), counted("group", shape_of(size), groups))


@supporting
@weight(1)
@settings(max_examples=2)
@given(SIZES)
def test_groups_that_do_not_divide_the_channels_are_refused(size: tuple[int, tuple[int, int], int]) -> None:
    """raises ValueError for group norm when the channels do not fall into `groups` equal groups"""
    C, groups = size[1]
    assert_raises(ValueError, normalization_sets, "group", shape_of(size), C - 1)
    assert_raises(ValueError, normalization_sets, "group", shape_of(size), C + groups)


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(SIZES)
def test_every_value_is_in_one_set(size: tuple[int, tuple[int, int], int]) -> None:
    """gives sets * values_per_set = N * C * H * W, whatever the kind: every value is in one set"""
    shape, groups = shape_of(size), size[1][1]
    calls = (("batch",), ("layer",), ("instance",), ("group", groups))
    for kind, *rest in calls:
        sets, values = normalization_sets(kind, shape, *rest)
        assert_equal(f"sets * values_per_set for {kind}", sets * values, math.prod(shape))


@supporting
@weight(0.5)
@settings(max_examples=1)
@given(SIZES)
def test_both_numbers_are_integers(size: tuple[int, tuple[int, int], int]) -> None:
    """returns integers: a set has 8192 values, not 8192.0"""
    for name, got in zip(
        ("sets", "values_per_set"), normalization_sets("group", shape_of(size), size[1][1]), strict=True
    ):
        kind = np.asarray(got).dtype.kind
        assert kind in "iu", f"{name} is {got}, expected an integer"
