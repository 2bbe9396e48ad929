"""averages over the features instead of summing"""

from solutions.lab01_backprop import *

HINT = "Does a unit with more features get a smaller sum?"
FAILS = [
    "test_linear_forward::test_every_unit_weighs_the_features_of_every_sample",
    "test_linear_forward::test_without_a_bias_out_is_the_product",
]


def linear_forward(x, w, b):
    return x @ w / x.shape[1] + b, (x, w)
