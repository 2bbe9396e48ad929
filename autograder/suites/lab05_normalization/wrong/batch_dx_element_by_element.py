"""takes mean and variance for constants in dx"""

from solutions.lab05_normalization import *

HINT = "If one pixel changes, do the mean and the variance of its channel stay?"
FAILS = [
    "test_spatial_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_spatial_batchnorm_backward::test_dx_keeps_eps_beside_the_variance",
    "test_spatial_batchnorm_backward::test_a_bias_before_batch_norm_gets_no_gradient",
    "test_spatial_batchnorm_backward::test_stretching_a_channel_gets_what_eps_leaves",
    "test_spatial_batchnorm_backward::test_one_value_a_channel_gets_no_gradient",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    if training:
        dx = dx_hat / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
