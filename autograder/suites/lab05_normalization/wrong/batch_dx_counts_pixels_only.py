"""divides the sums in dx by H * W, which is right for a batch of one"""

from solutions.lab05_normalization import *

HINT = "Over how many values does the mean of a channel run?"
FAILS = [
    "test_spatial_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_spatial_batchnorm_backward::test_dx_keeps_eps_beside_the_variance",
    "test_spatial_batchnorm_backward::test_a_bias_before_batch_norm_gets_no_gradient",
    "test_spatial_batchnorm_backward::test_stretching_a_channel_gets_what_eps_leaves",
]


def spatial_batchnorm_backward(dout, cache):
    x_hat, std, gamma, training = cache
    dbeta = dout.sum(axis=(0, 2, 3))
    dgamma = (dout * x_hat).sum(axis=(0, 2, 3))
    dx_hat = dout * gamma.reshape(1, -1, 1, 1)
    if training:
        m = dout.shape[2] * dout.shape[3]
        mean = dx_hat.sum(axis=(0, 2, 3), keepdims=True) / m
        along = (dx_hat * x_hat).sum(axis=(0, 2, 3), keepdims=True) / m
        dx = (dx_hat - mean - x_hat * along) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
