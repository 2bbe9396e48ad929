"""gives every unit the bias of the first"""

from solutions.lab01_backprop import *

HINT = "Which unit does b[1] belong to?"
FAILS = [
    "test_linear_forward::test_every_unit_weighs_the_features_of_every_sample",
    "test_linear_forward::test_every_sample_gets_the_bias_once",
    "test_linear_forward::test_out_is_linear_in_x",
]


def linear_forward(x, w, b):
    return x @ w + b[0], (x, w)
