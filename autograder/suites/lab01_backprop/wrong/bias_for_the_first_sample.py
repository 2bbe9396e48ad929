"""adds the bias to the first sample only, which is right for a batch of one"""

from solutions.lab01_backprop import *

HINT = "Does the second sample pass through the same units?"
FAILS = [
    "test_linear_forward::test_every_unit_weighs_the_features_of_every_sample",
    "test_linear_forward::test_every_sample_gets_the_bias_once",
    "test_linear_forward::test_samples_do_not_meet",
    "test_linear_forward::test_out_is_linear_in_x",
]


def linear_forward(x, w, b):
    out = x @ w
    out[0] += b
    return out, (x, w)
