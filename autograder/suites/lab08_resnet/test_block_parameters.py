"""block_parameters: what is true of every correct answer.

basic       two kernels of 3x3: in_channels -> width -> width
bottleneck  kernels of 1x1, 3x3 and 1x1: in_channels -> width -> width -> 4 width
                                                                He, Zhang, Ren & Sun (2016), figure 5
"""

from typing import Any

import numpy as np
from hypothesis import given, settings
from submission import block_parameters

from autograder.suites.lab08_resnet.cases import bills
from autograder.suites.lab08_resnet.definition import count
from autograder.testkit import Case, assert_equal, assert_raises, supporting, weight


def check(case: Case, *flags: Any) -> None:
    """Compare with the definition."""
    arguments = (case.kind, case.in_channels, case.width, *flags)
    assert_equal(f"block_parameters{arguments}", block_parameters(*arguments), count(*arguments))


@weight(2)
@settings(max_examples=4)
@given(bills(kind="basic"))
def test_a_basic_block_has_two_kernels(case: Case) -> None:
    """counts 9 weights for every pair of channels of the two 3x3 kernels of a basic block"""
    check(case, False, False)


@weight(2)
@settings(max_examples=4)
@given(bills(kind="bottleneck"))
def test_a_bottleneck_has_three_kernels(case: Case) -> None:
    """counts the weights of all three kernels of a bottleneck, of which the last gives 4 * width channels"""
    check(case, False, False)


@weight(1)
@settings(max_examples=4)
@given(bills(kind="basic"))
def test_batchnorm_in_a_basic_block(case: Case) -> None:
    """adds gamma and beta for each channel behind both kernels of a basic block"""
    check(case, True, False)


@weight(1)
@settings(max_examples=4)
@given(bills(kind="bottleneck"))
def test_batchnorm_in_a_bottleneck(case: Case) -> None:
    """adds gamma and beta for each channel behind all three kernels of a bottleneck"""
    check(case, True, False)


@weight(1.5)
@settings(max_examples=4)
@given(bills(kind="basic"), bills(kind="bottleneck"))
def test_a_projection_has_one_weight_for_every_pair_of_channels(basic: Case, bottleneck: Case) -> None:
    """adds the 1x1 kernel of the projection, from in_channels to what the block gives"""
    check(basic, False, True)
    check(bottleneck, False, True)


@weight(1)
@settings(max_examples=4)
@given(bills(kind="basic"), bills(kind="bottleneck"))
def test_a_projection_is_normalised_too(basic: Case, bottleneck: Case) -> None:
    """adds gamma and beta for the projection as well where there is batch normalisation"""
    check(basic, True, True)
    check(bottleneck, True, True)


@weight(1)
def test_two_blocks_of_the_paper() -> None:
    """gives 73,728 for two 3x3 kernels of 64 channels, and 69,632 for the bottleneck of 64 on 256 channels"""
    for kind, channels, plain, normalised in (("basic", 64, 73_728, 73_984), ("bottleneck", 256, 69_632, 70_400)):
        assert_equal(f"block_parameters{kind, channels, 64}", block_parameters(kind, channels, 64), plain)
        with_batchnorm = block_parameters(kind, channels, 64, True)
        assert_equal(f"block_parameters{kind, channels, 64, True}", with_batchnorm, normalised)


@supporting
@weight(0.5)
@settings(max_examples=2)
@given(bills(kind="bottleneck"))
def test_the_flags_are_false_by_default_and_go_by_name(case: Case) -> None:
    """takes batchnorm and projection as False when a call leaves them out, and takes both by name"""
    arguments = (case.kind, case.in_channels, case.width)
    assert_equal("without both", block_parameters(*arguments), count(*arguments))
    assert_equal("projection=True", block_parameters(*arguments, projection=True), count(*arguments, False, True))
    assert_equal("batchnorm=True", block_parameters(*arguments, batchnorm=True), count(*arguments, True, False))


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bills(kind="basic"))
def test_counts_are_ints(case: Case) -> None:
    """returns a whole number, not a float"""
    parameters = block_parameters(case.kind, case.in_channels, case.width, True, True)
    assert np.asarray(parameters).dtype.kind in "iu", f"the count is {parameters!r}, expected an int"


@supporting
@weight(0.25)
@settings(max_examples=2)
@given(bills(kind="basic"))
def test_another_kind_is_refused(case: Case) -> None:
    """raises ValueError for a kind other than "basic" and "bottleneck", such as "plain" or nothing"""
    for kind in ("plain", ""):
        assert_raises(ValueError, block_parameters, kind, case.in_channels, case.width)
