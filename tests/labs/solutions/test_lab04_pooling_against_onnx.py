"""The solutions pass ONNX's own node tests of the pooling operators, wherever these fall under our contract."""

import warnings

import numpy as np
import pytest

from solutions.lab04_pooling import avg_pool_forward, global_avg_pool_forward, max_pool_forward

pytest.importorskip("onnx")

OPERATORS = ("MaxPool", "AveragePool", "GlobalAveragePool")

DILATED = "windows with holes (dilations) are not in the contract"
THREE_D = "images have two axes here, not three"
CEIL = "output sizes round down here (ceil_mode)"
UNEVEN = "pads that depend on the sizes (auto_pad) are not in the contract"
LEFT_OUT = "the mean leaves the padding out of its count, which no padding before the call can express"

OUTSIDE = {
    "test_maxpool_2d_uint8": "x is floating point here",
    "test_maxpool_2d_precomputed_same_upper": UNEVEN,
    "test_maxpool_2d_same_upper": UNEVEN,
    "test_maxpool_2d_same_lower": UNEVEN,
    "test_maxpool_3d_default": THREE_D,
    "test_maxpool_2d_ceil": CEIL,
    "test_maxpool_2d_ceil_output_size_reduce_by_one": CEIL,
    "test_maxpool_2d_dilations": DILATED,
    "test_maxpool_3d_dilations": THREE_D,
    "test_maxpool_3d_dilations_use_ref_impl": THREE_D,
    "test_maxpool_3d_dilations_use_ref_impl_large": THREE_D,
    "test_averagepool_2d_precomputed_pads": LEFT_OUT,
    "test_averagepool_2d_pads": LEFT_OUT,
    "test_averagepool_2d_precomputed_same_upper": UNEVEN,
    "test_averagepool_2d_same_upper": UNEVEN,
    "test_averagepool_2d_same_lower": UNEVEN,
    "test_averagepool_3d_default": THREE_D,
    "test_averagepool_2d_ceil": CEIL,
    "test_averagepool_2d_ceil_last_window_starts_on_pad": CEIL,
    "test_averagepool_2d_dilations": DILATED,
    "test_averagepool_3d_dilations_small": THREE_D,
    "test_averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_True": THREE_D,
    "test_averagepool_3d_dilations_large_count_include_pad_is_0_ceil_mode_is_False": THREE_D,
    "test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_True": THREE_D,
    "test_averagepool_3d_dilations_large_count_include_pad_is_1_ceil_mode_is_False": THREE_D,
}


def node_tests():
    """{name: case} of the operators' node tests."""
    from onnx.backend.test.case.node import collect_testcases

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other operators' tests overflow on purpose
        cases = collect_testcases(None)
    alone = [case for case in cases if case.kind == "node" and len(case.model.graph.node) == 1]
    return {case.name: case for case in alone if case.model.graph.node[0].op_type in OPERATORS}


CASES = node_tests()


def attributes(case):
    from onnx.helper import get_attribute_value

    return {attribute.name: get_attribute_value(attribute) for attribute in case.model.graph.node[0].attribute}


def run(case, x):
    """What the solution gives. Padding is laid around x before the call; a case of one axis is an image of height 1."""
    operator, given = case.model.graph.node[0].op_type, attributes(case)
    if operator == "GlobalAveragePool":
        return global_avg_pool_forward(x)[0]
    known = {"kernel_shape", "strides", "pads", "count_include_pad", "storage_order"}
    assert given.keys() <= known, "an attribute that this test does not know"
    axes = len(given["kernel_shape"])
    pads, steps = given.get("pads", [0] * 2 * axes), set(given.get("strides", [1]))
    assert len(steps) == 1, "a stride for each axis"
    assert operator == "MaxPool" or not any(pads) or given.get("count_include_pad"), LEFT_OUT
    around = ((0, 0), (0, 0), *zip(pads[:axes], pads[axes:], strict=True))
    x = np.pad(x, around, constant_values=-np.inf if operator == "MaxPool" else 0)
    kernel = tuple(given["kernel_shape"])
    if axes == 1:
        x, kernel = x[:, :, None], (1, *kernel)
    pool = max_pool_forward if operator == "MaxPool" else avg_pool_forward
    out, _ = pool(x, kernel, steps.pop())
    return out[:, :, 0] if axes == 1 else out


@pytest.mark.parametrize("name", sorted(CASES.keys() - OUTSIDE.keys()))
def test_pooling_passes_the_node_test(name):
    case = CASES[name]
    for inputs, outputs in case.data_sets:
        out = run(case, inputs[0])  # a second output of MaxPool, the indices, is in our cache, in our own form
        assert out.dtype == outputs[0].dtype
        np.testing.assert_allclose(out, outputs[0], rtol=case.rtol, atol=case.atol)


def test_every_case_that_is_left_out_exists():
    assert OUTSIDE.keys() <= CASES.keys()


def test_each_operator_is_run():
    ran = {CASES[name].model.graph.node[0].op_type for name in CASES.keys() - OUTSIDE.keys()}
    assert ran == set(OPERATORS)
