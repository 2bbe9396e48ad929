"""receptive_field: what is true of every correct answer.

r = 1 + sum over layers l of (K_l - 1) * jump_l,   jump_l = product of the strides before layer l
Araujo, Norris & Sim 2019, "Computing Receptive Fields of Convolutional Neural Networks", equation 2.
"""

from hypothesis import given, settings
from hypothesis import strategies as st
from submission import receptive_field

from autograder.suites.lab04_pooling.cases import NETWORKS, stacks
from autograder.suites.lab04_pooling.definition import field
from autograder.testkit import Case, assert_equal, assert_raises, supporting, weight


@weight(2)
@settings(max_examples=4)
@given(stacks(strides=(1,)))
def test_kernels_less_1_add_up_at_stride_1(case: Case) -> None:
    """adds K - 1 for every layer to the 1 of the output itself when all strides are 1"""
    assert_equal("the receptive field", receptive_field(case.layers), field(case.layers))


@weight(3)
@settings(max_examples=6)
@given(stacks())
def test_strides_widen_the_layers_after_them(case: Case) -> None:
    """multiplies K - 1 of each layer by the product of the strides of all layers before it"""
    assert_equal("the receptive field", receptive_field(case.layers), field(case.layers))


@supporting
@weight(1)
@settings(max_examples=4)
@given(stacks())
def test_one_layer_sees_its_kernel(case: Case) -> None:
    """returns K for a single layer, whatever its stride: the stride counts for later layers only"""
    layer = case.layers[0]
    assert_equal("the receptive field", receptive_field([layer]), layer[0])


@weight(1)
@settings(max_examples=4)
@given(stacks(kernels=(1, 3)))
def test_a_kernel_of_1_widens_by_its_stride_only(case: Case) -> None:
    """keeps the stride of a layer whose kernel is 1: it adds no pixels, but spreads those of later layers"""
    layers = [(1, 3), *case.layers, (4, 1)]
    assert_equal("the receptive field", receptive_field(layers), field(layers))


@weight(1)
@settings(max_examples=4)
@given(st.builds(Case, layers=st.sampled_from(NETWORKS)))
def test_whole_networks(case: Case) -> None:
    """gives the receptive field of deep stacks of convolution and pooling layers"""
    assert_equal("the receptive field", receptive_field(case.layers), field(case.layers))


@supporting
@weight(1)
@settings(max_examples=1)
@given(st.builds(Case, layers=st.just([])))
def test_no_layers_see_one_pixel(case: Case) -> None:
    """returns 1 for an empty list: without layers an output is an input pixel"""
    assert_equal("the receptive field", receptive_field(case.layers), 1)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(stacks())
def test_the_last_stride_does_not_matter(case: Case) -> None:
    """returns the same whatever the stride of the last layer"""
    *before, (kernel, stride) = case.layers
    seen = receptive_field([*before, (kernel, stride)])
    assert seen != 1, "the receptive field is 1"
    assert_equal("the receptive field with another last stride", receptive_field([*before, (kernel, stride + 2)]), seen)


@supporting
@weight(0.5)
@settings(max_examples=3)
@given(stacks())
def test_a_stride_below_1_is_refused(case: Case) -> None:
    """raises ValueError when a stride is 0 or negative, in whatever layer"""
    first, *rest = case.layers
    assert_raises(ValueError, receptive_field, [(first[0], 0), *rest])
    assert_raises(ValueError, receptive_field, [first, *rest, (3, -1)])
