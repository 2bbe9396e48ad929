"""divides the products by the batch size"""

from solutions.lab01_backprop import *

HINT = "Does what a sample gives depend on how many others came with it?"
FAILS = [
    "test_linear_forward::test_every_unit_weighs_the_features_of_every_sample",
    "test_linear_forward::test_without_a_bias_out_is_the_product",
    "test_linear_forward::test_samples_do_not_meet",
]


def linear_forward(x, w, b):
    return x @ w / len(x) + b, (x, w)
