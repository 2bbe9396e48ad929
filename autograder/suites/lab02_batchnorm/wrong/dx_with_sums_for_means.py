"""sums over the batch in dx where it should average"""

from solutions.lab02_batchnorm import *

HINT = "The mean hands each sample one N-th of its gradient. Where is your 1 / N?"
FAILS = [
    "test_batchnorm_backward::test_dx_is_the_gradient_of_x",
    "test_batchnorm_backward::test_dx_keeps_eps_beside_the_variance",
    "test_batchnorm_backward::test_a_bias_before_batch_norm_gets_no_gradient",
    "test_batchnorm_backward::test_stretching_x_about_its_mean_gets_no_gradient",
    "test_batchnorm_backward::test_a_batch_of_two_gets_no_gradient",
]


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, training = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx_hat = dout * gamma
    if training:
        dx = (dx_hat - dx_hat.sum(axis=0) - x_hat * (dx_hat * x_hat).sum(axis=0)) / std
    else:
        dx = dx_hat / std
    return dx, dgamma, dbeta
