"""sums db over the units instead of the samples"""

from solutions.lab01_backprop import *

HINT = "Which axis of dout must disappear, so that (M,) is left?"
FAILS = [
    "test_linear_backward::test_db_is_the_gradient_of_b",
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_gradients_add_up",
    "test_linear_backward::test_backward_can_be_called_twice",
    "test_linear_backward::test_gradients_have_the_shapes_of_what_they_belong_to",
    "test_linear_backward::test_memory_layout_does_not_matter",
    "test_linear_backward::test_float32_is_as_good_as_float64",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=1)
