"""multiplies dout by w itself in dx, which fits only if w is square"""

from solutions.lab01_backprop import *

HINT = "dx is (N, D) and dout (N, M). Which form must what stands between them have?"
TWIN = "any.product"
FAILS = [
    "test_linear_backward::test_dx_is_the_gradient_of_x",
    "test_linear_backward::test_dw_is_the_gradient_of_w",
    "test_linear_backward::test_db_is_the_gradient_of_b",
    "test_linear_backward::test_a_batch_of_one",
    "test_linear_backward::test_the_way_back_is_the_adjoint",
    "test_linear_backward::test_gradients_add_up",
    "test_linear_backward::test_the_cache_belongs_to_its_forward",
    "test_linear_backward::test_backward_can_be_called_twice",
    "test_linear_backward::test_gradients_have_the_shapes_of_what_they_belong_to",
    "test_linear_backward::test_memory_layout_does_not_matter",
    "test_linear_backward::test_float32_is_as_good_as_float64",
    "test_linear_backward::test_float64_stays_float64",
    "test_linear_backward::test_dout_stays_as_it_is",
]


def linear_backward(dout, cache):
    x, w = cache
    return dout @ w, x.T @ dout, dout.sum(axis=0)
