"""multiplies by w transposed, which fits only if w is square"""

from solutions.lab01_backprop import *

HINT = "w is (D, M). Which axis must meet the features of x?"
TWIN = "any.product"
FAILS = [
    "test_linear_forward::test_every_unit_weighs_the_features_of_every_sample",
    "test_linear_forward::test_without_a_bias_out_is_the_product",
    "test_linear_forward::test_every_sample_gets_the_bias_once",
    "test_linear_forward::test_samples_do_not_meet",
    "test_linear_forward::test_out_is_linear_in_x",
    "test_linear_forward::test_out_has_a_row_per_sample_and_a_column_per_unit",
    "test_linear_forward::test_memory_layout_does_not_matter",
    "test_linear_forward::test_float32_is_as_good_as_float64",
    "test_linear_forward::test_float64_stays_float64",
    "test_linear_forward::test_arguments_stay_as_they_are",
]


def linear_forward(x, w, b):
    return x @ w.T + b, (x, w)
