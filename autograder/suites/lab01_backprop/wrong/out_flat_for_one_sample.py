"""returns a vector for a batch of one"""

from solutions.lab01_backprop import *

HINT = "Which shape does the docstring give out, whatever N is?"
FAILS = [
    "test_linear_forward::test_every_unit_weighs_the_features_of_every_sample",
    "test_linear_forward::test_samples_do_not_meet",
    "test_linear_forward::test_out_has_a_row_per_sample_and_a_column_per_unit",
]


def linear_forward(x, w, b):
    return np.squeeze(x @ w + b), (x, w)
