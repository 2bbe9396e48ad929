"""returns nothing"""

from solutions.lab02_batchnorm import *

HINT = "Does your function end with a return statement?"
FAILS = [
    "test_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_batchnorm_backward::test_dgamma_is_the_gradient_of_gamma",
    "test_batchnorm_backward::test_dbeta_is_the_gradient_of_beta",
    "test_batchnorm_backward::test_dx_keeps_eps_beside_the_variance",
    "test_batchnorm_backward::test_dx_after_evaluation",
    "test_batchnorm_backward::test_dgamma_after_evaluation",
    "test_batchnorm_backward::test_a_bias_before_batch_norm_gets_no_gradient",
    "test_batchnorm_backward::test_stretching_x_about_its_mean_gets_no_gradient",
    "test_batchnorm_backward::test_dx_grows_with_gamma",
    "test_batchnorm_backward::test_dx_shrinks_as_x_grows",
    "test_batchnorm_backward::test_running_values_play_no_part_in_dx",
    "test_batchnorm_backward::test_each_cache_belongs_to_its_own_forward",
    "test_batchnorm_backward::test_a_batch_of_one_gets_no_gradient",
    "test_batchnorm_backward::test_a_batch_of_two_gets_no_gradient",
    "test_batchnorm_backward::test_memory_layout_of_dout_does_not_matter",
    "test_batchnorm_backward::test_float32_is_as_good_as_float64",
    "test_batchnorm_backward::test_float64_stays_float64",
    "test_batchnorm_backward::test_shapes",
    "test_batchnorm_backward::test_backward_can_be_called_twice",
    "test_batchnorm_backward::test_dout_stays_as_it_is",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.mean(axis=0) - x_hat * (dx_hat * x_hat).mean(axis=0)) / std
    else:
        dx = dx_hat / std
    dx, dgamma, dbeta
