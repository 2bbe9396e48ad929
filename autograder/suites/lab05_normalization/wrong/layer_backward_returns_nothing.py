"""returns nothing"""

from solutions.lab05_normalization import *

HINT = "Does your function end with a return statement?"
FAILS = [
    "test_layernorm::test_gradients_of_samples_of_one_or_two_axes",
    "test_layernorm::test_dx_is_the_gradient_of_x",
    "test_layernorm::test_dgamma_is_the_gradient_of_gamma",
    "test_layernorm::test_dbeta_is_the_gradient_of_beta",
    "test_layernorm::test_dx_keeps_eps_beside_the_variance",
    "test_layernorm::test_dx_has_no_part_that_shifts_or_stretches",
    "test_layernorm::test_each_cache_belongs_to_its_own_forward",
    "test_layernorm::test_memory_layout_does_not_matter",
    "test_layernorm::test_float32_is_as_good_as_float64",
    "test_layernorm::test_float64_stays_float64",
    "test_layernorm::test_shapes",
    "test_layernorm::test_backward_can_be_called_twice",
    "test_layernorm::test_arguments_stay_as_they_are",
]


def layernorm_backward(dout, cache):
    x_hat, std, gamma = cache
    axes = tuple(range(1, dout.ndim))
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    mean = dx_hat.mean(axis=axes, keepdims=True)
    along = (dx_hat * x_hat).mean(axis=axes, keepdims=True)
    dx = (dx_hat - mean - x_hat * along) / std
    dx, dgamma, dbeta
