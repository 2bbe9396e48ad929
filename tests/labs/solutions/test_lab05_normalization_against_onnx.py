"""The solutions pass all of ONNX's own node tests of the four normalisations."""

import math
import warnings

import numpy as np
import pytest

from solutions.lab05_normalization import (
    groupnorm_forward,
    instancenorm_forward,
    layernorm_forward,
    spatial_batchnorm_forward,
)

pytest.importorskip("onnx")

OPERATORS = ("BatchNormalization", "LayerNormalization", "InstanceNormalization", "GroupNormalization")
OUTSIDE: dict[str, str] = {}  # name of a case that the contract does not cover: the reason


def node_tests():
    """{name: case} of the operators' node tests."""
    from onnx.backend.test.case.node import collect_testcases

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other operators' tests overflow on purpose
        cases = collect_testcases(None)
    # Cases called "expanded" hold the same numbers for a graph of other operators.
    named = [case for case in cases if case.kind == "node" and "expanded" not in case.name]
    return {case.name: case for case in named if case.model.graph.node[0].op_type in OPERATORS}


CASES = node_tests()


def attributes(case):
    from onnx.helper import get_attribute_value

    return {attribute.name: get_attribute_value(attribute) for attribute in case.model.graph.node[0].attribute}


def run(case, inputs):
    """What the solution gives, and as many of the operator's outputs as it has."""
    operator, given = case.model.graph.node[0].op_type, attributes(case)
    known = {"epsilon", "momentum", "training_mode", "axis", "num_groups"}
    assert given.keys() <= known, "an attribute that this test does not know"
    x, *vectors = inputs
    eps = given.get("epsilon", 1e-5)
    if operator == "BatchNormalization":
        training, momentum = bool(given.get("training_mode", 0)), given.get("momentum", 0.9)
        out, mean, var, _ = spatial_batchnorm_forward(x, *vectors, training, momentum, eps)
        return [out, mean, var] if training else [out]
    if operator == "LayerNormalization":
        return [layer_norm(x, *vectors, given.get("axis", -1), eps)]
    if operator == "GroupNormalization":
        return [groupnorm_forward(x, *vectors, given["num_groups"], eps)[0]]
    return [instancenorm_forward(x, *vectors, eps)[0]]


def layer_norm(x, gamma, beta, axis, eps):
    """Over all axes from `axis` on: ours is over all but the first, so those before it become one."""
    axis %= x.ndim
    samples = x.reshape(math.prod(x.shape[:axis]), *x.shape[axis:])
    return layernorm_forward(samples, gamma, beta, eps)[0].reshape(x.shape)


@pytest.mark.parametrize("name", sorted(CASES.keys() - OUTSIDE.keys()))
def test_normalization_passes_the_node_test(name):
    case = CASES[name]
    for inputs, outputs in case.data_sets:
        # Further outputs of layer norm, the mean and 1 / std, are in our cache, in our own form.
        for got, expected in zip(run(case, inputs), outputs, strict=False):
            assert got.dtype == expected.dtype
            np.testing.assert_allclose(got, expected, rtol=case.rtol, atol=case.atol)


def test_every_case_that_is_left_out_exists():
    assert OUTSIDE.keys() <= CASES.keys()


def test_each_operator_is_run():
    ran = {CASES[name].model.graph.node[0].op_type for name in CASES.keys() - OUTSIDE.keys()}
    assert ran == set(OPERATORS)
