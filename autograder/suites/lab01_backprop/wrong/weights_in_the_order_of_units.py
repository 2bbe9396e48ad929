"""reads w as if it held one row per unit"""

from solutions.lab01_backprop import *

HINT = "w is (D, M): is one unit a row of it or a column?"
FAILS = [
    "test_linear_forward::test_every_unit_weighs_the_features_of_every_sample",
    "test_linear_forward::test_without_a_bias_out_is_the_product",
]


def linear_forward(x, w, b):
    return x @ w.reshape(w.shape[::-1]).T + b, (x, w)
